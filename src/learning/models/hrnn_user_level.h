#pragma once

#include <cstddef>
#include <vector>

#include "learning/models/hrnn_network.h"

namespace attune::models {

/// The user-level GRU (Quadrana et al. 2017, eq. 4-6, "Init" variant): at each session's start the
/// session's last state moves the user's state, and the user's state starts the session.
///   c <- GRU_u(h, c)     h <- tanh(c W + b)
class HrnnUserLevel final : public nn::StateHook {
 public:
  /// For a new batch. `users` (L, h) are the user states before it.
  void begin(const HrnnViews<const float>& weights, const HrnnBatch& batch,
             tensor::ConstMatrixView users);
  void forward(std::size_t step, tensor::MatrixView state) override;
  [[nodiscard]] tensor::ConstMatrixView users() const { return users_.view(); }

  /// Gradients flow along the user states through the whole batch: they move once a session only.
  void begin_backward();
  void backward(std::size_t step, tensor::MatrixView d_state) override;
  /// Adds the weight gradients, once all steps are back.
  void end_backward(const HrnnViews<float>& gradients);
  /// The gradient of the user states before the batch.
  [[nodiscard]] tensor::MatrixView d_users() { return d_users_.view(); }

 private:
  HrnnViews<const float> weights_;
  std::vector<std::vector<std::uint32_t>> lanes_;  // that start a session, by step
  std::vector<std::size_t> first_;                 // their first border, by step
  nn::Buffer users_, d_users_;                     // (L, h)
  // One row a border, in the order of the steps.
  nn::Buffer input_, before_, gates_, q_, after_, started_, d_projected_, d_started_;
  nn::Buffer scratch_, d_after_;
};

}  // namespace attune::models
