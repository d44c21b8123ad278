#include "learning/training/blend_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/base/random.h"
#include "learning/features/sequences.h"
#include "learning/models/channel.h"
#include "learning/models/channel_kinds.h"
#include "learning/models/popularity.h"

namespace attune::training {
namespace {

constexpr std::size_t kUsers = 120;
constexpr std::size_t kItems = 60;

enum class Last { kFollows, kShuffled };

/// Users who walk on by one item, each from a random start; the last events may be exchanged among
/// them.
data::InteractionTable walkers(Last last) {
  Random random(3);
  std::vector<features::NamedSequence> sequences;
  std::vector<std::string> lasts;
  for (std::size_t user = 0; user < kUsers; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    const std::size_t start = random.below(kItems);
    for (std::size_t t = 0; t < 10; ++t) {
      sequence.items.push_back(std::to_string((start + t) % kItems));
    }
    sequences.push_back(sequence);
    lasts.push_back(sequence.items.back());
  }
  if (last == Last::kShuffled) {
    for (std::size_t i = kUsers; i > 1; --i) std::swap(lasts[i - 1], lasts[random.below(i)]);
  }
  for (std::size_t user = 0; user < kUsers; ++user) sequences[user].items.back() = lasts[user];
  return features::table_of(sequences);
}

std::vector<std::uint32_t> all_users() {
  std::vector<std::uint32_t> users(kUsers);
  std::iota(users.begin(), users.end(), 0U);
  return users;
}

BlendChoice chosen(const data::InteractionTable& table, const std::vector<std::uint32_t>& users) {
  const auto network = models::fit_popularity(table);
  const auto choice = choose_blend(table, *network, {.held_out_users = users, .counting = {}});
  EXPECT_TRUE(choice.has_value());
  return choice.value_or(BlendChoice{});
}

double total_of(const BlendChoice& choice) {
  EXPECT_EQ(choice.weights.size(), models::channel_kinds().size());
  return std::accumulate(choice.weights.begin(), choice.weights.end(), 0.0);
}

TEST(BlendSearch, GivesWeightToCountsThatPredict) {
  const auto choice = chosen(walkers(Last::kFollows), all_users());
  EXPECT_EQ(choice.user_count, kUsers);
  EXPECT_GT(total_of(choice), 0.0);
  EXPECT_GT(choice.blend_ndcg_at_10, choice.network_ndcg_at_10 + 0.3);
}

TEST(BlendSearch, GainsNothingFromShuffledEventsAsItNeverCountsThem) {
  const auto table = walkers(Last::kShuffled);
  const auto choice = chosen(table, all_users());
  EXPECT_LT(choice.blend_ndcg_at_10, choice.network_ndcg_at_10 + 0.05);
  // Had the events been counted, each would be among the successors of its own history.
  const auto leaked = models::adjacent_channel().fit(table, {});
  ASSERT_TRUE(leaked.has_value());
  std::size_t found = 0;
  for (std::size_t user = 0; user < kUsers; ++user) {
    const std::size_t last = table.offsets[user + 1] - 1;
    const std::uint32_t newest = static_cast<std::uint32_t>(table.item[last - 1]);
    std::vector<float> evidence(table.item_count(), 0.0F);
    (*leaked)->add({.history = {&newest, 1}}, 1.0F, evidence);
    found += evidence[data::raw(table.item[last])] > 0.0F ? 1U : 0U;
  }
  EXPECT_EQ(found, kUsers);
}

TEST(BlendSearch, NeedsUsersToChooseOn) {
  const auto table = walkers(Last::kFollows);
  for (const std::vector<std::uint32_t>& users : {std::vector<std::uint32_t>{}, {3}}) {
    const auto choice = chosen(table, users);
    EXPECT_EQ(total_of(choice), 0.0);
    EXPECT_EQ(choice.user_count, 0U);
  }
}

TEST(BlendSearch, IsTheSameForAnyNumberOfWorkers) {
  const auto table = walkers(Last::kFollows);
  const auto network = models::fit_popularity(table);
  const auto users = all_users();
  std::vector<double> ndcg;
  for (const std::size_t workers : {1U, 3U}) {
    const auto choice = choose_blend(
        table, *network,
        {.held_out_users = users, .counting = {.worker_count = workers, .progress = {}}});
    ASSERT_TRUE(choice.has_value());
    ndcg.push_back(choice->blend_ndcg_at_10);
  }
  EXPECT_EQ(ndcg[0], ndcg[1]);
}

TEST(BlendSearch, StopsWhenAsked) {
  const auto table = walkers(Last::kFollows);
  const auto network = models::fit_popularity(table);
  const auto users = all_users();
  for (const double stop_at : {0.1, 0.7}) {
    const auto choice = choose_blend(
        table, *network, {.held_out_users = users, .counting = {.progress = [&](double fraction) {
                                                     return fraction < stop_at;
                                                   }}});
    ASSERT_FALSE(choice.has_value());
    EXPECT_EQ(choice.error().code, ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace attune::training
