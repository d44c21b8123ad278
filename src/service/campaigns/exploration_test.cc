#include "service/campaigns/exploration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string>

#include "service/campaigns/test_world.h"

namespace attune::campaigns::testing {
namespace {

std::span<const recipes::HyperParameter> parameters() {
  using recipes::ParameterKind;
  using recipes::ParameterPlace;
  static const std::array<recipes::HyperParameter, 2> kParameters{
      recipes::HyperParameter{.name = "explorationWeight",
                              .place = ParameterPlace::kCampaign,
                              .kind = ParameterKind::kContinuous,
                              .default_value = "0.3",
                              .min = 0,
                              .max = 1,
                              .choices = {},
                              .sentence = ""},
      recipes::HyperParameter{.name = "explorationItemAgeCutOff",
                              .place = ParameterPlace::kCampaign,
                              .kind = ParameterKind::kContinuous,
                              .default_value = "30.0",
                              .min = 1,
                              .max = 1e6,
                              .choices = {},
                              .sentence = ""}};
  return kParameters;
}

recipes::Recipe exploring(std::string_view name) {
  recipes::Recipe recipe = recipe_of(name, recipes::RecipeType::kUserPersonalization);
  recipe.explores = true;
  return recipe;
}

const recipes::Recipe& configurable() {
  static const recipes::Recipe kRecipe = [] {
    recipes::Recipe recipe = exploring("test-explorer");
    recipe.parameters = parameters();
    return recipe;
  }();
  return kRecipe;
}

Deployment deployment_of(const recipes::Recipe& recipe, recipes::StringPairs exploration = {}) {
  auto solution = std::make_shared<recipes::SolutionArtefact>();
  solution->recipe = &recipe;
  solution->interactions = interactions();
  Deployment deployment;
  deployment.solution = solution;
  deployment.exploration = std::move(exploration);
  return deployment;
}

/// CREATION_TIMESTAMP: days before the newest interaction, by item.
GroupMetadata aged(const std::vector<double>& days) {
  auto items = std::make_shared<data::EntityTable>();
  data::EntityColumn created;
  created.column = {.name = "CREATION_TIMESTAMP", .type = data::ColumnType::kLong};
  for (std::size_t i = 0; i < days.size(); ++i) {
    items->ids.add("i" + std::to_string(i));
    created.numbers.push_back(109.0 - days[i] * 86'400);
    created.is_null.push_back(false);
  }
  items->columns = {created};
  return {items, nullptr};
}

std::vector<std::size_t> items_of(const std::vector<ranking::Candidate>& candidates) {
  std::vector<std::size_t> items;
  for (const auto& candidate : candidates) items.push_back(data::raw(candidate.item));
  return items;
}

TEST(ExplorationSettings, AreTheCampaignsOrTheRecipesOrSmall) {
  const auto given =
      exploration_settings(deployment_of(configurable(), {{"explorationWeight", "0.8"}}));
  EXPECT_DOUBLE_EQ(given.weight, 0.8);
  EXPECT_DOUBLE_EQ(given.age_cut_off_days, 30);
  EXPECT_DOUBLE_EQ(exploration_settings(deployment_of(configurable())).weight, 0.3);
  EXPECT_DOUBLE_EQ(exploration_settings(deployment_of(kPersonal)).weight, 0);
  const recipes::Recipe managed = exploring("test-explorer-v2");
  EXPECT_DOUBLE_EQ(exploration_settings(deployment_of(managed)).weight, 0.05);
}

TEST(CampaignExploration, TakesItemsUpToTheCutOffByCreationElseFirstInteraction) {
  const Deployment deployment = deployment_of(configurable());
  const CampaignExploration exploration(deployment.solution, {.weight = 1, .age_cut_off_days = 10});
  const auto by_creation = exploration.candidates(aged({0, 9.9, 10, 10.1, 400}));
  EXPECT_EQ(items_of(*by_creation), (std::vector<std::size_t>{0, 1, 2, 5, 6, 7, 8, 9}));
  const auto without = exploration.candidates({});
  EXPECT_EQ(without->size(), 10U);
}

TEST(CampaignExploration, CountsInteractionsOfTheDataAndWhatIsAdded) {
  const Deployment deployment = deployment_of(configurable());
  CampaignExploration exploration(deployment.solution, {.weight = 1, .age_cut_off_days = 10});
  EXPECT_EQ(exploration.evidence()[5].load(), 5U);
  EXPECT_EQ(exploration.evidence()[9].load(), 2U);
  EXPECT_EQ(exploration.evidence()[3].load(), 0U);
  exploration.add_evidence("i3", 4);
  exploration.add_evidence("stranger", 4);
  EXPECT_EQ(exploration.evidence()[3].load(), 4U);
}

TEST(ExplorationSeed, HoldsForTwoHoursAndOneUser) {
  constexpr std::int64_t kStart = 1000 * kExplorationSlotMs;
  EXPECT_EQ(exploration_seed("u", kStart), exploration_seed("u", kStart + kExplorationSlotMs - 1));
  EXPECT_NE(exploration_seed("u", kStart), exploration_seed("u", kStart + kExplorationSlotMs));
  EXPECT_NE(exploration_seed("u", kStart), exploration_seed("v", kStart));
}

TEST(Explore, AWeightOfZeroAnswersAsACampaignThatDoesNotExplore) {
  World exploring_world;
  World plain;
  ASSERT_TRUE(
      exploring_world.deploy_exploring(configurable(), {{"explorationWeight", "0"}}).has_value());
  ASSERT_TRUE(plain.deploy(kPersonal).has_value());
  for (const char* user : {"u0", "u1", "stranger"}) {
    const auto explored = exploring_world.campaigns->recommend(query_for(user));
    const auto expected = plain.campaigns->recommend(query_for(user));
    EXPECT_EQ(ids(explored), ids(expected));
    for (std::size_t i = 0; i < expected->items.size(); ++i) {
      EXPECT_EQ(explored->items[i].score, expected->items[i].score);
    }
  }
}

TEST(Explore, ChangesTheOrderEveryTwoHoursButNotTheScores) {
  World world;
  World plain;
  ASSERT_TRUE(world.deploy_exploring(configurable(), {{"explorationWeight", "1"}}).has_value());
  ASSERT_TRUE(plain.deploy(kPersonal).has_value());
  const auto expected = plain.campaigns->recommend(query_for("u0"));
  std::set<std::string> orders;
  for (int slot = 0; slot < 10; ++slot) {
    const auto answer = world.campaigns->recommend(query_for("u0"));
    EXPECT_EQ(ids(world.campaigns->recommend(query_for("u0"))), ids(answer));
    orders.insert(ids(answer));
    for (const AnsweredItem& item : answer->items) {
      const auto same = std::ranges::find(expected->items, item.item_id, &AnsweredItem::item_id);
      EXPECT_EQ(item.score, same->score);
    }
    world.clock.advance_ms(kExplorationSlotMs);
  }
  EXPECT_GT(orders.size(), 5U);
}

TEST(Explore, ComesToRestOnItemsThatWereShownOftenAlsoWhenDeployedLater) {
  World world;
  ASSERT_TRUE(world.deploy(kPersonal, "other").has_value());  // from now on the group counts
  for (int i = 0; i < 10; ++i) {
    for (int times = 0; times < 50; ++times) world.put_event("someone", "i" + std::to_string(i));
  }
  ASSERT_TRUE(world.deploy_exploring(configurable(), {{"explorationWeight", "1"}}).has_value());
  const auto explained = world.campaigns->explain(query_for("u0"), "i4");
  ASSERT_TRUE(explained.has_value());
  EXPECT_EQ(explained->exploration->evidence, 50U);
  EXPECT_TRUE(explained->exploration->drawn);
  EXPECT_NEAR(explained->exploration->score, explained->exploration->model_score, 2.0);
}

TEST(Explore, AnImpressionCountsWithTheItemThatWasChosenCountedOnce) {
  World world;
  ASSERT_TRUE(world.deploy_exploring(configurable(), {}).has_value());
  events::Event event;
  event.dataset_group_arn = kGroup;
  event.user_id = "u3";
  event.session_id = "s";
  event.item_id = "i7";
  event.event_type = "view";
  event.timestamp_s = 2000;
  event.impression = "i6|i7|i8|unknown";
  world.log.append({event}, {});
  for (const auto& [item, evidence] : std::initializer_list<std::pair<const char*, std::uint32_t>>{
           {"i6", 1}, {"i7", 1}, {"i8", 1}, {"i5", 5}}) {
    EXPECT_EQ(world.campaigns->explain(query_for("u0"), item)->exploration->evidence, evidence);
  }
}

TEST(Explore, IsTheReasonWhereTheRecipeGivesReasons) {
  static const recipes::Recipe kRecipe = [] {
    recipes::Recipe recipe = configurable();
    recipe.name = "test-explorer-v2";
    return recipe;
  }();
  World world;
  ASSERT_TRUE(world.deploy_exploring(kRecipe, {{"explorationWeight", "1"}}).has_value());
  std::size_t explored = 0;
  std::size_t others = 0;
  const auto answer = world.campaigns->recommend(query_for("u0"));
  ASSERT_TRUE(answer.has_value());
  for (const AnsweredItem& item : answer->items) {
    ++(item.reason == "Exploration" ? explored : others);
  }
  EXPECT_GT(explored, 0U);
  EXPECT_GT(others, 0U);
}

}  // namespace
}  // namespace attune::campaigns::testing
