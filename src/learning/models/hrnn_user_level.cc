#include "learning/models/hrnn_user_level.h"

#include <algorithm>
#include <cmath>

#include "foundation/tensor/gemm.h"
#include "learning/nn/linear.h"

namespace attune::models {

using tensor::Accumulate;
using tensor::Transpose;

void HrnnUserLevel::begin(const HrnnViews<const float>& weights, const HrnnBatch& batch,
                          tensor::ConstMatrixView users) {
  weights_ = weights;
  const std::size_t h = users.columns;
  const std::size_t steps = batch.packing.step_count();
  lanes_.resize(steps);
  first_.assign(steps, 0);
  std::size_t borders = 0;
  std::size_t most = 0;
  for (std::size_t t = 0; t < steps; ++t) {
    lanes_[t].clear();
    first_[t] = borders;
    for (std::size_t l = 0; l < batch.packing.active_lanes(t); ++l) {
      if (batch.events[batch.packing.row(t, l)].starts_session) {
        lanes_[t].push_back(static_cast<std::uint32_t>(l));
      }
    }
    borders += lanes_[t].size();
    most = std::max(most, lanes_[t].size());
  }
  const auto own = users_.reshape(users.rows, h);
  for (std::size_t l = 0; l < users.rows; ++l) std::ranges::copy(users.row_span(l), own.row(l));
  for (nn::Buffer* buffer : {&input_, &before_, &q_, &after_, &started_, &d_started_}) {
    buffer->reshape(borders, h);
  }
  gates_.reshape(borders, 3 * h);
  d_projected_.reshape(borders, 3 * h);
  scratch_.reshape(most, 3 * h);
  d_after_.reshape(most, h);
}

void HrnnUserLevel::forward(std::size_t step, tensor::MatrixView state) {
  const auto& lanes = lanes_[step];
  if (lanes.empty()) return;
  const auto rows = [&](nn::Buffer& buffer) {
    return buffer.view().row_range(first_[step], lanes.size());
  };
  nn::gather_rows(state, lanes, rows(input_));
  nn::gather_rows(users_.view(), lanes, rows(before_));
  nn::linear_forward(rows(input_), weights_.user_projection, weights_.user_bias.row_span(0),
                     rows(gates_));
  nn::gru_step_forward({weights_.user_recurrent, weights_.user_recurrent_bias.row_span(0)},
                       {.gates = rows(gates_),
                        .state = rows(before_),
                        .projected = scratch_.view().row_range(0, lanes.size()),
                        .q = rows(q_),
                        .next = rows(after_)});
  nn::linear_forward(rows(after_), weights_.start, weights_.start_bias.row_span(0), rows(started_));
  for (std::size_t k = 0; k < lanes.size(); ++k) {
    for (float& x : rows(started_).row_span(k)) x = std::tanh(x);
    std::ranges::copy(rows(started_).row_span(k), state.row(lanes[k]));
    std::ranges::copy(rows(after_).row_span(k), users_.view().row(lanes[k]));
  }
}

void HrnnUserLevel::begin_backward() {
  d_users_.reshape_zero(users_.view().rows, users_.view().columns);
}

void HrnnUserLevel::backward(std::size_t step, tensor::MatrixView d_state) {
  const auto& lanes = lanes_[step];
  if (lanes.empty()) return;
  const auto rows = [&](nn::Buffer& buffer) {
    return buffer.view().row_range(first_[step], lanes.size());
  };
  const auto d_started = rows(d_started_);
  const auto d_after = d_after_.view().row_range(0, lanes.size());
  for (std::size_t k = 0; k < lanes.size(); ++k) {
    for (std::size_t i = 0; i < d_state.columns; ++i) {
      const float y = rows(started_).row(k)[i];
      d_started.row(k)[i] = d_state.row(lanes[k])[i] * (1.0F - y * y);
    }
    std::ranges::copy(d_users_.view().row_span(lanes[k]), d_after.row(k));
  }
  tensor::gemm(Transpose::kNo, d_started, Transpose::kYes, weights_.start, Accumulate::kYes,
               d_after);
  // The scratch holds the gradient of the states before.
  const auto d_before = scratch_.view().row_range(0, lanes.size()).column_range(0, d_state.columns);
  nn::gru_step_backward({weights_.user_recurrent, weights_.user_recurrent_bias.row_span(0)},
                        {.d_next = d_after,
                         .gates = rows(gates_),
                         .q = rows(q_),
                         .state = rows(before_),
                         .d_projected = rows(d_projected_),
                         .d_state = d_before});
  tensor::gemm(Transpose::kNo, rows(gates_), Transpose::kYes, weights_.user_projection,
               Accumulate::kNo, d_after);
  for (std::size_t k = 0; k < lanes.size(); ++k) {
    std::ranges::copy(d_before.row_span(k), d_users_.view().row(lanes[k]));
    std::ranges::copy(d_after.row_span(k), d_state.row(lanes[k]));
  }
}

void HrnnUserLevel::end_backward(const HrnnViews<float>& gradients) {
  const std::size_t h = input_.view().columns;
  nn::linear_backward({.x = after_.view(),
                       .weight = weights_.start,
                       .d_y = d_started_.view(),
                       .d_weight = gradients.start,
                       .d_bias = gradients.start_bias.row_span(0),
                       .d_x = {}});
  nn::linear_backward({.x = input_.view(),
                       .weight = weights_.user_projection,
                       .d_y = gates_.view(),
                       .d_weight = gradients.user_projection,
                       .d_bias = gradients.user_bias.row_span(0),
                       .d_x = {}});
  nn::linear_backward({.x = before_.view(),
                       .weight = weights_.user_recurrent,
                       .d_y = d_projected_.view(),
                       .d_weight = gradients.user_recurrent,
                       .d_bias = {},
                       .d_x = {}});
  nn::add_column_sums(d_projected_.view().column_range(2 * h, h),
                      gradients.user_recurrent_bias.row_span(0));
}

}  // namespace attune::models
