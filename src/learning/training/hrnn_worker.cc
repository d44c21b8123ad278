#include "learning/training/hrnn_worker.h"

#include <algorithm>

namespace attune::training {

void HrnnWorker::learn(const StepWeights& weights, const StepPlan& plan, double scale) {
  d_dense_.assign(weights.layout.size(), 0.0F);
  d_items_.reshape_zero(weights.items.rows, weights.items.columns);
  d_bias_.assign(weights.items.rows, 0.0F);
  loss_ = 0.0;
  if (packed_.users.empty()) return;
  if (!plan.compact_of.empty()) {
    for (auto& event : packed_.batch.events) event.item = plan.compact_of[event.item];
    for (auto& target : packed_.targets) target = plan.compact_of[target];
  }
  for (float& weight : packed_.weights) weight *= static_cast<float>(scale);
  pass_.start(weights.layout, weights.dense, packed_.users, weights.user_features, states_);
  pass_.forward(weights.layout, weights.dense, weights.items, packed_.batch, states_, plan.dropout);
  const std::size_t rows = packed_.batch.events.size();
  const nn::TiedSoftmaxInput input{.outputs = pass_.outputs(),
                                   .items = weights.items,
                                   .bias = weights.bias,
                                   .targets = packed_.targets,
                                   .weights = packed_.weights};
  const nn::TiedSoftmaxGradients gradients{
      .d_outputs = d_outputs_.reshape(rows, weights.items.columns),
      .d_items = d_items_.view(),
      .d_bias = d_bias_};
  loss_ = plan.sample == nullptr ? nn::full_softmax(input, gradients, logits_)
                                 : nn::sampled_softmax(input, *plan.sample, gradients, logits_);
  pass_.backward(weights.layout, weights.dense, packed_.batch,
                 {.d_outputs = d_outputs_.view(),
                  .dense = d_dense_,
                  .d_items = d_items_.view(),
                  .window = plan.window,
                  .phase = plan.phase});
  pass_.start_backward(weights.layout, weights.dense, packed_.users, weights.user_features,
                       d_dense_);
}

tensor::ConstMatrixView HrnnWorker::run(const StepWeights& weights) {
  pass_.start(weights.layout, weights.dense, packed_.users, weights.user_features, states_);
  pass_.forward(weights.layout, weights.dense, weights.items, packed_.batch, states_, {});
  const auto& packing = packed_.batch.packing;
  const auto last = last_.reshape(packing.lane_count(), weights.items.columns);
  for (std::size_t lane = 0; lane < packing.lane_count(); ++lane) {
    const std::size_t row = packing.row(packing.length(lane) - 1, lane);
    std::ranges::copy(pass_.hidden().row_span(row), last.row(lane));
  }
  return last;
}

}  // namespace attune::training
