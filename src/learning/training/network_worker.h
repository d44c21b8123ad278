#pragma once

#include <memory>
#include <span>
#include <vector>

#include "learning/nn/buffer.h"
#include "learning/nn/tied_softmax.h"
#include "learning/training/network.h"

namespace attune::training {

/// How a step is to be taken.
struct StepPlan {
  const nn::Sample* sample = nullptr;         // null: full softmax
  std::span<const std::uint32_t> compact_of;  // by item row; empty: compact = row
  StepNoise noise;
  tensor::Precision precision = tensor::Precision::kFp32;
};

/// One data-parallel worker: its shard of the batch, its gradients and its memory, which is the
/// pass's + 4 h bytes an output row + the softmax's scratch + the gradients.
class NetworkWorker {
 public:
  explicit NetworkWorker(const Network& network) : pass_(network.make_pass()) {}

  /// The shard of the next step.
  void load(const HrnnSequences& sequences, std::span<const Stretch> stretches) {
    rows_ = pass_->load(sequences, stretches);
  }
  /// Forward and backward; `scale` times the gradient of the summed weighted loss.
  void learn(const StepWeights& weights, const StepPlan& plan, double scale);
  /// What scores the event behind each stretch, (stretches, h).
  [[nodiscard]] tensor::ConstMatrixView run(const StepWeights& weights) {
    return pass_->last_outputs(weights);
  }

  [[nodiscard]] double loss() const { return loss_; }
  [[nodiscard]] std::span<float> d_dense() { return d_dense_; }
  [[nodiscard]] tensor::MatrixView d_items() { return d_items_.view(); }
  [[nodiscard]] std::span<float> d_bias() { return d_bias_; }

 private:
  std::unique_ptr<NetworkPass> pass_;
  PackedRows rows_;
  nn::TiedSoftmaxScratch softmax_;
  nn::Buffer d_outputs_, d_items_;
  std::vector<float> d_dense_, d_bias_;
  double loss_ = 0.0;
};

}  // namespace attune::training
