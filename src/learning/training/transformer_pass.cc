#include "learning/training/transformer_pass.h"

#include <algorithm>
#include <utility>

#include "learning/models/event_inputs.h"
#include "learning/models/transformer.h"
#include "learning/nn/buffer.h"

namespace attune::training {
namespace {

class TransformerNetwork final : public Network {
 public:
  TransformerNetwork(const models::TransformerShape& shape, const models::TransformerNoise& noise,
                     nn::SparseRows features)
      : layout_(shape), noise_(noise), user_features_(std::move(features)) {}

  [[nodiscard]] std::size_t hidden() const override { return layout_.shape().hidden; }
  [[nodiscard]] std::vector<float> start_values(std::uint64_t seed) const override {
    return layout_.start_values(seed);
  }
  [[nodiscard]] std::unique_ptr<NetworkPass> make_pass() const override;
  [[nodiscard]] bool predicts_first_event() const override { return true; }
  [[nodiscard]] std::unique_ptr<models::Model> finish(TrainedWeights trained) override {
    return models::make_transformer({.shape = layout_.shape(),
                                     .rules = trained.rules,
                                     .weights = std::move(trained.dense),
                                     .items = std::move(trained.items),
                                     .item_bias = std::move(trained.item_bias),
                                     .user_features = std::move(user_features_)});
  }

  [[nodiscard]] const models::TransformerLayout& layout() const { return layout_; }
  [[nodiscard]] const models::TransformerNoise& noise() const { return noise_; }
  [[nodiscard]] const nn::SparseRows& user_features() const { return user_features_; }

 private:
  models::TransformerLayout layout_;
  models::TransformerNoise noise_;
  nn::SparseRows user_features_;
};

class TransformerNetworkPass final : public NetworkPass {
 public:
  explicit TransformerNetworkPass(const TransformerNetwork& network)
      : network_(network), pass_(network.layout()) {}

  PackedRows load(const HrnnSequences& sequences, std::span<const Stretch> stretches) override;
  tensor::ConstMatrixView forward(const StepWeights& weights, const StepNoise& step) override {
    models::TransformerNoise noise = network_.noise();
    noise.seed = step.dropout_seed;
    pass_.forward(weights.dense, weights.items, batch_, network_.user_features(), noise);
    return pass_.outputs();
  }
  void backward(const StepWeights& weights, const StepNoise&,
                const NetworkGradients& gradients) override {
    pass_.backward(
        weights.dense, batch_, network_.user_features(),
        {.d_outputs = gradients.d_outputs, .dense = gradients.dense, .d_items = gradients.d_items});
  }
  tensor::ConstMatrixView last_outputs(const StepWeights& weights) override;

 private:
  const TransformerNetwork& network_;
  models::TransformerPass pass_;
  models::TransformerBatch batch_;
  std::vector<std::uint32_t> targets_;
  std::vector<float> weights_;
  nn::Buffer last_;
};

std::unique_ptr<NetworkPass> TransformerNetwork::make_pass() const {
  return std::make_unique<TransformerNetworkPass>(*this);
}

PackedRows TransformerNetworkPass::load(const HrnnSequences& s,
                                        std::span<const Stretch> stretches) {
  batch_.clear();
  targets_.clear();
  weights_.clear();
  for (const Stretch& stretch : stretches) {
    const std::size_t first_event = batch_.events.size();
    batch_.add(stretch.user, std::span(s.events).subspan(stretch.first, stretch.length));
    if (stretch.length > 0) models::begin_history(batch_.events[first_event]);
    const bool from_the_start = stretch.first == s.offsets[stretch.user];
    for (std::size_t t = 0; t <= stretch.length; ++t) {
      targets_.push_back(s.events[stretch.first + t].item);
      weights_.push_back(t > 0 || from_the_start ? s.target_weights[stretch.first + t] : 0.0F);
    }
  }
  return {.events = batch_.events, .targets = targets_, .weights = weights_};
}

tensor::ConstMatrixView TransformerNetworkPass::last_outputs(const StepWeights& weights) {
  pass_.forward(weights.dense, weights.items, batch_, network_.user_features(), {});
  const auto last = last_.reshape(batch_.users.size(), weights.items.columns);
  for (std::size_t l = 0; l < last.rows; ++l) {
    std::ranges::copy(pass_.outputs().row_span(batch_.offsets[l + 1] - 1), last.row(l));
  }
  return last;
}

}  // namespace

std::unique_ptr<Network> transformer_network(const models::TransformerShape& shape,
                                             const models::TransformerNoise& noise,
                                             nn::SparseRows features) {
  return std::make_unique<TransformerNetwork>(shape, noise, std::move(features));
}

}  // namespace attune::training
