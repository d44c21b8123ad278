#include "learning/models/session_knn.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/session_index.h"

namespace attune::models {
namespace {

data::InteractionTable random_table() {
  Random random(11);
  std::vector<features::NamedSequence> sequences;
  for (std::size_t user = 0; user < 50; ++user) {
    features::NamedSequence sequence{.user = "u" + std::to_string(user), .items = {}};
    for (std::uint64_t length = 1 + random.below(15); length > 0; --length) {
      sequence.items.push_back("i" + std::to_string(random.below(30)));
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

std::vector<float> scores_after(const Model& model, const std::vector<std::uint32_t>& history) {
  const auto state = model.start(std::nullopt);
  std::int64_t now_s = 0;
  for (const auto item : history) {
    model.advance(*state, {.item = data::ItemIndex{item}, .timestamp_s = ++now_s});
  }
  std::vector<float> scores(model.item_count());
  model.score(*state, scores);
  return scores;
}

// The formula of the header, over whole histories as sessions and all of them as neighbours.
std::vector<double> naive_scores(const data::InteractionTable& table,
                                 const std::vector<std::uint32_t>& history, double half_life_s) {
  const auto now_s = static_cast<double>(history.size());
  std::vector<std::vector<std::uint32_t>> sessions(table.user_count());
  std::map<std::uint32_t, double> holders;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (auto row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      sessions[user].push_back(static_cast<std::uint32_t>(table.item[row]));
    }
    auto distinct = sessions[user];
    std::ranges::sort(distinct);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (const auto item : distinct) ++holders[item];
  }
  std::vector<double> scores(table.item_count(), 0.0);
  for (const auto& session : sessions) {
    double similarity = 0.0;
    std::optional<std::ptrdiff_t> position;
    for (std::size_t m = 0; m < history.size(); ++m) {
      const auto item = history[history.size() - 1 - m];
      const auto found = std::ranges::find(session, item);
      if (found == session.end()) continue;
      similarity +=
          std::pow(0.8, m) * std::log1p(static_cast<double>(sessions.size()) / holders.at(item));
      if (!position) position = found - session.begin();
    }
    if (!position) continue;
    similarity /= std::sqrt(static_cast<double>(session.size()));
    const double age_s = now_s - static_cast<double>(session.size() - 1);  // times are 0, 1, ...
    if (half_life_s > 0) similarity *= std::exp2(-std::max(0.0, age_s) / half_life_s);
    for (std::size_t i = 0; i < session.size(); ++i) {
      const auto distance = std::abs(static_cast<std::ptrdiff_t>(i) - *position);
      if (distance > 0) scores[session[i]] += similarity * std::pow(0.8, distance);
    }
  }
  return scores;
}

TEST(SessionKnn, IsTheFormulaWhenEverySessionIsANeighbour) {
  const auto table = random_table();
  const std::vector<std::uint32_t> history{4, 9, 2};
  for (const double half_life_s : {0.0, 2.0}) {
    const auto model =
        fit_session_knn(table, {.cut = {}, .neighbours_max = 1000, .half_life_s = half_life_s});
    ASSERT_TRUE(model.has_value());
    const auto expected = naive_scores(table, history, half_life_s);
    const auto scores = scores_after(**model, history);
    for (std::size_t item = 0; item < scores.size(); ++item) {
      if (expected[item] > 0.0) {
        EXPECT_NEAR(scores[item], expected[item], 1e-5 * (1.0 + expected[item]));
      } else {
        EXPECT_LT(scores[item], 0.0F);
      }
    }
  }
}

// a 0, b 1, c 2, d 3
TEST(SessionKnn, ReadsTheNearestSessionsOnly) {
  const auto table = features::table_of({{"u1", {"a", "b", "c"}}, {"u2", {"a", "d", "d", "d"}}});
  const auto model = fit_session_knn(table, {.cut = {}, .neighbours_max = 1});
  ASSERT_TRUE(model.has_value());
  const auto scores = scores_after(**model, {0, 1});
  EXPECT_GT(scores[2], 0.0F);
  EXPECT_LT(scores[3], 0.0F);
}

TEST(SessionKnn, ConsidersTheNewestSessionsOfAnItem) {
  const auto table = features::table_of(
      {{"u1", {"a", "b"}}, {"u2", {"a", "c", "c"}}, {"u3", {"a", "d", "d", "d"}}});
  const auto model = fit_session_knn(table, {.cut = {}, .sessions_per_item = 1});
  ASSERT_TRUE(model.has_value());
  const auto scores = scores_after(**model, {0});
  EXPECT_GT(scores[3], 0.0F);
  EXPECT_LT(scores[1], 0.0F);
  EXPECT_LT(scores[2], 0.0F);
}

TEST(SessionKnn, RefusesOptionsOutOfRange) {
  const auto table = random_table();
  EXPECT_FALSE(fit_session_knn(table, {.cut = {}, .history_max = 0}).has_value());
  EXPECT_FALSE(fit_session_knn(table, {.cut = {}, .position_decay = 0.0}).has_value());
  EXPECT_FALSE(fit_session_knn(table, {.cut = {}, .half_life_s = -1.0}).has_value());
}

std::vector<std::size_t> lengths_of(const SessionIndex& sessions) {
  std::vector<std::size_t> lengths;
  for (std::size_t i = 0; i < sessions.session_count(); ++i) {
    lengths.push_back(sessions.items_of(i).size());
  }
  return lengths;
}

TEST(SessionIndex, CutsAtPausesAndAtTheLargestLength) {
  auto table = features::table_of({{"ann", {"a", "b", "c", "d", "e", "f"}}});
  table.timestamp_s = {1, 2, 3, 100, 101, 102};
  EXPECT_EQ(lengths_of(SessionIndex::of(table, {})), (std::vector<std::size_t>{6}));
  EXPECT_EQ(lengths_of(SessionIndex::of(table, {.idle_gap_s = 10})),
            (std::vector<std::size_t>{3, 3}));
  EXPECT_EQ(lengths_of(SessionIndex::of(table, {.idle_gap_s = 10, .session_max = 2})),
            (std::vector<std::size_t>{2, 1, 2, 1}));
}

TEST(SessionIndex, ListsTheSessionsOfAnItemOnceAndByTime) {
  auto table = features::table_of({{"u1", {"a", "a", "b"}}, {"u2", {"b"}}, {"u3", {"a"}}});
  const auto sessions = SessionIndex::of(table, {});  // u2 and u3 end at 0, u1 at 2
  EXPECT_TRUE(std::ranges::equal(sessions.sessions_of(0), std::vector<std::uint32_t>{1, 2}));
  EXPECT_TRUE(std::ranges::equal(sessions.sessions_of(1), std::vector<std::uint32_t>{0, 2}));
}

}  // namespace
}  // namespace attune::models
