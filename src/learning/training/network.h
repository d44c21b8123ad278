#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/matrix.h"
#include "learning/models/hrnn_input.h"
#include "learning/models/model.h"
#include "learning/training/hrnn_sequences.h"
#include "learning/training/stretches.h"

namespace attune::training {

/// The weights of a step, as all workers read them.
struct StepWeights {
  std::span<const float> dense;
  tensor::ConstMatrixView items;  // compact
  std::span<const float> bias;    // compact
};

/// What is random in a worker's step.
struct StepNoise {
  std::uint64_t dropout_seed = 0;
  Random cuts{0};  // of truncated back-propagation; the same for all workers
};

struct NetworkGradients {
  tensor::MatrixView d_outputs;  // (rows, h); overwritten
  std::span<float> dense;        // added to
  tensor::MatrixView d_items;    // compact; added to
};

/// A loaded shard: the events that are read, and what each output row must predict.
struct PackedRows {
  std::span<models::HrnnEvent> events;
  std::span<std::uint32_t> targets;  // by output row: an item row
  std::span<float> weights;          // by output row
};

/// One worker's runs of a network. Not thread-safe.
class NetworkPass {
 public:
  virtual ~NetworkPass() = default;
  /// `stretches` sorted by length, longest first. The rows may be changed until the next load.
  virtual PackedRows load(const HrnnSequences& sequences, std::span<const Stretch> stretches) = 0;
  /// The output of every row, (rows, h).
  virtual tensor::ConstMatrixView forward(const StepWeights& weights, const StepNoise& noise) = 0;
  /// Directly after `forward` with the same weights and noise.
  virtual void backward(const StepWeights& weights, const StepNoise& noise,
                        const NetworkGradients& gradients) = 0;
  /// Without dropout, what scores the event behind each stretch: (stretches, h).
  virtual tensor::ConstMatrixView last_outputs(const StepWeights& weights) = 0;
};

/// Everything a trained network is; the items are folded (ItemTable::fold).
struct TrainedWeights {
  models::HrnnInputRules rules;
  std::vector<float> dense;
  std::vector<float> items;
  std::vector<float> item_bias;
};

/// A network over histories whose outputs score items by tied vectors and a bias. Immutable but for
/// `finish`.
class Network {
 public:
  virtual ~Network() = default;
  [[nodiscard]] virtual std::size_t hidden() const = 0;
  [[nodiscard]] virtual std::vector<float> start_values(std::uint64_t seed) const = 0;
  [[nodiscard]] virtual std::unique_ptr<NetworkPass> make_pass() const = 0;
  /// Whether a user's first event is predicted, too.
  [[nodiscard]] virtual bool predicts_first_event() const { return false; }
  /// The serving form; once, at the end.
  [[nodiscard]] virtual std::unique_ptr<models::Model> finish(TrainedWeights trained) = 0;
};

}  // namespace attune::training
