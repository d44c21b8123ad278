#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/hrnn_input.h"
#include "learning/models/model.h"
#include "learning/models/transformer_network.h"
#include "learning/nn/embedding.h"

namespace attune::models {

/// Everything a trained network is. Item vectors are folded: id part + metadata part, so that an
/// item without events has one too.
struct TransformerParts {
  TransformerShape shape;
  HrnnInputRules rules;
  std::vector<float> weights;    // TransformerLayout(shape).size()
  std::vector<float> items;      // (V, hidden)
  std::vector<float> item_bias;  // (V)
  nn::SparseRows user_features;  // of the training users; no rows without a users table
};

/// Keys and values that the states of one model keep, all together.
inline constexpr std::size_t kTransformerCacheBytes = std::size_t{2} << 30U;
/// An event beyond the window makes this share of it free at once, the oldest first.
inline constexpr std::size_t kWindowSlides = 4;

/// The serving form. advance() notes an event; the next score() reads all noted ones in one pass
/// over their rows only, thanks to the keys and values of those before. A history beyond the window
/// is read from a later event on, in jumps of a kWindowSlides-th of the window: what is served is
/// the training computation on the newest events, at least 1 - 1 / kWindowSlides of the window.
/// A state takes 16 bytes an event of the window, 4 hidden bytes for its output and, while there is
/// room in `cache_bytes_max`, 8 hidden blocks bytes an event for keys and values; a state without
/// room reads its window anew with each score after an event.
[[nodiscard]] std::unique_ptr<Model> make_transformer(
    TransformerParts parts, std::size_t cache_bytes_max = kTransformerCacheBytes);

/// From its artefact; kInvalidInput says which array is missing or misshapen.
[[nodiscard]] Result<std::unique_ptr<Model>> transformer_from_artefact(const Artefact& artefact);

}  // namespace attune::models
