#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/gru_cell.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "foundation/tensor/gru_cell.h"
#include "foundation/tensor/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

void forward_row(const GruCellForward& cell, std::size_t lane) {
  const Floats d;
  const std::size_t h = cell.state.columns;
  float* gates = cell.gates.row(lane);
  const float* projected = cell.projected.row(lane);
  const float* state = cell.state.row(lane);
  for (std::size_t i = 0; i < h; i += hn::Lanes(d)) {
    const std::size_t n = std::min(hn::Lanes(d), h - i);
    const auto r = sigmoid(d, hn::Add(load(d, gates + i, n), load(d, projected + i, n)));
    const auto z = sigmoid(d, hn::Add(load(d, gates + h + i, n), load(d, projected + h + i, n)));
    const auto q = hn::Add(load(d, projected + 2 * h + i, n), load(d, cell.bias_n + i, n));
    const auto c = tanh(d, hn::MulAdd(r, q, load(d, gates + 2 * h + i, n)));
    store(d, r, gates + i, n);
    store(d, z, gates + h + i, n);
    store(d, c, gates + 2 * h + i, n);
    store(d, q, cell.q.row(lane) + i, n);
    store(d, hn::MulAdd(z, hn::Sub(load(d, state + i, n), c), c), cell.next.row(lane) + i, n);
  }
}

void backward_row(const GruCellBackward& cell, std::size_t lane) {
  const Floats d;
  const auto one = hn::Set(d, 1.0F);
  const std::size_t h = cell.state.columns;
  float* gates = cell.gates.row(lane);
  float* d_projected = cell.d_projected.row(lane);
  for (std::size_t i = 0; i < h; i += hn::Lanes(d)) {
    const std::size_t n = std::min(hn::Lanes(d), h - i);
    const auto dh = load(d, cell.d_next.row(lane) + i, n);
    const auto r = load(d, gates + i, n);
    const auto z = load(d, gates + h + i, n);
    const auto c = load(d, gates + 2 * h + i, n);
    const auto dz = hn::Mul(dh, hn::Sub(load(d, cell.state.row(lane) + i, n), c));
    const auto dc = hn::Mul(dh, hn::Sub(one, z));
    const auto da_n = hn::Mul(dc, hn::NegMulAdd(c, c, one));
    const auto dr = hn::Mul(da_n, load(d, cell.q.row(lane) + i, n));
    const auto da_r = hn::Mul(dr, hn::Mul(r, hn::Sub(one, r)));
    const auto da_z = hn::Mul(dz, hn::Mul(z, hn::Sub(one, z)));
    store(d, da_r, gates + i, n);
    store(d, da_z, gates + h + i, n);
    store(d, da_n, gates + 2 * h + i, n);
    store(d, da_r, d_projected + i, n);
    store(d, da_z, d_projected + h + i, n);
    store(d, hn::Mul(da_n, r), d_projected + 2 * h + i, n);
    store(d, hn::Mul(dh, z), cell.d_state.row(lane) + i, n);
  }
}

void cell_forward(const GruCellForward& cell) {
  for (std::size_t lane = 0; lane < cell.state.rows; ++lane) forward_row(cell, lane);
}

void cell_backward(const GruCellBackward& cell) {
  for (std::size_t lane = 0; lane < cell.state.rows; ++lane) backward_row(cell, lane);
}

void gate_forward(const StateGateForward& g) {
  const Floats d;
  for (std::size_t lane = 0; lane < g.state.rows; ++lane) {
    for (std::size_t i = 0; i < g.state.columns; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), g.state.columns - i);
      const auto gate = sigmoid(d, load(d, g.gate.row(lane) + i, n));
      store(d, gate, g.gate.row(lane) + i, n);
      store(d, hn::Mul(gate, load(d, g.state.row(lane) + i, n)), g.gated.row(lane) + i, n);
    }
  }
}

