#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/training/network_trainer.h"
#include "learning/training/progress.h"

namespace attune::training {

enum class Hierarchy : std::uint8_t {
  kInputs,  // sessions enter through embedded gaps and borders (Ma et al. 2020)
  kState,   // and through a user-level GRU that starts each session's state (Quadrana et al. 2017)
};

struct HrnnOptions {
  std::size_t hidden_dimension = 149;
  std::size_t bptt = 32;  // mean steps back to which an event's gradient flows
  Hierarchy hierarchy = Hierarchy::kState;
  bool recency_gate = true;  // an old state fades by a learnt function of input and gap
  double input_dropout = 0.2;
  double output_dropout = 0.3;
  NetworkTraining training;
};

/// Trains a hierarchical recurrent network (docs/models/hrnn.md has the equations) and returns it
/// in serving form. As train_network.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_hrnn(const features::TrainingSet& data,
                                                                const HrnnOptions& options,
                                                                ProgressSink& progress);

/// The serving form from its artefact.
[[nodiscard]] Result<std::unique_ptr<models::Model>> load_hrnn(const models::Artefact& artefact);

}  // namespace attune::training
