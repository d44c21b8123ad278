#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/tensor/gemm.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/training/gradient_exchange.h"
#include "learning/training/progress.h"

namespace attune::training {

enum class Hierarchy : std::uint8_t {
  kInputs,  // sessions enter through embedded gaps and borders (Ma et al. 2020)
  kState,   // and through a user-level GRU that starts each session's state (Quadrana et al. 2017)
};

struct HrnnOptions {
  std::size_t hidden_dimension = 149;
  std::size_t bptt = 32;     // mean steps back to which an event's gradient flows
  bool recency_mask = true;  // weigh recent events more in the loss
  Hierarchy hierarchy = Hierarchy::kState;
  bool recency_gate = true;    // an old state fades by a learnt function of input and gap
  bool context = true;         // metadata columns of the interactions are inputs
  double session_gap_s = 0.0;  // a longer pause starts a session; 0: from the data's gaps
  std::size_t sequence_length_max = 200;  // newest events of a user used in an epoch
  int epoch_count = 25;
  std::size_t batch_users = 64;
  double learning_rate = 3e-3;
  double input_dropout = 0.2;
  double output_dropout = 0.3;
  int patience = 5;  // epochs in a row clearly worse than the best before stopping; 0: never
  double validation_user_share =
      0.05;  // users whose last event is held out to choose the epoch; 0: none
  std::size_t full_softmax_items_max = 30'000;  // above it: sampled softmax with log-Q correction
  std::size_t sampled_negative_count = 2048;
  tensor::Precision precision = tensor::Precision::kFp32;  // of the softmax's products
  std::uint64_t seed = 1;
  std::size_t worker_count = 0;          // data-parallel workers of this process; 0: one per core
  GradientExchange* exchange = nullptr;  // with other processes; null: alone
};

/// Trains a hierarchical recurrent network (docs/models/hrnn.md has the equations) and returns it
/// in serving form. The same data, options and worker count give the same weights bit for bit on
/// one machine. kInvalidInput when the data has no user with two events; kCancelled when `progress`
/// says stop.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_hrnn(const features::TrainingSet& data,
                                                                const HrnnOptions& options,
                                                                ProgressSink& progress);

/// The users whose last event that training holds out, ascending: it neither reads nor predicts
/// them, only ranks them to choose the epoch.
[[nodiscard]] std::vector<std::uint32_t> held_out_users(const data::InteractionTable& table,
                                                        const HrnnOptions& options);

/// The serving form from its artefact.
[[nodiscard]] Result<std::unique_ptr<models::Model>> load_hrnn(const models::Artefact& artefact);

}  // namespace attune::training
