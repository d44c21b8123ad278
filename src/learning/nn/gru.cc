#include "learning/nn/gru.h"

#include <algorithm>

#include "foundation/tensor/gemm.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/gru_cell.h"
#include "learning/nn/linear.h"

namespace attune::nn {

using tensor::Accumulate;
using tensor::Transpose;

void gru_step_forward(const GruWeights& weights, const GruStep& step) {
  linear_forward(step.state, weights.recurrent, {}, step.projected);
  tensor::gru_cell_forward({.gates = step.gates,
                            .projected = step.projected,
                            .bias_n = weights.bias_n.data(),
                            .state = step.state,
                            .q = step.q,
                            .next = step.next});
}

void gru_step_backward(const GruWeights& weights, const GruStepBackward& step) {
  tensor::gru_cell_backward({.d_next = step.d_next,
                             .gates = step.gates,
                             .q = step.q,
                             .state = step.state,
                             .d_projected = step.d_projected,
                             .d_state = step.d_state});
  tensor::gemm(Transpose::kNo, step.d_projected, Transpose::kYes, weights.recurrent,
               Accumulate::kYes, step.d_state);
}

namespace {

/// The states before step t of its active lanes.
tensor::ConstMatrixView previous(const GruSequence& s, std::size_t t) {
  const std::size_t lanes = s.packing.active_lanes(t);
  if (t == 0) return s.initial.row_range(0, lanes);
  return s.hidden.row_range(s.packing.first_row(t - 1), lanes);
}

}  // namespace

void gru_sequence_forward(const GruSequence& s) {
  const std::size_t h = s.hidden.columns;
  for (std::size_t t = 0; t < s.packing.step_count(); ++t) {
    const std::size_t first = s.packing.first_row(t);
    const std::size_t lanes = s.packing.active_lanes(t);
    const auto gates = s.gates.row_range(first, lanes);
    const auto state = s.state.row_range(first, lanes);
    tensor::state_gate_forward(
        {.gate = gates.column_range(3 * h, h), .state = previous(s, t), .gated = state});
    if (s.hook != nullptr) s.hook->forward(t, state);
    gru_step_forward(s.weights, {.gates = gates,
                                 .state = state,
                                 .projected = s.scratch.row_range(0, lanes),
                                 .q = s.q.row_range(first, lanes),
                                 .next = s.hidden.row_range(first, lanes)});
  }
}

void gru_sequence_backward(const GruSequence& s, const GruSequenceBackward& b) {
  const std::size_t h = s.hidden.columns;
  for (std::size_t t = s.packing.step_count(); t-- > 0;) {
    const std::size_t first = s.packing.first_row(t);
    const std::size_t lanes = s.packing.active_lanes(t);
    const auto gates = s.gates.row_range(first, lanes);
    const auto d_state = b.scratch.row_range(0, lanes);
    gru_step_backward(s.weights, {.d_next = b.d_hidden.row_range(first, lanes),
                                  .gates = gates,
                                  .q = s.q.row_range(first, lanes),
                                  .state = s.state.row_range(first, lanes),
                                  .d_projected = b.d_projected.row_range(first, lanes),
                                  .d_state = d_state});
    if (s.hook != nullptr) s.hook->backward(t, d_state);
    tensor::state_gate_backward(
        {.gate = gates.column_range(3 * h, h), .state = previous(s, t), .d_state = d_state});
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      if (t == 0) {
        std::ranges::copy(d_state.row_span(lane), b.d_initial.row(lane));
      } else if ((t + b.phase) % b.window != 0) {
        const std::size_t before = s.packing.row(t - 1, lane);
        tensor::add_scaled(1.0F, d_state.row_span(lane), b.d_hidden.row_span(before));
      }
    }
  }
}

}  // namespace attune::nn
