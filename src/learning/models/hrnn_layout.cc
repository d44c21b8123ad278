#include <algorithm>
#include <bit>
#include <cmath>

#include "foundation/base/random.h"
#include "learning/models/event_inputs.h"
#include "learning/models/hrnn_network.h"

namespace attune::models {
namespace {

constexpr double kTableDeviation = 0.02;
constexpr float kGateStart = 3.5F;  // sigmoid: 0.97

template <typename T>
HrnnViews<T> make_views(std::span<const HrnnParameter> parameters, std::span<T> values) {
  const auto view = [&](std::string_view name) {
    for (const HrnnParameter& p : parameters) {
      if (p.name == name) {
        return tensor::BasicMatrixView<T>(values.data() + p.offset, p.rows, p.columns);
      }
    }
    return tensor::BasicMatrixView<T>();
  };
  return {.inputs = view("inputs"),
          .projection = view("projection"),
          .bias = view("bias"),
          .gap_gate = view("gap_gate"),
          .recurrent = view("recurrent"),
          .recurrent_bias = view("recurrent_bias"),
          .user_projection = view("user_projection"),
          .user_bias = view("user_bias"),
          .user_recurrent = view("user_recurrent"),
          .user_recurrent_bias = view("user_recurrent_bias"),
          .start = view("start"),
          .start_bias = view("start_bias"),
          .user_features = view("user_features"),
          .user_features_bias = view("user_features_bias"),
          .request = view("request")};
}

void fill(const HrnnParameter& p, std::size_t hidden, Random random, std::span<float> values) {
  using Start = HrnnParameter::Start;
  const double bound = 1.0 / std::sqrt(static_cast<double>(hidden));
  for (std::size_t i = 0; i < values.size(); ++i) {
    // The last quarter of projection and bias belongs to the gate.
    const bool of_gate = p.columns == 4 * hidden && i % p.columns >= 3 * hidden;
    if (p.start == Start::kUniform && !of_gate) {
      values[i] = static_cast<float>((2.0 * random.uniform() - 1.0) * bound);
    } else if (p.start == Start::kNormal) {
      values[i] = static_cast<float>(random.normal() * kTableDeviation);
    } else if (p.start == Start::kGate && of_gate) {
      values[i] = kGateStart;
    }
  }
}

}  // namespace

std::uint8_t gap_bucket(std::int64_t from_s, std::int64_t to_s) {
  if (to_s <= from_s) return 0;
  const std::uint64_t gap = static_cast<std::uint64_t>(to_s) - static_cast<std::uint64_t>(from_s);
  const auto log2 = static_cast<std::size_t>(std::bit_width(gap + 1)) - 1;
  return static_cast<std::uint8_t>(std::min(log2, kGapBuckets - 1));
}

HrnnLayout::HrnnLayout(const HrnnShape& shape) : shape_(shape) {
  using Start = HrnnParameter::Start;
  const auto add = [this](std::string_view name, std::size_t rows, std::size_t columns,
                          Start start) {
    parameters_.push_back(
        {.name = name, .rows = rows, .columns = columns, .start = start, .offset = size_});
    size_ += rows * columns;
  };
  const std::size_t h = shape.hidden;
  add("inputs", event_input_rows(shape.event_type_count, shape.context_rows), h, Start::kNormal);
  add("projection", h, 4 * h, Start::kUniform);
  add("bias", 1, 4 * h, Start::kGate);
  add("gap_gate", kGapBuckets, h, Start::kZero);
  add("recurrent", h, 3 * h, Start::kUniform);
  add("recurrent_bias", 1, h, Start::kZero);
  if (shape.user_level) {
    add("user_projection", h, 3 * h, Start::kUniform);
    add("user_bias", 1, 3 * h, Start::kZero);
    add("user_recurrent", h, 3 * h, Start::kUniform);
    add("user_recurrent_bias", 1, h, Start::kZero);
    add("start", h, h, Start::kUniform);
    add("start_bias", 1, h, Start::kZero);
  }
  if (shape.user_feature_count > 0) {
    add("user_features", shape.user_feature_count, h, Start::kNormal);
    add("user_features_bias", 1, h, Start::kZero);
  }
  if (shape.request_rows > 0) add("request", shape.request_rows, h, Start::kZero);
}

std::vector<float> HrnnLayout::start_values(std::uint64_t seed) const {
  std::vector<float> values(size_, 0.0F);
  const Random random(seed);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const HrnnParameter& p = parameters_[i];
    fill(p, shape_.hidden, random.fork(i), std::span(values).subspan(p.offset, p.rows * p.columns));
  }
  return values;
}

HrnnViews<float> HrnnLayout::views(std::span<float> values) const {
  ATTUNE_CHECK(values.size() == size_);
  return make_views<float>(parameters_, values);
}

HrnnViews<const float> HrnnLayout::views(std::span<const float> values) const {
  ATTUNE_CHECK(values.size() == size_);
  return make_views<const float>(parameters_, values);
}

}  // namespace attune::models
