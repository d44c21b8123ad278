#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/training/network_trainer.h"
#include "learning/training/progress.h"

namespace attune::training {

struct TransformerOptions {
  std::size_t hidden_dimension = 128;  // rounded up to a multiple of 16 and of the heads
  std::size_t heads = 2;
  std::size_t blocks = 2;
  double feed_forward_factor = 1.0;  // units inside a block, in hidden dimensions
  bool gated = false;                // gated residuals and SwiGLU; for three blocks and more
  double dropout = 0.25;             // of inputs and of what branches add
  double attention_dropout = 0.0;    // of attention weights
  NetworkTraining training{.learning_rate = 1.5e-3};  // the window is its sequence_length_max
};

/// Trains a causal transformer (docs/models/transformer.md has the equations) and returns it in
/// serving form. As train_network.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_transformer(
    const features::TrainingSet& data, const TransformerOptions& options, ProgressSink& progress);

/// The serving form from its artefact.
[[nodiscard]] Result<std::unique_ptr<models::Model>> load_transformer(
    const models::Artefact& artefact);

}  // namespace attune::training
