#pragma once

#include <memory>

#include "learning/models/transformer_network.h"
#include "learning/nn/embedding.h"
#include "learning/training/network.h"

namespace attune::training {

/// The transformer as the trainer sees it; of `noise` the rates count. `features` of the training
/// users. The row before a sequence predicts the user's first event, where the sequence begins
/// there.
[[nodiscard]] std::unique_ptr<Network> transformer_network(const models::TransformerShape& shape,
                                                           const models::TransformerNoise& noise,
                                                           nn::SparseRows features);

}  // namespace attune::training
