#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "learning/models/context_rules.h"
#include "learning/nn/buffer.h"
#include "learning/nn/embedding.h"
#include "learning/nn/gru.h"
#include "learning/nn/packing.h"

namespace attune::models {

/// What fixes the sizes of a network's parameters.
struct HrnnShape {
  std::size_t hidden = 0;  // h: of states and of item vectors
  std::size_t event_type_count = 0;
  std::size_t user_feature_count = 0;  // 0: no users table
  bool user_level = true;              // a user-level GRU starts each session's state
  std::size_t context_rows = 0;        // inputs for metadata of interactions (ContextRules)
  std::size_t request_rows = 0;        // those of them that a request may know of the event to come
  bool recency_gate = true;            // an old state fades by a learnt function of input and gap
};

/// One event as the network reads it.
struct HrnnEvent {
  std::uint32_t item = 0;  // row of the item matrix
  float value = 0.0F;      // signed log1p of the event's value, 0 if it has none
  std::uint16_t type = 0;  // 0: none, else event type + 1
  std::uint8_t gap = 0;    // bucket of the time since the event before
  bool starts_session = false;
  std::uint8_t context_count = 0;
  const ContextInput* context_data = nullptr;  // outlives the event

  [[nodiscard]] std::span<const ContextInput> context() const {
    return {context_data, context_count};
  }
};

inline constexpr std::size_t kGapBuckets = 32;
/// floor(log2(1 + seconds)), at most kGapBuckets - 1; a negative gap counts as none.
[[nodiscard]] std::uint8_t gap_bucket(std::int64_t from_s, std::int64_t to_s);

/// Where each parameter lies in one flat array: a name, an extent, and how it starts.
struct HrnnParameter {
  enum class Start : std::uint8_t { kZero, kUniform, kNormal, kGate };
  std::string_view name;
  std::size_t rows = 0;
  std::size_t columns = 0;
  Start start = Start::kZero;
  std::size_t offset = 0;
};

/// Views into such an array, of weights or of their gradients. T: float or const float.
template <typename T>
struct HrnnViews {
  using Matrix = tensor::BasicMatrixView<T>;
  Matrix inputs;          // (event_input_rows, h)
  Matrix projection;      // (h, 4h): reset, update, candidate, gate
  Matrix bias;            // (1, 4h)
  Matrix gap_gate;        // (gaps, h)
  Matrix recurrent;       // (h, 3h)
  Matrix recurrent_bias;  // (1, h)
  Matrix user_projection, user_bias, user_recurrent, user_recurrent_bias;  // as above, 3h
  Matrix start, start_bias;                                                // (h, h), (1, h)
  Matrix user_features, user_features_bias;                                // (features, h), (1, h)
  Matrix request;                                                          // (request rows, h)
};

class HrnnLayout {
 public:
  explicit HrnnLayout(const HrnnShape& shape);

  [[nodiscard]] const HrnnShape& shape() const { return shape_; }
  [[nodiscard]] std::span<const HrnnParameter> parameters() const { return parameters_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Start values: matrices uniform in +-1/sqrt(h), tables normal (0.02), gates near 0.97.
  [[nodiscard]] std::vector<float> start_values(std::uint64_t seed) const;
  [[nodiscard]] HrnnViews<float> views(std::span<float> values) const;
  [[nodiscard]] HrnnViews<const float> views(std::span<const float> values) const;

 private:
  HrnnShape shape_;
  std::vector<HrnnParameter> parameters_;
  std::size_t size_ = 0;
};

/// Sequences to run: events in packed order.
struct HrnnBatch {
  nn::Packing packing;
  std::vector<HrnnEvent> events;  // (N)
  /// (N) what is known of the event that each row predicts, or empty: nothing.
  std::vector<std::span<const ContextInput>> request{};
};

/// The two levels of state of some lanes.
struct HrnnStates {
  nn::Buffer session;  // (L, h)
  nn::Buffer user;     // (L, h); empty without a user level
};

struct HrnnDropout {
  double input = 0.0;
  double output = 0.0;
  double request = 0.0;  // how often a row does without its request's context
  std::uint64_t seed = 0;
};

/// A run over one batch, forward and then backward, with all it must remember in between. The same
/// code trains (many lanes, many steps) and serves (one lane, one step). Not thread-safe; one per
/// worker. Memory: about 52 h bytes an event of the largest batch.
class HrnnPass {
 public:
  HrnnPass();
  HrnnPass(const HrnnPass&) = delete;
  HrnnPass& operator=(const HrnnPass&) = delete;
  ~HrnnPass();

  /// The states of users without history; `users` are rows of `features`, nullopt: unknown.
  void start(const HrnnLayout& layout, std::span<const float> weights,
             std::span<const std::optional<std::uint32_t>> users, const nn::SparseRows& features,
             HrnnStates& states);

  /// Runs the batch from `states` (a copy is taken); hidden() then has a row for each event.
  void forward(const HrnnLayout& layout, std::span<const float> weights,
               tensor::ConstMatrixView items, const HrnnBatch& batch, const HrnnStates& states,
               const HrnnDropout& dropout);
  /// (N, h), after dropout.
  [[nodiscard]] tensor::ConstMatrixView outputs() const;
  /// (N, h) without dropout: the state after each event.
  [[nodiscard]] tensor::ConstMatrixView hidden() const;
  /// The user-level state of each lane after the batch; empty without a user level.
  [[nodiscard]] tensor::ConstMatrixView user_states() const;

  /// Adds to `gradients` (layout.size()) and `d_items` (rows of the item matrix, h) for d_outputs
  /// (N, h), which it overwrites; `window` and `phase` as nn::GruSequenceBackward. Directly after
  /// `forward`.
  struct Gradients {
    tensor::MatrixView d_outputs;
    std::span<float> dense;
    tensor::MatrixView d_items;
    std::size_t window = 32;
    std::size_t phase = 0;
  };
  void backward(const HrnnLayout& layout, std::span<const float> weights, const HrnnBatch& batch,
                const Gradients& gradients);
  /// The gradients of `start`, after `backward` of a batch that started so.
  void start_backward(const HrnnLayout& layout, std::span<const float> weights,
                      std::span<const std::optional<std::uint32_t>> users,
                      const nn::SparseRows& features, std::span<float> gradients);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace attune::models
