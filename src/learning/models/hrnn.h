#pragma once

#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/hrnn_input.h"
#include "learning/models/hrnn_network.h"
#include "learning/models/model.h"
#include "learning/nn/embedding.h"

namespace attune::models {

/// Everything a trained network is. Item vectors are folded: id part + metadata part, so that an
/// item without events has one too.
struct HrnnParts {
  HrnnShape shape;
  HrnnInputRules rules;
  std::vector<float> weights;    // HrnnLayout(shape).size()
  std::vector<float> items;      // (V, hidden)
  std::vector<float> item_bias;  // (V)
  nn::SparseRows user_features;  // of the training users; no rows without a users table
};

/// The serving form. A state takes 8 hidden bytes beside its scratch; advance() is one GRU step,
/// score() one dot product an item.
[[nodiscard]] std::unique_ptr<Model> make_hrnn(HrnnParts parts);

/// From its artefact; kInvalidInput says which array is missing or misshapen.
[[nodiscard]] Result<std::unique_ptr<Model>> hrnn_from_artefact(const Artefact& artefact);

}  // namespace attune::models
