#include "learning/recipes/blend_training.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/blend.h"
#include "learning/models/channel.h"
#include "learning/recipes/hrnn_training.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

class Reports final : public training::ProgressSink {
 public:
  bool report(const training::Progress& progress) override {
    all.push_back(progress);
    return all.size() < stop_at;
  }
  std::vector<training::Progress> all;
  std::size_t stop_at = 1'000'000;
};

/// Users who walk round a ring of items from random starts.
features::TrainingSet walkers() {
  Random random(3);
  std::vector<features::NamedSequence> sequences;
  for (int user = 0; user < 60; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    const std::size_t start = random.below(30);
    for (std::size_t t = 0; t < 8; ++t) sequence.items.push_back(std::to_string((start + t) % 30));
    sequences.push_back(sequence);
  }
  return {.interactions = features::table_of(sequences),
          .items = {},
          .users = {},
          .event_type_weights = {}};
}

Result<std::unique_ptr<models::Model>> train(std::string_view recipe, StringPairs given,
                                             Reports& reports) {
  const features::TrainingSet data = walkers();
  given.insert(given.end(), {{"hidden_dimension", "32"}, {"epochs", "1"}});
  const auto parameters = find_recipe(recipe)->resolve(given);
  return find_recipe(recipe)->train(
      {.data = data, .parameters = *parameters, .seed = 1, .worker_count = 1}, reports);
}

TEST(TrainBlend, GivesWeightToTheChannelWhereItHelpsAFreshNetwork) {
  Reports reports;
  const auto model = train("aws-user-personalization", {}, reports);
  ASSERT_TRUE(model.has_value()) << model.error().message;
  const auto artefact = (*model)->to_artefact();
  ASSERT_TRUE(models::is_blend(artefact));
  EXPECT_GT(models::blend_weight(artefact, "window") + models::blend_weight(artefact, "adjacent"),
            0.0);
  double before = 0.0;
  for (const auto& report : reports.all) {
    EXPECT_GE(report.fraction, before) << report.stage;
    before = report.fraction;
  }
  EXPECT_EQ(before, 1.0);
  EXPECT_GT(reports.all.back().validation_ndcg_at_10.value_or(0.0), 0.8);
}

TEST(TrainBlend, IsTheNetworkAloneWithoutTheChannel) {
  Reports with, without, of_hrnn;
  const auto blend = train("aws-personalized-ranking", {}, with);
  const auto network =
      train("aws-personalized-ranking", {{"short_term_channel", "false"}}, without);
  ASSERT_TRUE(blend.has_value() && network.has_value());
  EXPECT_FALSE(models::is_blend((*network)->to_artefact()));
  const auto hrnn = train("aws-hrnn", {}, of_hrnn);
  ASSERT_TRUE(hrnn.has_value());
  EXPECT_FALSE(models::is_blend((*hrnn)->to_artefact()));
  const auto loaded = load_blend(hrnn_kind(), (*network)->to_artefact());
  ASSERT_TRUE(loaded.has_value());
  EXPECT_FALSE(models::is_blend((*loaded)->to_artefact()));
}

TEST(TrainBlend, WithoutHeldOutUsersTheWeightsAreZero) {
  Reports reports;
  const auto model = train("aws-user-personalization", {{"validation_user_share", "0"}}, reports);
  ASSERT_TRUE(model.has_value());
  const auto artefact = (*model)->to_artefact();
  for (const auto& kind : models::channel_kinds()) {
    EXPECT_EQ(models::blend_weight(artefact, kind.name), 0.0) << kind.name;
  }
}

TEST(TrainBlend, StopsInEveryPart) {
  Reports whole;
  ASSERT_TRUE(train("aws-user-personalization", {}, whole).has_value());
  for (std::size_t stop_at = 1; stop_at <= whole.all.size(); ++stop_at) {
    Reports reports;
    reports.stop_at = stop_at;
    const auto model = train("aws-user-personalization", {}, reports);
    ASSERT_FALSE(model.has_value()) << stop_at;
    EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace attune::recipes
