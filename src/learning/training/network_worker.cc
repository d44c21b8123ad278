#include "learning/training/network_worker.h"

namespace attune::training {

void NetworkWorker::learn(const StepWeights& weights, const StepPlan& plan, double scale) {
  d_dense_.assign(weights.dense.size(), 0.0F);
  d_items_.reshape_zero(weights.items.rows, weights.items.columns);
  d_bias_.assign(weights.items.rows, 0.0F);
  loss_ = 0.0;
  if (rows_.targets.empty()) return;
  if (!plan.compact_of.empty()) {
    for (auto& event : rows_.events) event.item = plan.compact_of[event.item];
    for (auto& target : rows_.targets) target = plan.compact_of[target];
  }
  for (float& weight : rows_.weights) weight *= static_cast<float>(scale);
  const nn::TiedSoftmaxInput input{.outputs = pass_->forward(weights, plan.noise),
                                   .items = weights.items,
                                   .bias = weights.bias,
                                   .targets = rows_.targets,
                                   .weights = rows_.weights,
                                   .precision = plan.precision};
  const nn::TiedSoftmaxGradients gradients{
      .d_outputs = d_outputs_.reshape(rows_.targets.size(), weights.items.columns),
      .d_items = d_items_.view(),
      .d_bias = d_bias_};
  loss_ = plan.sample == nullptr ? nn::full_softmax(input, gradients, softmax_)
                                 : nn::sampled_softmax(input, *plan.sample, gradients, softmax_);
  pass_->backward(weights, plan.noise,
                  {.d_outputs = d_outputs_.view(), .dense = d_dense_, .d_items = d_items_.view()});
}

}  // namespace attune::training
