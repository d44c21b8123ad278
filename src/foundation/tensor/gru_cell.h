#pragma once

#include <cstddef>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

/// The elementwise part of a GRU step over n lanes with h units (Cho et al. 2014 in the form of
/// cuDNN and PyTorch: the reset gate acts on the projected state):
///   r = sigmoid(a_r + p_r)   z = sigmoid(a_z + p_z)   q = p_n + bias_n   c = tanh(a_n + r q)
///   h' = c + z (h - c)
struct GruCellForward {
  MatrixView gates;           // (n, >= 3h) in: input projections a_r, a_z, a_n; out: r, z, c
  ConstMatrixView projected;  // (n, 3h) state projections p
  const float* bias_n;        // (h)
  ConstMatrixView state;      // (n, h) h
  MatrixView q;               // (n, h) out
  MatrixView next;            // (n, h) out: h'
};
void gru_cell_forward(const GruCellForward& cell);

struct GruCellBackward {
  ConstMatrixView d_next;  // (n, h) dL/dh'
  MatrixView gates;        // (n, >= 3h) in: r, z, c; out: gradients of a_r, a_z, a_n
  ConstMatrixView q;       // (n, h)
  ConstMatrixView state;   // (n, h)
  MatrixView d_projected;  // (n, 3h) out: gradients of p
  MatrixView d_state;      // (n, h) out: the part of dL/dh that does not pass the projection
};
void gru_cell_backward(const GruCellBackward& cell);

/// The forgetting gate before the step: gate = sigmoid(gate), gated = gate * state.
struct StateGateForward {
  MatrixView gate;        // (n, h) in: pre-activation, out: gate
  ConstMatrixView state;  // (n, h)
  MatrixView gated;       // (n, h) out
};
void state_gate_forward(const StateGateForward& gate);

struct StateGateBackward {
  MatrixView gate;        // (n, h) in: gate; out: gradient of its pre-activation
  ConstMatrixView state;  // (n, h)
  MatrixView d_state;     // (n, h) in: dL/d gated; out: dL/d state
};
void state_gate_backward(const StateGateBackward& gate);

namespace reference {
void gru_cell_forward(const GruCellForward& cell);
void gru_cell_backward(const GruCellBackward& cell);
void state_gate_forward(const StateGateForward& gate);
void state_gate_backward(const StateGateBackward& gate);
}  // namespace reference

}  // namespace attune::tensor
