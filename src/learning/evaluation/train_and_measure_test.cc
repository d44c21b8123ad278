#include "learning/evaluation/train_and_measure.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/features/training_set.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::evaluation {
namespace {

class Recorder final : public training::ProgressSink {
 public:
  bool report(const training::Progress& progress) override {
    EXPECT_GE(progress.fraction, last_ - 1e-9);
    last_ = progress.fraction;
    return last_ < stop_at_;
  }
  double last_ = 0.0;
  double stop_at_ = 2.0;
};

std::shared_ptr<const features::TrainingSet> shop(std::size_t users) {
  Random random(3);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < users; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::size_t i = 0; i < 20; ++i) {
      sequence.items.push_back("i" + std::to_string(user % 4 * 10 + random.below(10)));
    }
    sequences.push_back(sequence);
  }
  auto set = std::make_shared<features::TrainingSet>();
  set->interactions = features::table_of(sequences);
  return set;
}

const recipes::Recipe& sims() {
  return *recipes::find_recipe("aws-sims");
}

TEST(TrainAndMeasure, FillsMetricsBaselinesAndHowTheyWereMade) {
  const auto data = shop(100);
  Recorder recorder;
  const auto solution = train_and_measure(sims(), {{"seed", "7"}}, data, {}, recorder);
  ASSERT_TRUE(solution.has_value()) << solution.error().message;
  EXPECT_EQ(solution->metrics.size(), 8U);
  EXPECT_EQ(solution->baselines.size(), 3U);
  EXPECT_TRUE(solution->baselines.contains("item-knn"));
  EXPECT_EQ(solution->seed, 7U);
  EXPECT_EQ(solution->parameters.size(), sims().parameters.size());
  EXPECT_FALSE(solution->data_fingerprint.empty());
  EXPECT_EQ(solution->evaluation, (recipes::StringPairs{{"protocol", "hold-out"},
                                                        {"test_users", "10"},
                                                        {"seen_items", "allowed"},
                                                        {"final", "all"}}));
  EXPECT_EQ(solution->model->item_count(), data->interactions.item_count());
  EXPECT_EQ(solution->interactions.get(), &data->interactions);
  EXPECT_DOUBLE_EQ(recorder.last_, 1.0);
}

TEST(TrainAndMeasure, IsRepeatableBySeed) {
  Recorder first, second, other;
  const auto data = shop(100);
  const auto a = train_and_measure(sims(), {{"seed", "7"}}, data, {}, first);
  const auto b = train_and_measure(sims(), {{"seed", "7"}}, data, {}, second);
  const auto c = train_and_measure(sims(), {{"seed", "8"}}, data, {}, other);
  EXPECT_EQ(a->metrics, b->metrics);
  EXPECT_NE(a->metrics, c->metrics);
}

TEST(TrainAndMeasure, KeepsTheMeasuredModelWhenAsked) {
  Recorder recorder;
  const auto solution = train_and_measure(
      sims(), {}, shop(100),
      {.final_model = FinalModel::kHoldOut, .event_type = {}, .baselines = {"popularity"}},
      recorder);
  ASSERT_TRUE(solution.has_value()) << solution.error().message;
  EXPECT_EQ(solution->evaluation.back().second, "holdout");
  EXPECT_EQ(solution->baselines.size(), 1U);
  EXPECT_DOUBLE_EQ(recorder.last_, 1.0);
}

TEST(TrainAndMeasure, AsksForTheMinimumDataUnlessTold) {
  Recorder recorder, other;
  const auto refused = train_and_measure(sims(), {}, shop(20), {}, recorder);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(train_and_measure(
                  sims(), {}, shop(20),
                  {.minimum = MinimumData::kNotChecked, .event_type = {}, .baselines = {}}, other)
                  .has_value());
}

TEST(TrainAndMeasure, RefusesUnknownParametersAndBaselines) {
  Recorder recorder;
  EXPECT_EQ(train_and_measure(sims(), {{"bptt", "3"}}, shop(100), {}, recorder).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(train_and_measure(sims(), {}, shop(100), {.event_type = {}, .baselines = {"oracle"}},
                              recorder)
                .error()
                .code,
            ErrorCode::kInvalidInput);
}

TEST(TrainAndMeasure, StopsWhenAsked) {
  for (const double stop_at : {0.01, 0.5, 0.9}) {
    Recorder recorder;
    recorder.stop_at_ = stop_at;
    const auto solution = train_and_measure(sims(), {}, shop(100), {}, recorder);
    ASSERT_FALSE(solution.has_value()) << stop_at;
    EXPECT_EQ(solution.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace attune::evaluation
