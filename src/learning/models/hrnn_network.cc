#include "learning/models/hrnn_network.h"

#include <algorithm>
#include <cmath>

#include "foundation/base/random.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"
#include "learning/models/event_inputs.h"
#include "learning/models/hrnn_user_level.h"
#include "learning/nn/linear.h"

namespace attune::models {
namespace {

constexpr std::uint64_t kInputStream = 1;
constexpr std::uint64_t kOutputStream = 2;
constexpr std::uint64_t kRequestStream = 3;

std::uint64_t seed_of(const HrnnDropout& dropout, std::uint64_t stream) {
  return mix64(dropout.seed ^ mix64(stream));
}

void copy(tensor::ConstMatrixView from, tensor::MatrixView to) {
  for (std::size_t r = 0; r < from.rows; ++r) std::ranges::copy(from.row_span(r), to.row(r));
}

void apply_tanh(std::span<float> values) {
  for (float& x : values) x = std::tanh(x);
}

/// A gate that lets everything through and learns nothing.
void hold_open(tensor::MatrixView gate) {
  constexpr float kOpen = 40.0F;  // its sigmoid is 1
  for (std::size_t r = 0; r < gate.rows; ++r) {
    std::ranges::fill(gate.row_span(r), kOpen);
  }
}

/// d_y becomes the gradient before y = tanh(.).
void tanh_backward(tensor::ConstMatrixView y, tensor::MatrixView d_y) {
  for (std::size_t r = 0; r < y.rows; ++r) {
    for (std::size_t i = 0; i < y.columns; ++i) {
      d_y.row(r)[i] *= 1.0F - y.row(r)[i] * y.row(r)[i];
    }
  }
}

/// Calls `work(row, first context row)` for the rows that read their request's context.
template <typename Work>
void for_requests(const HrnnLayout& layout, const HrnnBatch& batch, const HrnnDropout& dropout,
                  const Work& work) {
  if (layout.shape().request_rows == 0) return;
  const std::uint32_t first_row = context_input_row(layout.shape().event_type_count);
  const std::uint64_t seed = seed_of(dropout, kRequestStream);
  for (std::size_t r = 0; r < batch.request.size(); ++r) {
    if (dropout.request > 0.0 &&
        !!tensor::dropout_keeps(static_cast<std::uint32_t>(r), dropout.request, seed))
      continue;
    work(r, first_row);
  }
}

}  // namespace

struct HrnnPass::Memory {
  nn::Buffer x, gates, state, q, hidden, outputs, d_projected;  // a row an event
  nn::Buffer initial, d_initial, lane_scratch;                  // a row a lane
  HrnnUserLevel user_level;
  HrnnDropout dropout;

