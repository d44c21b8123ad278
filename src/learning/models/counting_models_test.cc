// What holds for every model that counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/ease.h"
#include "learning/models/item_knn.h"
#include "learning/models/model.h"
#include "learning/models/popularity.h"
#include "learning/models/recent_popularity.h"
#include "learning/models/repeat_last.h"
#include "learning/models/session_knn.h"
#include "learning/models/sims.h"
#include "learning/models/transitions.h"

namespace attune::models {
namespace {

using data::InteractionTable;

struct Kind {
  const char* name;
  Result<std::unique_ptr<Model>> (*fit)(const InteractionTable&, std::size_t worker_count);
  Result<std::unique_ptr<Model>> (*load)(const Artefact&);
};

const std::vector<Kind> kKinds{
    {"popularity",
     [](const InteractionTable& table, std::size_t) {
       return Result<std::unique_ptr<Model>>(fit_popularity(table));
     },
     load_popularity},
    {"repeat_last",
     [](const InteractionTable& table, std::size_t) {
       return Result<std::unique_ptr<Model>>(fit_repeat_last(table));
     },
     load_repeat_last},
    {"item_knn",
     [](const InteractionTable& table, std::size_t workers) {
       return fit_item_knn(table,
                           {.decay = 0.9, .counting = {.worker_count = workers, .progress = {}}});
     },
     load_item_knn},
    {"sims",
     [](const InteractionTable& table, std::size_t workers) {
       return fit_sims(table, {}, {.counting = {.worker_count = workers, .progress = {}}});
     },
     load_sims},
    {"transitions",
     [](const InteractionTable& table, std::size_t workers) {
       return fit_transitions(table, {.counting = {.worker_count = workers, .progress = {}}});
     },
     load_transitions},
    {"ease",
     [](const InteractionTable& table, std::size_t workers) {
       return fit_ease(table, {.counting = {.worker_count = workers, .progress = {}}});
     },
     load_ease},
    {"recent_popularity",
     [](const InteractionTable& table, std::size_t) {
       return Result<std::unique_ptr<Model>>(fit_recent_popularity(table, {.window_s = 5}));
     },
     load_recent_popularity},
    {"session_knn",
     [](const InteractionTable& table, std::size_t) {
       return fit_session_knn(table, {.cut = {}, .neighbours_max = 10});
     },
     load_session_knn},
};

InteractionTable random_table(std::size_t users, std::size_t items, std::uint64_t seed) {
  Random random(seed);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < users; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::uint64_t length = 1 + random.below(25); length > 0; --length) {
      sequence.items.push_back("i" + std::to_string(random.below(items)));
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

std::vector<float> scores_after(const Model& model, const std::vector<std::uint32_t>& items) {
  const auto state = model.start(std::nullopt);
  for (const std::uint32_t item : items) model.advance(*state, {.item = data::ItemIndex{item}});
  std::vector<float> scores(model.item_count());
  model.score(*state, scores);
  return scores;
}

class EveryCountingModel : public testing::TestWithParam<Kind> {
 protected:
  const InteractionTable table_ = random_table(80, 300, 5);
};

TEST_P(EveryCountingModel, GivesFiniteScoresForAnyHistory) {
  const auto model = GetParam().fit(table_, 1);
  ASSERT_TRUE(model.has_value());
  for (const auto& history : {std::vector<std::uint32_t>{}, {0}, {3, 3, 9}}) {
    const auto scores = scores_after(**model, history);
    EXPECT_TRUE(std::ranges::all_of(scores, [](float score) { return std::isfinite(score); }));
  }
}

TEST_P(EveryCountingModel, DoesNotDependOnTheNumberOfWorkers) {
  const auto one = GetParam().fit(table_, 1);
  const auto three = GetParam().fit(table_, 3);
  ASSERT_TRUE(one && three);
  EXPECT_EQ(scores_after(**one, {1, 2, 3}), scores_after(**three, {1, 2, 3}));
}

TEST_P(EveryCountingModel, GivesTheSameScoresFromItsArtefact) {
  const auto model = GetParam().fit(table_, 1);
  ASSERT_TRUE(model.has_value());
  const auto loaded = GetParam().load((*model)->to_artefact());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  EXPECT_EQ(scores_after(**loaded, {7, 8, 2}), scores_after(**model, {7, 8, 2}));
}

TEST_P(EveryCountingModel, RefusesAnEmptyArtefact) {
  EXPECT_FALSE(GetParam().load({}).has_value());
}

TEST_P(EveryCountingModel, IgnoresItemsThatItDoesNotKnow) {
  const auto model = GetParam().fit(table_, 1);
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(scores_after(**model, {1, 100'000}), scores_after(**model, {1}));
  std::vector<float> scores((*model)->item_count());
  EXPECT_FALSE((*model)->related(data::ItemIndex{100'000}, scores));
}

TEST_P(EveryCountingModel, ListsPopularItemsForAUserWithoutHistory) {
  const auto model = GetParam().fit(table_, 1);
  ASSERT_TRUE(model.has_value());
  const auto scores = scores_after(**model, {});
  std::vector<std::size_t> counts(table_.item_count());
  for (const data::ItemIndex item : table_.item) ++counts[data::raw(item)];
  const auto best = std::ranges::max_element(scores) - scores.begin();
  EXPECT_GE(counts[static_cast<std::size_t>(best)] + 2, *std::ranges::max_element(counts));
}

TEST_P(EveryCountingModel, KeepsACloneApartFromItsOriginal) {
  const auto model = GetParam().fit(table_, 1);
  ASSERT_TRUE(model.has_value());
  const auto state = (*model)->start(std::nullopt);
  (*model)->advance(*state, {.item = data::ItemIndex{1}});
  const auto copy = state->clone();
  (*model)->advance(*copy, {.item = data::ItemIndex{2}});
  std::vector<float> scores((*model)->item_count());
  (*model)->score(*state, scores);
  EXPECT_EQ(scores, scores_after(**model, {1}));
}

TEST_P(EveryCountingModel, IsEmptyForEmptyData) {
  const auto model = GetParam().fit(features::table_of({}), 1);
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ((*model)->item_count(), 0U);
  EXPECT_TRUE(scores_after(**model, {0}).empty());
}

TEST_P(EveryCountingModel, StandsOnOneEvent) {
  const auto model = GetParam().fit(features::table_of({{"ann", {"a"}}}), 1);
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(scores_after(**model, {0}).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryCountingModel, testing::ValuesIn(kKinds),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace attune::models
