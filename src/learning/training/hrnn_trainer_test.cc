#include "learning/training/hrnn_trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "learning/training/walkers.h"

namespace attune::training {
namespace {

using namespace testing;

HrnnOptions small_options() {
  HrnnOptions options;
  options.hidden_dimension = 16;
  options.training.epoch_count = 25;
  options.training.learning_rate = 1e-2;
  options.input_dropout = 0.1;
  options.output_dropout = 0.1;
  options.training.worker_count = 2;
  options.training.patience = 0;
  return options;
}

models::Artefact trained(const features::TrainingSet& set, const HrnnOptions& options) {
  Sink sink;
  auto model = train_hrnn(set, options, sink);
  EXPECT_TRUE(model) << model.error().message;
  return model ? (*model)->to_artefact() : models::Artefact{};
}

TEST(TrainHrnn, LearnsWhatFollowsWhat) {
  const auto set = walkers(60, 6);
  for (const Hierarchy hierarchy : {Hierarchy::kInputs, Hierarchy::kState}) {
    HrnnOptions options = small_options();
    options.hierarchy = hierarchy;
    Sink sink;
    const auto model = train_hrnn(set, options, sink);
    ASSERT_TRUE(model);
    EXPECT_GE(right_successors(**model), kItems - 1);
    ASSERT_FALSE(sink.reports.empty());
    EXPECT_NEAR(sink.reports.back().fraction, 1.0, 1e-9);
    EXPECT_GT(sink.reports.back().validation_ndcg_at_10.value_or(0.0), 0.8);
    EXPECT_GT(sink.reports.back().events_per_s, 0.0);
  }
}

TEST(TrainHrnn, LearnsWithASampledSoftmaxToo) {
  HrnnOptions options = small_options();
  options.training.full_softmax_items_max = 2;
  options.training.sampled_negative_count = 6;
  options.training.epoch_count = 40;
  Sink sink;
  const auto model = train_hrnn(walkers(60, 6), options, sink);
  ASSERT_TRUE(model);
  EXPECT_GE(right_successors(**model), kItems - 2);
}

TEST(TrainHrnn, TheSameSeedAndWorkersGiveTheSameBits) {
  const auto set = walkers(30, 9);
  HrnnOptions options = small_options();
  options.training.epoch_count = 3;
  for (const std::size_t full_max : {30'000U, 2U}) {
    options.training.full_softmax_items_max = full_max;
    options.training.seed = 1;
    const auto first = trained(set, options);
    EXPECT_TRUE(same(first, trained(set, options)));
    options.training.seed = 2;
    EXPECT_FALSE(same(first, trained(set, options)));
  }
}

TEST(TrainHrnn, AColdItemHasTheVectorOfItsMetadata) {
  // Items of even index are of one kind; item 12 never occurs but is of that kind.
  features::TrainingSet set = walkers(40, 9);
  set.interactions.items = names("i", kItems + 1);
  data::EntityTable table;
  data::EntityColumn column;
  column.column = {.name = "KIND", .categorical = true};
  auto kinds = std::make_shared<data::Vocabulary>();
  kinds->add("even");
  kinds->add("odd");
  column.categories = kinds;
  column.category_offsets.push_back(0);
  for (std::uint32_t i = 0; i <= kItems; ++i) {
    table.ids.add("i" + std::to_string(i));
    column.category_codes.push_back(i % 2);
    column.category_offsets.push_back(i + 1);
    column.texts.push_back(i % 2 == 0 ? "even" : "odd");
    column.is_null.push_back(false);
  }
  table.columns.push_back(column);
  set.items = std::make_shared<const data::EntityTable>(std::move(table));
  Sink sink;
  const auto model = train_hrnn(set, small_options(), sink);
  ASSERT_TRUE(model);
  EXPECT_EQ((*model)->item_count(), kItems + 1);
  std::vector<float> scores(kItems + 1);
  EXPECT_TRUE((*model)->related(data::ItemIndex{kItems}, scores));
  double even = 0.0;
  double odd = 0.0;
  for (std::uint32_t i = 0; i < kItems; ++i)
    (i % 2 == 0 ? even : odd) += static_cast<double>(scores[i]);
  EXPECT_GT(even, odd);
}

TEST(TrainHrnn, StopsWhenToldTo) {
  Sink sink;
  sink.stop_at = 2;
  const auto model = train_hrnn(walkers(30, 9), small_options(), sink);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
}

TEST(TrainHrnn, RefusesDataWithoutASequence) {
  for (const std::size_t users : {0U, 5U}) {
    Sink sink;
    const auto model = train_hrnn(walkers(users, 1), small_options(), sink);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::kInvalidInput);
  }
}

TEST(TrainHrnn, TrainsOnTinyAndStrangeData) {
  HrnnOptions options = small_options();
  options.training.epoch_count = 2;
  auto strange = walkers(25, 4);
  auto& times = strange.interactions.timestamp_s;
  times[1] = times[2] = std::numeric_limits<std::int64_t>::max();
  times[4] = std::numeric_limits<std::int64_t>::min();
  strange.interactions.event_value[0] = INFINITY;
  auto equal = walkers(3, 3);
  for (auto& time : equal.interactions.timestamp_s) time = 0;
  for (const auto* set : {&strange, &equal}) {
    Sink sink;
    const auto model = train_hrnn(*set, options, sink);
    ASSERT_TRUE(model);
    const auto state = (*model)->start({});
    std::vector<float> scores((*model)->item_count());
    (*model)->score(*state, scores);
    for (const float score : scores) EXPECT_TRUE(std::isfinite(score));
  }
  Sink sink;
  EXPECT_TRUE(train_hrnn(walkers(2, 5, 1), options, sink));
}

TEST(TrainHrnn, RefusesOptionsOutOfRange) {
  const auto refused = [](auto change) {
    HrnnOptions options = small_options();
    change(options);
    Sink sink;
    const auto model = train_hrnn(walkers(3, 4), options, sink);
    return !model && model.error().code == ErrorCode::kInvalidInput;
  };
  EXPECT_TRUE(refused([](auto& o) { o.hidden_dimension = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.bptt = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.training.epoch_count = 0; }));
  EXPECT_TRUE(refused([](auto& o) { o.input_dropout = 1.0; }));
  EXPECT_TRUE(refused([](auto& o) { o.training.learning_rate = std::nan(""); }));
}

TEST(TrainHrnn, MoreWorkersThanUsersDoNoHarm) {
  HrnnOptions options = small_options();
  options.training.worker_count = 5;
  options.training.epoch_count = 1;
  Sink sink;
  EXPECT_TRUE(train_hrnn(walkers(2, 4), options, sink));
}

}  // namespace
}  // namespace attune::training
