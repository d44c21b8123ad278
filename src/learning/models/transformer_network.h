#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "learning/models/hrnn_network.h"
#include "learning/nn/buffer.h"
#include "learning/nn/embedding.h"
#include "learning/nn/transformer_block.h"

namespace attune::models {

/// What fixes the sizes of a transformer's parameters.
struct TransformerShape {
  std::size_t hidden = 0;  // h: of rows and of item vectors
  std::size_t heads = 1;   // divides h
  std::size_t blocks = 2;
  std::size_t feed_forward = 0;  // units inside a block
  bool gated = false;            // gated residuals and SwiGLU
  std::size_t window = 200;      // newest events that are read
  std::size_t event_type_count = 0;
  std::size_t context_rows = 0;        // of ContextRules
  std::size_t user_feature_count = 0;  // 0: no users table
};

struct TransformerParameter {
  std::string name;
  std::size_t rows = 0;
  std::size_t columns = 0;
  double deviation = 0.0;  // of normal start values
  std::size_t offset = 0;
};

/// Views into one flat array, of weights or of their gradients. T: float or const float.
template <typename T>
struct TransformerViews {
  using Matrix = tensor::BasicMatrixView<T>;
  Matrix inputs;         // (event_input_rows, h)
  Matrix positions;      // (window + 1, h): row 0 stands before the first event
  Matrix user_features;  // (features, h)
  Matrix final_norm;     // (2, h)
  std::vector<nn::BlockWeights<T>> blocks;
};

class TransformerLayout {
 public:
  explicit TransformerLayout(const TransformerShape& shape);

  [[nodiscard]] const TransformerShape& shape() const { return shape_; }
  [[nodiscard]] nn::BlockShape block_shape() const;
  [[nodiscard]] std::span<const TransformerParameter> parameters() const { return parameters_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::vector<float> start_values(std::uint64_t seed) const;
  [[nodiscard]] TransformerViews<float> views(std::span<float> values) const;
  [[nodiscard]] TransformerViews<const float> views(std::span<const float> values) const;

 private:
  TransformerShape shape_;
  std::vector<TransformerParameter> parameters_;
  std::size_t size_ = 0;
};

/// Sequences one behind the other. Each begins with a row that stands for its user before any
/// event, so that sequence l has rows [offsets[l], offsets[l + 1]) and one event fewer.
struct TransformerBatch {
  std::vector<std::size_t> offsets{0};
  std::vector<HrnnEvent> events;                    // sequence after sequence
  std::vector<std::optional<std::uint32_t>> users;  // rows of the user features; by sequence

  void clear();
  /// `events` at most the window.
  void add(std::optional<std::uint32_t> user, std::span<const HrnnEvent> more);
  [[nodiscard]] std::size_t row_count() const { return offsets.back(); }
};

/// What is kept of a sequence so that further events cost their own rows only.
struct TransformerCache {
  std::vector<nn::KeyValueCache> blocks;
  std::size_t rows = 0;
};

struct TransformerNoise {
  double dropout = 0.0;            // of inputs and of what branches add
  double attention_dropout = 0.0;  // of attention weights
  std::uint64_t seed = 0;
};

/// A run of the network with all it must remember for the way back: about 4 h (12 + blocks * 12)
/// bytes a row, gated nearly twice. The same code trains and serves. Not thread-safe.
class TransformerPass {
 public:
  explicit TransformerPass(const TransformerLayout& layout);

  void forward(std::span<const float> weights, tensor::ConstMatrixView items,
               const TransformerBatch& batch, const nn::SparseRows& user_features,
               const TransformerNoise& noise);
  /// (N, h), behind the final norm: row r scores what follows it.
  [[nodiscard]] tensor::ConstMatrixView outputs() const { return outputs_.view(); }

  /// Adds to `dense` (layout size) and `d_items` for d_outputs (N, h, contiguous), which it
  /// overwrites. Directly after `forward` of the same arguments.
  struct Gradients {
    tensor::MatrixView d_outputs;
    std::span<float> dense;
    tensor::MatrixView d_items;
  };
  void backward(std::span<const float> weights, const TransformerBatch& batch,
                const nn::SparseRows& user_features, const Gradients& gradients);

  /// Reads further events of one sequence, its user before the first; outputs() then has their
  /// rows. cache.rows + events at most window + 1.
  struct Sequence {
    std::optional<std::uint32_t> user;
    std::span<const HrnnEvent> events;
  };
  void extend(std::span<const float> weights, tensor::ConstMatrixView items,
              const Sequence& sequence, const nn::SparseRows& user_features,
              TransformerCache& cache);

 private:
  void normalise(const TransformerViews<const float>& weights);

  TransformerLayout layout_;
  std::vector<nn::TransformerBlock> blocks_;
  nn::Buffer x_, normal_, outputs_;
  std::vector<float> inverse_;
  TransformerNoise noise_;
};

}  // namespace attune::models
