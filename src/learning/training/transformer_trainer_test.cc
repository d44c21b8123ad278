#include "learning/training/transformer_trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "learning/training/transformer_pass.h"
#include "learning/training/walkers.h"

namespace attune::training {
namespace {

using namespace testing;

TransformerOptions small_options() {
  TransformerOptions options;
  options.hidden_dimension = 16;
  options.dropout = 0.05;
  options.training = {.epoch_count = 25, .learning_rate = 1e-2, .patience = 0, .worker_count = 2};
  return options;
}

models::Artefact trained(const features::TrainingSet& set, const TransformerOptions& options) {
  Sink sink;
  auto model = train_transformer(set, options, sink);
  EXPECT_TRUE(model) << model.error().message;
  return model ? (*model)->to_artefact() : models::Artefact{};
}

TEST(TrainTransformer, LearnsWhatFollowsWhat) {
  for (const bool gated : {false, true}) {
    TransformerOptions options = small_options();
    options.gated = gated;
    Sink sink;
    const auto model = train_transformer(walkers(60, 6), options, sink);
    ASSERT_TRUE(model);
    EXPECT_GE(right_successors(**model), kItems - 1);
    EXPECT_NEAR(sink.reports.back().fraction, 1.0, 1e-9);
    EXPECT_GT(sink.reports.back().validation_ndcg_at_10.value_or(0.0), 0.8);
  }
}

TEST(TrainTransformer, LearnsWithASampledSoftmaxToo) {
  TransformerOptions options = small_options();
  options.training.full_softmax_items_max = 2;
  options.training.sampled_negative_count = 6;
  options.training.epoch_count = 40;
  Sink sink;
  const auto model = train_transformer(walkers(60, 6), options, sink);
  ASSERT_TRUE(model);
  EXPECT_GE(right_successors(**model), kItems - 2);
}

TEST(TrainTransformer, TheSameSeedAndWorkersGiveTheSameBits) {
  const auto set = walkers(30, 9);
  TransformerOptions options = small_options();
  options.training.epoch_count = 3;
  options.attention_dropout = 0.1;
  for (const std::size_t full_max : {30'000U, 2U}) {
    options.training.full_softmax_items_max = full_max;
    options.training.seed = 1;
    const auto first = trained(set, options);
    EXPECT_TRUE(same(first, trained(set, options)));
    options.training.seed = 2;
    EXPECT_FALSE(same(first, trained(set, options)));
  }
}

TEST(TrainTransformer, AnUnknownUserGetsWhatUsersBeginWith) {
  features::TrainingSet set = walkers(60, 4);
  auto& table = set.interactions;
  for (std::size_t u = 0; u < table.user_count(); ++u) {
    for (std::size_t t = 0; t < 4; ++t) {
      table.item[table.offsets[u] + t] = data::ItemIndex{static_cast<std::uint32_t>(t + 5)};
    }
  }
  Sink sink;
  const auto model = train_transformer(set, small_options(), sink);
  ASSERT_TRUE(model);
  std::vector<float> scores(kItems);
  (*model)->score(*(*model)->start({}), scores);
  EXPECT_EQ(std::ranges::max_element(scores) - scores.begin(), 5);
}

TEST(TrainTransformer, WindowsAreTheNewestEvents) {
  TransformerOptions options = small_options();
  options.training.sequence_length_max = 4;
  Sink sink;
  const auto model = train_transformer(walkers(60, 9), options, sink);
  ASSERT_TRUE(model);
  EXPECT_GE(right_successors(**model), kItems - 1);
}

TEST(TransformerPass, RowsPredictTheFirstEventOnlyWhereAHistoryBegins) {
  const auto sequences = make_sequences(walkers(2, 5), {});
  const auto network = transformer_network(
      {.hidden = 16, .feed_forward = 16, .window = 10, .event_type_count = 1}, {}, {});
  const auto pass = network->make_pass();
  const std::vector<Stretch> stretches{{.user = 0, .first = 0, .length = 4},
                                       {.user = 1, .first = 7, .length = 2}};
  const PackedRows packed = pass->load(sequences, stretches);
  ASSERT_EQ(packed.events.size(), 6U);
  ASSERT_EQ(packed.targets.size(), 8U);
  for (std::size_t t = 0; t < 5; ++t) {
    EXPECT_EQ(packed.targets[t], sequences.events[t].item);
    EXPECT_GT(packed.weights[t], 0.0F);
  }
  EXPECT_EQ(packed.weights[5], 0.0F);
  EXPECT_EQ(packed.targets[6], sequences.events[8].item);
  EXPECT_EQ(packed.events[4].gap, 0);
}

TEST(TrainTransformer, StopsWhenToldTo) {
  Sink sink;
  sink.stop_at = 2;
  const auto model = train_transformer(walkers(30, 9), small_options(), sink);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
}

TEST(TrainTransformer, RefusesOptionsOutOfRange) {
  const auto refused = [](auto change) {
    TransformerOptions options = small_options();
    change(options);
    Sink sink;
    const auto model = train_transformer(walkers(3, 4), options, sink);
    return !model && model.error().code == ErrorCode::kInvalidInput;
  };
  EXPECT_TRUE(refused([](auto& o) { o.hidden_dimension = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.heads = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.blocks = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.dropout = 1.0; }));
  EXPECT_TRUE(refused([](auto& o) { o.feed_forward_factor = std::nan(""); }));
  EXPECT_TRUE(refused([](auto& o) { o.training.epoch_count = 0; }));
}

TEST(TrainTransformer, AWidthThatHeadsDoNotDivideIsRoundedUp) {
  TransformerOptions options = small_options();
  options.hidden_dimension = 17;
  options.heads = 3;
  options.training.epoch_count = 1;
  EXPECT_FALSE(trained(walkers(20, 4), options).tensors.empty());
}

}  // namespace
}  // namespace attune::training
