#include <cmath>

#include "foundation/base/random.h"
#include "learning/models/event_inputs.h"
#include "learning/models/transformer_network.h"

namespace attune::models {
namespace {

constexpr double kTableDeviation = 0.02;
// Times 1/sqrt(h): 0.05 at h = 128.
constexpr double kProjectionGain = 0.57;

/// Finds views by name; the parameters come in the order in which they are asked for.
template <typename T>
class Cursor {
 public:
  Cursor(std::span<const TransformerParameter> parameters, std::span<T> values)
      : parameters_(parameters), values_(values) {}
  tensor::BasicMatrixView<T> next() {
    const TransformerParameter& p = parameters_[at_++];
    return {values_.data() + p.offset, p.rows, p.columns};
  }

 private:
  std::span<const TransformerParameter> parameters_;
  std::span<T> values_;
  std::size_t at_ = 0;
};

template <typename T>
nn::BlockWeights<T> block_views(Cursor<T>& cursor, bool gated) {
  nn::BlockWeights<T> w;
  for (auto* view : {&w.attention_norm, &w.qkv, &w.qkv_bias, &w.out, &w.out_bias, &w.feed_norm,
                     &w.up, &w.up_bias, &w.down, &w.down_bias}) {
    *view = cursor.next();
  }
  if (!gated) return w;
  for (auto* view : {&w.attention_gate, &w.attention_gate_bias, &w.feed_gate, &w.feed_gate_bias}) {
    *view = cursor.next();
  }
  return w;
}

template <typename T>
TransformerViews<T> make_views(const TransformerLayout& layout, std::span<T> values) {
  ATTUNE_CHECK(values.size() == layout.size());
  Cursor<T> cursor(layout.parameters(), values);
  TransformerViews<T> views;
  views.inputs = cursor.next();
  views.positions = cursor.next();
  views.user_features = cursor.next();
  views.final_norm = cursor.next();
  for (std::size_t b = 0; b < layout.shape().blocks; ++b) {
    views.blocks.push_back(block_views(cursor, layout.shape().gated));
  }
  return views;
}

}  // namespace

TransformerLayout::TransformerLayout(const TransformerShape& shape) : shape_(shape) {
  const std::size_t h = shape.hidden;
  const auto add = [this](std::string name, std::size_t rows, std::size_t columns,
                          double deviation) {
    parameters_.push_back({.name = std::move(name),
                           .rows = rows,
                           .columns = columns,
                           .deviation = deviation,
                           .offset = size_});
    size_ += rows * columns;
  };
  add("inputs", event_input_rows(shape.event_type_count, shape.context_rows), h, kTableDeviation);
  add("positions", shape.window + 1, h, kTableDeviation);
  add("user_features", shape.user_feature_count, h, kTableDeviation);
  add("final_norm", 2, h, 0.0);
  const double projection = kProjectionGain / std::sqrt(static_cast<double>(h));
  for (std::size_t b = 0; b < shape.blocks; ++b) {
    const auto own = [b](const char* name) { return "block" + std::to_string(b) + "." + name; };
    const auto layer = [&](const std::string& name, std::size_t rows, std::size_t columns) {
      add(name, rows, columns, projection);
      add(name + "_bias", 1, columns, 0.0);
    };
    add(own("attention_norm"), 2, h, 0.0);
    layer(own("qkv"), h, 3 * h);
    layer(own("out"), h, h);
    add(own("feed_norm"), 2, h, 0.0);
    layer(own("up"), h, (shape.gated ? 2 : 1) * shape.feed_forward);
    layer(own("down"), shape.feed_forward, h);
    if (!shape.gated) continue;
    layer(own("attention_gate"), h, h);
    layer(own("feed_gate"), h, h);
  }
}

nn::BlockShape TransformerLayout::block_shape() const {
  return {.hidden = shape_.hidden,
          .heads = shape_.heads,
          .feed_forward = shape_.feed_forward,
          .gated = shape_.gated};
}

std::vector<float> TransformerLayout::start_values(std::uint64_t seed) const {
  std::vector<float> values(size_, 0.0F);
  const Random random(seed);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const TransformerParameter& p = parameters_[i];
    Random own = random.fork(i);
    const bool is_norm = p.name.ends_with("norm");
    for (std::size_t k = 0; k < p.rows * p.columns; ++k) {
      float& value = values[p.offset + k];
      if (p.deviation > 0.0) value = static_cast<float>(own.normal() * p.deviation);
      if (is_norm && k < p.columns) value = 1.0F;
    }
  }
  return values;
}

TransformerViews<float> TransformerLayout::views(std::span<float> values) const {
  return make_views<float>(*this, values);
}

TransformerViews<const float> TransformerLayout::views(std::span<const float> values) const {
  return make_views<const float>(*this, values);
}

}  // namespace attune::models
