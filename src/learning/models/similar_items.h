#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/nn/embedding.h"

namespace attune::models {

struct SimilarItemsOptions {
  std::size_t id_dimension = 100;
  std::size_t metadata_dimension = 100;
  double popularity_discount_factor = 0.0;  // 0: popular items first among equals; 1: no popularity
  std::size_t window = 10;                  // events before and after that go with an item
  std::uint64_t seed = 1;
  CountingOptions counting;
};

/// Similar items by vectors. Items that stand near each other in histories have near id vectors:
/// factors of their positive pointwise mutual information (Levy & Goldberg 2014), which is what
/// item2vec approximates by sampling. Metadata is mapped linearly to where it predicts id vectors
/// best, so that an item without events has a vector too; the surer the prediction, the longer:
///   x_i = w_i id_i + (1 - w_i) m_i,   |id_i| = 1,   w_i = n_i / (n_i + kWarmUp)
///   sim(i, j) = x_i x_j
///               + kPopularityMax (1 - popularity_discount_factor) log(1 + n_j) / log(1 + max n)
/// n_i counts the item's users; id vectors fill the first id_dimension places, metadata's the first
/// metadata_dimension. `features` by item; no rows: no metadata. `score` is that of the newest
/// known item. Memory: 4 bytes an item and dimension, about five times while it is made.
[[nodiscard]] Result<std::unique_ptr<Model>> fit_similar_items(const data::InteractionTable& table,
                                                               const nn::SparseRows& features,
                                                               const SimilarItemsOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_similar_items(const Artefact& artefact);
inline constexpr double kWarmUp = 5.0;
inline constexpr double kPopularityMax = 0.2;

}  // namespace attune::models
