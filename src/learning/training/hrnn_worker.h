#pragma once

#include <span>
#include <vector>

#include "learning/nn/buffer.h"
#include "learning/nn/tied_softmax.h"
#include "learning/training/hrnn_batches.h"

namespace attune::training {

/// The weights of a step, as all workers read them.
struct StepWeights {
  const models::HrnnLayout& layout;
  std::span<const float> dense;
  tensor::ConstMatrixView items;  // compact
  std::span<const float> bias;    // compact
  const nn::SparseRows& user_features;
};

/// How a step is to be taken.
struct StepPlan {
  const nn::Sample* sample = nullptr;         // null: full softmax
  std::span<const std::uint32_t> compact_of;  // by item row; empty: compact = row
  models::HrnnDropout dropout;
  std::size_t window = 32;  // of truncated back-propagation, from `phase` on
  std::size_t phase = 0;
};

/// One data-parallel worker: its shard of the batch, its gradients and its memory, which is about
/// 56 h bytes an event of its shard + 4 kSoftmaxTileRows bytes a candidate item + the gradients.
class HrnnWorker {
 public:
  /// The shard of the next step.
  void load(const HrnnSequences& sequences, std::span<const Stretch> stretches) {
    pack(sequences, stretches, packed_);
  }
  [[nodiscard]] PackedStretches& packed() { return packed_; }

  /// Forward and backward; `scale` times the gradient of the summed weighted loss.
  void learn(const StepWeights& weights, const StepPlan& plan, double scale);
  /// The hidden state behind each stretch's last event, (lanes, h).
  [[nodiscard]] tensor::ConstMatrixView run(const StepWeights& weights);

  [[nodiscard]] double loss() const { return loss_; }
  [[nodiscard]] std::span<float> d_dense() { return d_dense_; }
  [[nodiscard]] tensor::MatrixView d_items() { return d_items_.view(); }
  [[nodiscard]] std::span<float> d_bias() { return d_bias_; }

 private:
  models::HrnnPass pass_;
  models::HrnnStates states_;
  PackedStretches packed_;
  nn::Buffer logits_, d_outputs_, d_items_, last_;
  std::vector<float> d_dense_, d_bias_;
  double loss_ = 0.0;
};

}  // namespace attune::training
