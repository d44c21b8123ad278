#pragma once

#include <cstddef>
#include <span>

#include "foundation/tensor/matrix.h"
#include "learning/nn/packing.h"

namespace attune::nn {

/// The recurrent half of a GRU with h units; the input half is a linear layer over all events at
/// once. Equations: foundation/tensor/gru_cell.h.
struct GruWeights {
  tensor::ConstMatrixView recurrent;  // (h, 3h): reset, update, candidate
  std::span<const float> bias_n;      // (h)
};

/// One step of n lanes.
struct GruStep {
  tensor::MatrixView gates;       // (n, >= 3h) in: input projections; out: r, z, c
  tensor::ConstMatrixView state;  // (n, h)
  tensor::MatrixView projected;   // (n, 3h) scratch
  tensor::MatrixView q;           // (n, h) out, for the backward pass
  tensor::MatrixView next;        // (n, h) out
};
void gru_step_forward(const GruWeights& weights, const GruStep& step);

struct GruStepBackward {
  tensor::ConstMatrixView d_next;
  tensor::MatrixView gates;  // in: r, z, c; out: gradients of the input projections
  tensor::ConstMatrixView q;
  tensor::ConstMatrixView state;
  tensor::MatrixView d_projected;  // (n, 3h) out
  tensor::MatrixView d_state;      // (n, h) out
};
/// Weight gradients are left to the caller, who has d_projected of all steps: d_recurrent =
/// state^T d_projected, d_bias_n = column sums of its last third.
void gru_step_backward(const GruWeights& weights, const GruStepBackward& step);

/// Something that changes states between gate and step, such as a user-level network.
class StateHook {
 public:
  virtual ~StateHook() = default;
  /// `state` (active lanes, h) of that step, to change in place.
  virtual void forward(std::size_t step, tensor::MatrixView state) = 0;
  /// In: the gradient of the changed state; out: of the state as it came.
  virtual void backward(std::size_t step, tensor::MatrixView d_state) = 0;
};

/// A whole packed batch: h_t = GRU(x_t, hook(sigmoid(gate_t) * h_{t-1})).
/// N rows as in `packing`, L lanes.
struct GruSequence {
  const Packing& packing;
  GruWeights weights;
  tensor::ConstMatrixView initial;  // (L, h)
  tensor::MatrixView gates;         // (N, 4h) in: projections r, z, c, gate; out: their values
  tensor::MatrixView state;         // (N, h) out: the states that entered each step
  tensor::MatrixView q;             // (N, h) out
  tensor::MatrixView hidden;        // (N, h) out: h_t
  tensor::MatrixView scratch;       // (L, 3h)
  StateHook* hook = nullptr;
};
void gru_sequence_forward(const GruSequence& sequence);

/// After gru_sequence_forward on the same views, which it overwrites: `gates` becomes the gradient
/// of the projections. Gradients do not pass from step t to t - 1 where t + phase is a multiple of
/// `window` (truncated back-propagation; the state itself is carried).
struct GruSequenceBackward {
  tensor::MatrixView d_hidden;     // (N, h) in: from the outputs; overwritten
  tensor::MatrixView d_projected;  // (N, 3h) out
  tensor::MatrixView d_initial;    // (L, h) out
  tensor::MatrixView scratch;      // (L, h)
  std::size_t window = 32;
  std::size_t phase = 0;
};
void gru_sequence_backward(const GruSequence& sequence, const GruSequenceBackward& backward);

}  // namespace attune::nn
