#include "service/job_kinds/run_training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "domain/events/event_log.h"
#include "domain/resources/arn.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/random.h"
#include "foundation/database/temporary_database.h"
#include "learning/recipes/solution_artefact.h"
#include "learning/training/progress.h"
#include "service/control/control.h"
#include "service/control/dataset_groups.h"
#include "service/control/datasets.h"
#include "service/control/schemas.h"
#include "service/control/transitions.h"

namespace attune::job_kinds {
namespace {

class Rising final : public training::ProgressSink {
 public:
  bool report(const training::Progress& progress) override {
    EXPECT_GE(progress.fraction, last_ - 1e-9);
    EXPECT_LE(progress.fraction, 1.0 + 1e-9);
    last_ = progress.fraction;
    return true;
  }

 private:
  double last_ = 0.0;
};

/// A group with an Interactions dataset and 2000 streamed events of 100 users.
class RunTrainingTest : public testing::Test {
 protected:
  RunTrainingTest() {
    group_ =
        control::create_dataset_group(control_, caller_, {.name = "g"}).value().dataset_group_arn;
    activate(group_);
    const auto schema =
        control::create_schema(control_, caller_,
                               {.name = "s",
                                .schema = R"({"type":"record","name":"Interactions",)"
                                          R"("namespace":"com.amazonaws.personalize.schema",)"
                                          R"("version":"1.0","fields":[)"
                                          R"({"name":"USER_ID","type":"string"},)"
                                          R"({"name":"ITEM_ID","type":"string"},)"
                                          R"({"name":"TIMESTAMP","type":"long"}]})"});
    const auto dataset = control::create_dataset(control_, caller_,
                                                 {.name = "d",
                                                  .schema_arn = schema.value().arn,
                                                  .dataset_group_arn = group_,
                                                  .dataset_type = "Interactions"});
    activate(dataset.value().arn);
    append_events();
  }

  void activate(const std::string& arn) {
    ASSERT_TRUE(control::Transitions(control_).mark_active(caller_.account_id, arn).has_value());
  }

  void append_events() {
    Random random(3);
    std::vector<events::Event> all;
    for (std::size_t i = 0; i < 2000; ++i) {
      events::Event event;
      event.account_id = caller_.account_id;
      event.dataset_group_arn = group_;
      event.user_id = event.session_id = "u" + std::to_string(i % 100);
      event.event_id = std::to_string(i);
      event.event_type = "view";
      event.item_id = "i" + std::to_string(i % 4 * 10 + random.below(10));
      event.timestamp_s = static_cast<std::int64_t>(i);
      all.push_back(std::move(event));
    }
    const auto log = events::EventLog::open(*database_, {}).value();
    std::promise<bool> stored;
    log->append(std::move(all),
                [&](const Result<void>& outcome) { stored.set_value(outcome.has_value()); });
    ASSERT_TRUE(stored.get_future().get());
  }

  recipes::SolutionArtefact trained(const std::string& name, std::optional<SpecSearch> search) {
    TrainingSpec spec;
    spec.account_id = caller_.account_id;
    spec.dataset_group_arn = group_;
    spec.recipe_arn = "arn:aws:personalize:::recipe/aws-sims";
    spec.search = std::move(search);
    spec.database_path = database_.file();
    spec.objects_path = database_.folder();
    spec.output_directory = database_.folder() / name;
    spec.worker_count = 1;
    // As the child reads it.
    const auto read = json::read<TrainingSpec>(json::parse(json::write(json::write(spec))).value());
    Rising sink;
    const auto outcome = run_training(read.value(), sink);
    EXPECT_TRUE(outcome.has_value()) << outcome.error().message;
    return recipes::read_solution(spec.output_directory).value();
  }

  static std::string value_of(const recipes::StringPairs& pairs, const std::string& name) {
    const auto found = std::ranges::find(pairs, name, &recipes::StringPairs::value_type::first);
    return found == pairs.end() ? "(absent)" : found->second;
  }

  const control::Caller caller_{.account_id = "123456789012", .region = "eu-west-1"};
  database::TemporaryDatabase database_;
  ManualClock clock_{1'731'420'000'123};
  control::Control control_{.database = *database_, .clock = clock_};
  std::string group_;
};

TEST_F(RunTrainingTest, TrainsWithTheGivenParametersWithoutASearch) {
  const auto solution = trained("plain", std::nullopt);
  EXPECT_EQ(value_of(solution.parameters, "popularity_discount_factor"), "0.5");
  EXPECT_EQ(value_of(solution.evaluation, "tuning"), "(absent)");
  EXPECT_EQ(solution.event_watermark, 2000U);
}

TEST_F(RunTrainingTest, TrainsWithTheBestOfASearchTheSameEachTime) {
  const SpecSearch search{.trial_count = 5,
                          .ranges = {{.name = "popularity_discount_factor", .min = 0.6, .max = 1.0},
                                     {.name = "min_cointeraction_count", .min = 0, .max = 10}}};
  const auto solution = trained("first", search);
  double best = -1.0;
  for (int i = 1; i <= 5; ++i) {
    const std::string objective =
        value_of(solution.evaluation, "tuning_trial_" + std::to_string(i));
    ASSERT_NE(objective, "(absent)");
    best = std::max(best, std::stod(objective));
  }
  EXPECT_GT(best, 0.0);
  EXPECT_EQ(value_of(solution.evaluation, "tuning_metric"),
            "normalized_discounted_cumulative_gain_at_25");
  const auto again = trained("second", search);
  EXPECT_EQ(solution.parameters, again.parameters);
  EXPECT_EQ(solution.metrics, again.metrics);
  EXPECT_EQ(value_of(solution.evaluation, "tuning_trial_3"),
            value_of(again.evaluation, "tuning_trial_3"));
}

}  // namespace
}  // namespace attune::job_kinds