  nn::GruSequence sequence(const HrnnViews<const float>& w, const HrnnBatch& batch,
                           bool with_user_level) {
    return {.packing = batch.packing,
            .weights = {w.recurrent, w.recurrent_bias.row_span(0)},
            .initial = initial.view(),
            .gates = gates.view(),
            .state = state.view(),
            .q = q.view(),
            .hidden = hidden.view(),
            .scratch = lane_scratch.view(),
            .hook = with_user_level ? &user_level : nullptr};
  }
};

HrnnPass::HrnnPass() : memory_(std::make_unique<Memory>()) {}
HrnnPass::~HrnnPass() = default;

tensor::ConstMatrixView HrnnPass::outputs() const {
  return memory_->outputs.view();
}
tensor::ConstMatrixView HrnnPass::hidden() const {
  return memory_->hidden.view();
}
tensor::ConstMatrixView HrnnPass::user_states() const {
  return memory_->user_level.users();
}

void HrnnPass::start(const HrnnLayout& layout, std::span<const float> weights,
                     std::span<const std::optional<std::uint32_t>> users,
                     const nn::SparseRows& features, HrnnStates& states) {
  const auto w = layout.views(weights);
  const std::size_t h = layout.shape().hidden;
  const auto session = states.session.reshape_zero(users.size(), h);
  const bool user_level = layout.shape().user_level;
  const auto first = user_level ? states.user.reshape_zero(users.size(), h) : session;
  if (layout.shape().user_feature_count > 0) {
    for (std::size_t l = 0; l < users.size(); ++l) {
      std::ranges::copy(w.user_features_bias.row_span(0), first.row(l));
      if (users[l]) nn::add_features(features, *users[l], w.user_features, first.row_span(l));
      apply_tanh(first.row_span(l));
    }
  }
  if (!user_level) return;
  nn::linear_forward(first, w.start, w.start_bias.row_span(0), session);
  apply_tanh(states.session.span());
}

void HrnnPass::forward(const HrnnLayout& layout, std::span<const float> weights,
                       tensor::ConstMatrixView items, const HrnnBatch& batch,
                       const HrnnStates& states, const HrnnDropout& dropout) {
  Memory& m = *memory_;
  const auto w = layout.views(weights);
  const std::size_t h = layout.shape().hidden;
  const std::size_t rows = batch.events.size();
  m.dropout = dropout;
  const auto x = m.x.reshape(rows, h);
  for (std::size_t r = 0; r < rows; ++r)
    embed_event(batch.events[r], items, w.inputs, x.row_span(r));
  tensor::dropout(m.x.span(), dropout.input, seed_of(dropout, kInputStream));
  const auto gates = m.gates.reshape(rows, 4 * h);
  nn::linear_forward(x, w.projection, w.bias.row_span(0), gates);
  for (std::size_t r = 0; r < rows; ++r) {
    tensor::add_scaled(1.0F, w.gap_gate.row_span(batch.events[r].gap),
                       gates.row_span(r).subspan(3 * h, h));
  }
  if (!layout.shape().recency_gate) hold_open(gates.column_range(3 * h, h));
  for (nn::Buffer* buffer : {&m.state, &m.q, &m.hidden, &m.outputs}) buffer->reshape(rows, h);
  copy(states.session.view(), m.initial.reshape(batch.packing.lane_count(), h));
  m.lane_scratch.reshape(batch.packing.lane_count(), 3 * h);
  const bool user_level = layout.shape().user_level;
  if (user_level) m.user_level.begin(w, batch, states.user.view());
  nn::gru_sequence_forward(m.sequence(w, batch, user_level));
  copy(m.hidden.view(), m.outputs.view());
  tensor::dropout(m.outputs.span(), dropout.output, seed_of(dropout, kOutputStream));
  for_requests(layout, batch, dropout, [&](std::size_t r, std::uint32_t first_row) {
    add_request(batch.request[r], first_row, w.request, m.outputs.view().row_span(r));
  });
}

void HrnnPass::backward(const HrnnLayout& layout, std::span<const float> weights,
                        const HrnnBatch& batch, const Gradients& gradients) {
  Memory& m = *memory_;
  const auto w = layout.views(weights);
  const auto g = layout.views(gradients.dense);
  const std::size_t h = layout.shape().hidden;
  const std::size_t rows = batch.events.size();
  const std::size_t lanes = batch.packing.lane_count();
  ATTUNE_CHECK(gradients.d_outputs.rows == rows && gradients.d_outputs.stride == h);
  for_requests(layout, batch, m.dropout, [&](std::size_t r, std::uint32_t first_row) {
    add_request_backward(batch.request[r], first_row, gradients.d_outputs.row_span(r), g.request);
  });
  tensor::dropout({gradients.d_outputs.data, rows * h}, m.dropout.output,
                  seed_of(m.dropout, kOutputStream));
  const bool user_level = layout.shape().user_level;
  if (user_level) m.user_level.begin_backward();
  nn::gru_sequence_backward(m.sequence(w, batch, user_level),
                            {.d_hidden = gradients.d_outputs,
                             .d_projected = m.d_projected.reshape(rows, 3 * h),
                             .d_initial = m.d_initial.reshape(lanes, h),
                             .scratch = m.lane_scratch.reshape(lanes, h),
                             .window = gradients.window,
                             .phase = gradients.phase});
  if (user_level) m.user_level.end_backward(g);
  nn::linear_backward({.x = m.state.view(),
                       .weight = w.recurrent,
                       .d_y = m.d_projected.view(),
                       .d_weight = g.recurrent,
                       .d_bias = {},
                       .d_x = {}});
  nn::add_column_sums(m.d_projected.view().column_range(2 * h, h), g.recurrent_bias.row_span(0));
  for (std::size_t r = 0; r < rows; ++r) {
    tensor::add_scaled(1.0F, m.gates.view().row_span(r).subspan(3 * h, h),
                       g.gap_gate.row_span(batch.events[r].gap));
  }
  const auto d_x = m.outputs.view();  // not needed any more
  nn::linear_backward({.x = m.x.view(),
                       .weight = w.projection,
                       .d_y = m.gates.view(),
                       .d_weight = g.projection,
                       .d_bias = g.bias.row_span(0),
                       .d_x = d_x});
  tensor::dropout(m.outputs.span(), m.dropout.input, seed_of(m.dropout, kInputStream));
  for (std::size_t r = 0; r < rows; ++r) {
    embed_event_backward(batch.events[r], d_x.row_span(r), gradients.d_items, g.inputs);
  }
}

void HrnnPass::start_backward(const HrnnLayout& layout, std::span<const float> weights,
                              std::span<const std::optional<std::uint32_t>> users,
                              const nn::SparseRows& features, std::span<float> gradients) {
  Memory& m = *memory_;
  const auto w = layout.views(weights);
  const auto g = layout.views(gradients);
  const bool user_level = layout.shape().user_level;
  if (!user_level && layout.shape().user_feature_count == 0) return;
  HrnnStates started;
  start(layout, weights, users, features, started);
  auto d_first = m.d_initial.view();
  if (user_level) {
    tanh_backward(started.session.view(), m.d_initial.view());
    const auto d_user = m.user_level.d_users();
    nn::linear_backward({.x = started.user.view(),
                         .weight = w.start,
                         .d_y = m.d_initial.view(),
                         .d_weight = g.start,
                         .d_bias = g.start_bias.row_span(0),
                         .d_x = {}});
    tensor::gemm(tensor::Transpose::kNo, m.d_initial.view(), tensor::Transpose::kYes, w.start,
                 tensor::Accumulate::kYes, d_user);
    d_first = d_user;
  }
  if (layout.shape().user_feature_count == 0) return;
  tanh_backward(user_level ? started.user.view() : started.session.view(), d_first);
  nn::add_column_sums(d_first, g.user_features_bias.row_span(0));
  for (std::size_t l = 0; l < users.size(); ++l) {
    if (!users[l]) continue;
    nn::add_feature_gradients(features, *users[l], d_first.row_span(l), g.user_features);
  }
}

}  // namespace attune::models
