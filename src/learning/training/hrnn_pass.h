#pragma once

#include <memory>

#include "learning/models/hrnn_network.h"
#include "learning/nn/embedding.h"
#include "learning/training/hrnn_trainer.h"
#include "learning/training/network.h"

namespace attune::training {

/// The hierarchical recurrent network as the trainer sees it; of `options` it reads the dropout
/// rates and the reach of gradients. `features` of the training users.
[[nodiscard]] std::unique_ptr<Network> hrnn_network(const models::HrnnShape& shape,
                                                    const HrnnOptions& options,
                                                    nn::SparseRows features);

}  // namespace attune::training
