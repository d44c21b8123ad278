// What holds for every recipe of the catalogue; a new one is covered by its line there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "learning/features/sequences.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

class Silent final : public training::ProgressSink {
 public:
  explicit Silent(bool go_on = true) : go_on_(go_on) {}
  bool report(const training::Progress& progress) override {
    EXPECT_GE(progress.fraction, 0.0);
    EXPECT_LE(progress.fraction, 1.0);
    return go_on_;
  }

 private:
  bool go_on_;
};

// Small and quick where the recipe has such parameters, no percentile cuts.
StringPairs quick(const Recipe& recipe) {
  const StringPairs wanted{{"hidden_dimension", "32"},
                           {"epochs", "40"},
                           {"learning_rate", "0.01"},
                           {"batch_users", "8"},
                           {"input_dropout", "0"},
                           {"output_dropout", "0"},
                           {"dropout", "0"},
                           {"validation_user_share", "0"},
                           {"patience", "0"},
                           {"max_user_history_length_percentile", "1.0"},
                           {"min_user_history_length_percentile", "0.0"},
                           {"min_item_interaction_count_percentile", "0.0"},
                           {"max_item_interaction_count_percentile", "1.0"}};
  StringPairs given;
  for (const auto& pair : wanted) {
    if (std::ranges::find(recipe.parameters, std::string_view(pair.first), &HyperParameter::name) !=
        recipe.parameters.end()) {
      given.push_back(pair);
    }
  }
  return given;
}

// Users and items on a checkerboard: even users take even items, odd users odd ones, each leaving
// out the item of its own number, which a recommender must find. After implicit's test suite.
constexpr std::size_t kBoard = 24;

features::TrainingSet checkerboard() {
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < kBoard; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    // A walk round the ring, from behind the withheld item to just before it.
    for (std::size_t step = 2; step < kBoard; step += 2) {
      sequence.items.push_back("i" + std::to_string((user + step) % kBoard));
    }
    sequences.push_back(sequence);
  }
  return {.interactions = features::table_of(sequences),
          .items = {},
          .users = {},
          .event_type_weights = {}};
}

Result<std::unique_ptr<models::Model>> train(const Recipe& recipe,
                                             const features::TrainingSet& data, std::uint64_t seed,
                                             Silent sink = Silent()) {
  const auto parameters = recipe.resolve(quick(recipe));
  return recipe.train({.data = data, .parameters = *parameters, .seed = seed, .worker_count = 1},
                      sink);
}

std::vector<float> scores_of(const models::Model& model, const data::InteractionTable& table,
                             std::size_t user) {
  const auto state = model.start(std::nullopt);
  for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
    model.advance(*state, table.row(row));
  }
  std::vector<float> scores(model.item_count());
  model.score(*state, scores);
  return scores;
}

class EveryRecipe : public testing::TestWithParam<Recipe> {};

TEST_P(EveryRecipe, FindsTheWithheldItemOfACheckerboard) {
  if (GetParam().name == "aws-popularity-count") GTEST_SKIP() << "is the same for everyone";
  const auto data = checkerboard();
  const auto model = train(GetParam(), data, 1);
  ASSERT_TRUE(model.has_value()) << model.error().message;
  const auto& table = data.interactions;
  for (std::size_t user = 0; user < kBoard; ++user) {
    auto scores = scores_of(**model, table, user);
    for (std::size_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      scores[data::raw(table.item[row])] = -1e9F;
    }
    const auto best = static_cast<std::uint32_t>(std::ranges::max_element(scores) - scores.begin());
    EXPECT_EQ(table.items->text(best), "i" + std::to_string(user));
  }
}

TEST_P(EveryRecipe, GivesTheSameModelFromTheSameSeed) {
  const auto data = checkerboard();
  const auto first = train(GetParam(), data, 7);
  const auto second = train(GetParam(), data, 7);
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(scores_of(**first, data.interactions, 3), scores_of(**second, data.interactions, 3));
}

TEST_P(EveryRecipe, GivesTheSameScoresFromItsArtefact) {
  const auto data = checkerboard();
  const auto model = train(GetParam(), data, 1);
  ASSERT_TRUE(model.has_value());
  const auto loaded = GetParam().load((*model)->to_artefact());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  EXPECT_EQ((*loaded)->item_count(), (*model)->item_count());
  for (const std::size_t user : {0U, 5U}) {
    EXPECT_EQ(scores_of(**loaded, data.interactions, user),
              scores_of(**model, data.interactions, user));
  }
}

TEST_P(EveryRecipe, RefusesAnArtefactThatIsNotItsOwn) {
  EXPECT_FALSE(GetParam().load({}).has_value());
}

TEST_P(EveryRecipe, RefusesOrStandsTheSmallestData) {
  for (const auto& sequences :
       {std::vector<features::NamedSequence>{},
        std::vector<features::NamedSequence>{{"ann", {"a"}}},
        std::vector<features::NamedSequence>{{"ann", {"a", "a", "a"}}},
        std::vector<features::NamedSequence>{{"ann", {"a", "b"}}, {"bob", {}}}}) {
    const features::TrainingSet data{.interactions = features::table_of(sequences),
                                     .items = {},
                                     .users = {},
                                     .event_type_weights = {}};
    const auto model = train(GetParam(), data, 1);
    if (!model) {
      EXPECT_EQ(model.error().code, ErrorCode::kInvalidInput) << model.error().message;
      continue;
    }
    for (std::size_t user = 0; user < data.interactions.user_count(); ++user) {
      const auto scores = scores_of(**model, data.interactions, user);
      EXPECT_TRUE(std::ranges::all_of(scores, [](float score) { return std::isfinite(score); }));
    }
  }
}

TEST_P(EveryRecipe, IgnoresEventsOfUnknownItemsAndTypes) {
  const auto data = checkerboard();
  const auto model = train(GetParam(), data, 1);
  ASSERT_TRUE(model.has_value());
  const auto state = (*model)->start(data::UserIndex{1'000'000});
  (*model)->advance(*state, {.item = data::ItemIndex{1'000'000}});
  (*model)->advance(*state, {.item = data::ItemIndex{0}, .event_type = data::EventTypeIndex{999}});
  std::vector<float> scores((*model)->item_count());
  (*model)->score(*state, scores);
  EXPECT_TRUE(std::ranges::all_of(scores, [](float score) { return std::isfinite(score); }));
}

TEST_P(EveryRecipe, StopsWhenAsked) {
  const auto data = checkerboard();
  const auto model = train(GetParam(), data, 1, Silent(false));
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().code, ErrorCode::kCancelled);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryRecipe,
                         testing::ValuesIn(catalogue().begin(), catalogue().end()),
                         [](const auto& test) {
                           std::string name(test.param.name);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace attune::recipes