void gate_backward(const StateGateBackward& g) {
  const Floats d;
  const auto one = hn::Set(d, 1.0F);
  for (std::size_t lane = 0; lane < g.state.rows; ++lane) {
    for (std::size_t i = 0; i < g.state.columns; i += hn::Lanes(d)) {
      const std::size_t n = std::min(hn::Lanes(d), g.state.columns - i);
      const auto gate = load(d, g.gate.row(lane) + i, n);
      const auto carried = hn::Mul(load(d, g.d_state.row(lane) + i, n), gate);
      const auto d_gate = hn::Mul(carried, hn::Sub(one, gate));
      store(d, hn::Mul(d_gate, load(d, g.state.row(lane) + i, n)), g.gate.row(lane) + i, n);
      store(d, carried, g.d_state.row(lane) + i, n);
    }
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(cell_forward);
HWY_EXPORT(cell_backward);
HWY_EXPORT(gate_forward);
HWY_EXPORT(gate_backward);

void gru_cell_forward(const GruCellForward& cell) {
  HWY_DYNAMIC_DISPATCH(cell_forward)(cell);
}
void gru_cell_backward(const GruCellBackward& cell) {
  HWY_DYNAMIC_DISPATCH(cell_backward)(cell);
}
void state_gate_forward(const StateGateForward& gate) {
  HWY_DYNAMIC_DISPATCH(gate_forward)(gate);
}
void state_gate_backward(const StateGateBackward& gate) {
  HWY_DYNAMIC_DISPATCH(gate_backward)(gate);
}

namespace reference {
namespace {
float sigmoid(float x) {
  return 1.0F / (1.0F + std::exp(-x));
}
}  // namespace

void gru_cell_forward(const GruCellForward& cell) {
  const std::size_t h = cell.state.columns;
  for (std::size_t lane = 0; lane < cell.state.rows; ++lane) {
    float* gates = cell.gates.row(lane);
    const float* p = cell.projected.row(lane);
    for (std::size_t i = 0; i < h; ++i) {
      const float r = sigmoid(gates[i] + p[i]);
      const float z = sigmoid(gates[h + i] + p[h + i]);
      const float q = p[2 * h + i] + cell.bias_n[i];
      const float c = std::tanh(gates[2 * h + i] + r * q);
      gates[i] = r;
      gates[h + i] = z;
      gates[2 * h + i] = c;
      cell.q.row(lane)[i] = q;
      cell.next.row(lane)[i] = c + z * (cell.state.row(lane)[i] - c);
    }
  }
}

void gru_cell_backward(const GruCellBackward& cell) {
  const std::size_t h = cell.state.columns;
  for (std::size_t lane = 0; lane < cell.state.rows; ++lane) {
    float* gates = cell.gates.row(lane);
    float* dp = cell.d_projected.row(lane);
    for (std::size_t i = 0; i < h; ++i) {
      const float dh = cell.d_next.row(lane)[i];
      const float r = gates[i];
      const float z = gates[h + i];
      const float c = gates[2 * h + i];
      const float da_n = dh * (1.0F - z) * (1.0F - c * c);
      dp[i] = gates[i] = da_n * cell.q.row(lane)[i] * r * (1.0F - r);
      dp[h + i] = gates[h + i] = dh * (cell.state.row(lane)[i] - c) * z * (1.0F - z);
      dp[2 * h + i] = da_n * r;
      gates[2 * h + i] = da_n;
      cell.d_state.row(lane)[i] = dh * z;
    }
  }
}

void state_gate_forward(const StateGateForward& g) {
  for (std::size_t lane = 0; lane < g.state.rows; ++lane) {
    for (std::size_t i = 0; i < g.state.columns; ++i) {
      const float gate = sigmoid(g.gate.row(lane)[i]);
      g.gate.row(lane)[i] = gate;
      g.gated.row(lane)[i] = gate * g.state.row(lane)[i];
    }
  }
}

void state_gate_backward(const StateGateBackward& g) {
  for (std::size_t lane = 0; lane < g.state.rows; ++lane) {
    for (std::size_t i = 0; i < g.state.columns; ++i) {
      const float gate = g.gate.row(lane)[i];
      const float d_gated = g.d_state.row(lane)[i];
      g.gate.row(lane)[i] = d_gated * g.state.row(lane)[i] * gate * (1.0F - gate);
      g.d_state.row(lane)[i] = d_gated * gate;
    }
  }
}

}  // namespace reference
}  // namespace attune::tensor
#endif
