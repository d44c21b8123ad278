#include "learning/evaluation/tune.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "foundation/base/error.h"
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

features::TrainingSet shop() {
  Random random(3);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < 200; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::size_t i = 0; i < 20; ++i) {
      sequence.items.push_back("i" + std::to_string(user % 4 * 10 + random.below(10)));
    }
    sequences.push_back(sequence);
  }
  features::TrainingSet set;
  set.interactions = features::table_of(sequences);
  return set;
}

const recipes::Recipe& sims() {
  return *recipes::find_recipe("aws-sims");
}

TuneOptions options(std::size_t trials) {
  return {.ranges = recipes::tunable_ranges(sims(), {}), .trial_count = trials, .worker_count = 1};
}

TEST(Tune, ChoosesTheBestOfItsTrials) {
  Recorder recorder;
  const auto tuned = tune(sims(), {}, shop(), options(6), recorder);
  ASSERT_TRUE(tuned.has_value()) << tuned.error().message;
  ASSERT_EQ(tuned->trials.size(), 6U);
  EXPECT_TRUE(tuned->trials[0].parameters.empty());
  EXPECT_EQ(tuned->trials[1].parameters.size(), options(6).ranges.size());
  const auto best = std::ranges::max_element(tuned->trials, {}, &Trial::objective);
  EXPECT_EQ(tuned->best, best->parameters);
  EXPECT_GT(best->objective, 0.0);
}

TEST(Tune, IsTheSameForTheSameSeed) {
  const auto drawn = [](const std::string& seed) {
    Recorder recorder;
    std::vector<recipes::StringPairs> points;
    const auto tuned = tune(sims(), {{"seed", seed}}, shop(), options(4), recorder);
    EXPECT_TRUE(tuned.has_value());
    for (const Trial& trial : tuned->trials) points.push_back(trial.parameters);
    points.push_back({{"objective", std::to_string(tuned->trials[2].objective)}});
    return points;
  };
  EXPECT_EQ(drawn("5"), drawn("5"));
  EXPECT_NE(drawn("5"), drawn("6"));
}

TEST(Tune, KeepsWhatIsGiven) {
  Recorder recorder;
  const recipes::StringPairs given{{"min_cointeraction_count", "2"}};
  const TuneOptions some{
      .ranges = recipes::tunable_ranges(sims(), given), .trial_count = 3, .worker_count = 1};
  ASSERT_EQ(some.ranges.size() + 1, recipes::tunable_ranges(sims(), {}).size());
  const auto tuned = tune(sims(), given, shop(), some, recorder);
  ASSERT_TRUE(tuned.has_value());
  for (const Trial& trial : tuned->trials) {
    EXPECT_EQ(sims().resolve(trial.parameters)->integer("min_cointeraction_count"), 2);
  }
}

TEST(Tune, TriesOnceWithoutRanges) {
  Recorder recorder;
  const auto tuned = tune(sims(), {}, shop(), {.ranges = {}, .worker_count = 1}, recorder);
  ASSERT_TRUE(tuned.has_value());
  EXPECT_EQ(tuned->trials.size(), 1U);
}

TEST(Tune, StopsWhenAsked) {
  Recorder recorder;
  recorder.stop_at_ = 0.3;
  const auto tuned = tune(sims(), {}, shop(), options(4), recorder);
  ASSERT_FALSE(tuned.has_value());
  EXPECT_EQ(tuned.error().code, ErrorCode::kCancelled);
  EXPECT_LT(recorder.last_, 0.6);
}

TEST(Tune, RefusesMoreTrialsThanAllowed) {
  Recorder recorder;
  for (const std::size_t count : {std::size_t{0}, kTrialsMax + 1}) {
    const auto tuned = tune(sims(), {}, shop(), options(count), recorder);
    ASSERT_FALSE(tuned.has_value());
    EXPECT_EQ(tuned.error().code, ErrorCode::kInvalidInput);
  }
}

}  // namespace
}  // namespace attune::evaluation
