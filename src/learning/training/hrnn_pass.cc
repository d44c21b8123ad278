#include "learning/training/hrnn_pass.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "learning/models/hrnn.h"

namespace attune::training {
namespace {

constexpr std::size_t kWindowsPerReach = 2;
constexpr double kRequestDropout = 0.5;  // most requests say nothing

class HrnnNetwork final : public Network {
 public:
  HrnnNetwork(const models::HrnnShape& shape, const HrnnOptions& options, nn::SparseRows features)
      : layout_(shape), options_(options), user_features_(std::move(features)) {}

  [[nodiscard]] std::size_t hidden() const override { return layout_.shape().hidden; }
  [[nodiscard]] std::vector<float> start_values(std::uint64_t seed) const override {
    return layout_.start_values(seed);
  }
  [[nodiscard]] std::unique_ptr<NetworkPass> make_pass() const override;
  [[nodiscard]] std::unique_ptr<models::Model> finish(TrainedWeights trained) override {
    return models::make_hrnn({.shape = layout_.shape(),
                              .rules = trained.rules,
                              .weights = std::move(trained.dense),
                              .items = std::move(trained.items),
                              .item_bias = std::move(trained.item_bias),
                              .user_features = std::move(user_features_)});
  }

  [[nodiscard]] const models::HrnnLayout& layout() const { return layout_; }
  [[nodiscard]] const HrnnOptions& options() const { return options_; }
  [[nodiscard]] const nn::SparseRows& user_features() const { return user_features_; }

 private:
  models::HrnnLayout layout_;
  HrnnOptions options_;
  nn::SparseRows user_features_;
};

/// About 56 h bytes an event of its shard.
class HrnnNetworkPass final : public NetworkPass {
 public:
  explicit HrnnNetworkPass(const HrnnNetwork& network) : network_(network) {}

  PackedRows load(const HrnnSequences& sequences, std::span<const Stretch> stretches) override;
  tensor::ConstMatrixView forward(const StepWeights& weights, const StepNoise& noise) override {
    run(weights, {.input = network_.options().input_dropout,
                  .output = network_.options().output_dropout,
                  .request = kRequestDropout,
                  .seed = noise.dropout_seed});
    return pass_.outputs();
  }
  void backward(const StepWeights& weights, const StepNoise& noise,
                const NetworkGradients& gradients) override;
  tensor::ConstMatrixView last_outputs(const StepWeights& weights) override;

 private:
  void run(const StepWeights& weights, const models::HrnnDropout& dropout) {
    pass_.start(network_.layout(), weights.dense, users_, network_.user_features(), states_);
    pass_.forward(network_.layout(), weights.dense, weights.items, batch_, states_, dropout);
  }

  const HrnnNetwork& network_;
  models::HrnnPass pass_;
  models::HrnnStates states_;
  models::HrnnBatch batch_;
  std::vector<std::optional<std::uint32_t>> users_;  // by lane
  std::vector<std::uint32_t> targets_;
  std::vector<float> weights_;
  nn::Buffer last_;
};

std::unique_ptr<NetworkPass> HrnnNetwork::make_pass() const {
  return std::make_unique<HrnnNetworkPass>(*this);
}

PackedRows HrnnNetworkPass::load(const HrnnSequences& s, std::span<const Stretch> stretches) {
  std::vector<std::size_t> lengths;
  users_.clear();
  for (const Stretch& stretch : stretches) {
    lengths.push_back(stretch.length);
    users_.emplace_back(stretch.user);
  }
  batch_.packing = nn::Packing(lengths);
  const std::size_t rows = batch_.packing.row_count();
  batch_.events.resize(rows);
  targets_.resize(rows);
  weights_.resize(rows);
  const bool requests = network_.layout().shape().request_rows > 0;
  batch_.request.resize(requests ? rows : 0);
  for (std::size_t lane = 0; lane < stretches.size(); ++lane) {
    for (std::size_t t = 0; t < stretches[lane].length; ++t) {
      const std::size_t row = batch_.packing.row(t, lane);
      const std::size_t event = stretches[lane].first + t;
      batch_.events[row] = s.events[event];
      // The state before a stretch is that of a new user: nothing ended there.
      if (t == 0) batch_.events[row].starts_session = false;
      targets_[row] = s.events[event + 1].item;
      weights_[row] = s.target_weights[event + 1];
      if (requests) batch_.request[row] = s.events[event + 1].context();
    }
  }
  return {.events = batch_.events, .targets = targets_, .weights = weights_};
}

void HrnnNetworkPass::backward(const StepWeights& weights, const StepNoise& noise,
                               const NetworkGradients& gradients) {
  // A window that starts anywhere: an event's gradient reaches half of it back on average.
  const std::size_t window = kWindowsPerReach * network_.options().bptt;
  Random cuts = noise.cuts;
  pass_.backward(network_.layout(), weights.dense, batch_,
                 {.d_outputs = gradients.d_outputs,
                  .dense = gradients.dense,
                  .d_items = gradients.d_items,
                  .window = window,
                  .phase = cuts.below(window)});
  pass_.start_backward(network_.layout(), weights.dense, users_, network_.user_features(),
                       gradients.dense);
}

tensor::ConstMatrixView HrnnNetworkPass::last_outputs(const StepWeights& weights) {
  run(weights, {});
  const auto& packing = batch_.packing;
  const auto last = last_.reshape(packing.lane_count(), weights.items.columns);
  for (std::size_t lane = 0; lane < packing.lane_count(); ++lane) {
    const std::size_t row = packing.row(packing.length(lane) - 1, lane);
    std::ranges::copy(pass_.hidden().row_span(row), last.row(lane));
  }
  return last;
}

}  // namespace

std::unique_ptr<Network> hrnn_network(const models::HrnnShape& shape, const HrnnOptions& options,
                                      nn::SparseRows features) {
  return std::make_unique<HrnnNetwork>(shape, options, std::move(features));
}

}  // namespace attune::training
