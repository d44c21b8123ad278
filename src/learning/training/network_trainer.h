#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/tensor/gemm.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/nn/embedding.h"
#include "learning/training/gradient_exchange.h"
#include "learning/training/network.h"
#include "learning/training/progress.h"

namespace attune::training {

/// What the training of any network is told.
struct NetworkTraining {
  double session_gap_s = 0.0;  // a longer pause starts a session; 0: from the data's gaps
  bool recency_mask = true;    // weigh recent events more in the loss
  bool context = true;         // metadata columns of the interactions are inputs
  std::size_t sequence_length_max = 200;  // newest events of a user used in an epoch
  int epoch_count = 25;
  std::size_t batch_users = 64;
  double learning_rate = 3e-3;
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

/// kInvalidInput names the field that is out of range.
[[nodiscard]] Result<void> check(const NetworkTraining& options);

/// The network for the data as it will be read; the user features (by user) have no rows without a
/// users table. Copies what it keeps.
using MakeNetwork = std::function<std::unique_ptr<Network>(const HrnnSequences& sequences,
                                                           const nn::SparseRows& user_features)>;

/// Trains by Adam with warm-up and a cosine, keeps the epoch that validates best, and returns the
/// serving form. The same data, options and number of workers, counted through all
/// processes, give the same weights bit for bit on one kind of machine. `options` are checked ones.
/// kInvalidInput when the data has no user with two events; kCancelled when `progress` says stop.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_network(
    const features::TrainingSet& data, const NetworkTraining& options, const MakeNetwork& make,
    ProgressSink& progress);

/// The users whose last event that training holds out, ascending: it neither reads nor predicts
/// them, only ranks them to choose the epoch.
[[nodiscard]] std::vector<std::uint32_t> held_out_users(const data::InteractionTable& table,
                                                        const NetworkTraining& options);

/// `width` rounded up to whole vectors of AVX-512.
[[nodiscard]] std::size_t padded_width(std::size_t width);

}  // namespace attune::training
