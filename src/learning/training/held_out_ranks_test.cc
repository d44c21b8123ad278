#include "learning/training/held_out_ranks.h"

#include <gtest/gtest.h>

#include <cmath>
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

data::InteractionTable histories(std::size_t item_count) {
  Random random(7);
  std::vector<features::NamedSequence> sequences;
  for (int user = 0; user < 40; ++user) {
    features::NamedSequence sequence{.user = std::to_string(user), .items = {}};
    std::size_t at = random.below(item_count);
    for (int t = 0; t < 12; ++t) {
      sequence.items.push_back(std::to_string(at));
      at = (at + 1 + random.below(3)) % item_count;
    }
    sequences.push_back(sequence);
  }
  return features::table_of(sequences);
}

std::vector<std::unique_ptr<const models::Channel>> channels_of(
    const data::InteractionTable& table) {
  std::vector<std::unique_ptr<const models::Channel>> channels;
  for (const auto& kind : {models::window_channel(), models::adjacent_channel()}) {
    auto channel = kind.fit(table, {});
    EXPECT_TRUE(channel.has_value());
    channels.push_back(std::move(*channel));
  }
  return channels;
}

std::vector<std::uint32_t> all_users(const data::InteractionTable& table) {
  std::vector<std::uint32_t> users(table.user_count());
  std::iota(users.begin(), users.end(), 0U);
  return users;
}

/// NDCG@10 of a user's last event from whole score vectors.
double naive_gain(const HeldOutQuestion& question, std::uint32_t user,
                  const std::vector<double>& weights) {
  const auto& table = question.table;
  const std::size_t last = table.offsets[user + 1] - 1;
  const auto state = question.network.start(data::UserIndex{user});
  std::vector<std::uint32_t> history;
  std::vector<bool> seen(table.item_count(), false);
  for (std::size_t row = table.offsets[user]; row < last; ++row) {
    question.network.advance(*state, table.row(row));
    history.push_back(static_cast<std::uint32_t>(table.item[row]));
    seen[data::raw(table.item[row])] = true;
  }
  std::vector<float> scores(table.item_count());
  question.network.score(*state, scores);
  for (std::size_t c = 0; c < weights.size(); ++c) {
    question.channels[c]->add({.history = history}, static_cast<float>(weights[c]), scores);
  }
  const std::size_t target = data::raw(table.item[last]);
  std::size_t rank = 1;
  for (std::size_t item = 0; item < scores.size(); ++item) {
    if (item != target && !seen[item] && scores[item] >= scores[target]) ++rank;
  }
  return rank <= 10 ? 1.0 / std::log2(1.0 + static_cast<double>(rank)) : 0.0;
}

TEST(HeldOutRanks, AgreeWithANaiveRankingUnderAnyWeights) {
  // Of the larger catalogue only candidates are looked at; what has counts is among them.
  for (const std::size_t item_count : {50U, 6000U}) {
    const auto table = histories(item_count);
    const auto network = models::fit_popularity(table);
    const auto channels = channels_of(table);
    const HeldOutQuestion question{.table = table, .network = *network, .channels = channels};
    const auto users = all_users(table);
    const auto ranks = HeldOutRanks::of(question, users, {});
    ASSERT_TRUE(ranks.has_value());
    for (const std::vector<double>& weights :
         {std::vector<double>{0.0, 0.0}, {1.5, 0.0}, {0.0, 20.0}, {0.5, 5.0}}) {
      const auto gains = ranks->gains(weights);
      ASSERT_EQ(gains.size(), users.size());
      for (const std::uint32_t user : users) {
        EXPECT_NEAR(gains[user], naive_gain(question, user, weights), 1e-12) << user;
      }
    }
  }
}

TEST(HeldOutRanks, StopWhenAsked) {
  const auto table = histories(50);
  const auto network = models::fit_popularity(table);
  const auto channels = channels_of(table);
  const auto ranks = HeldOutRanks::of({.table = table, .network = *network, .channels = channels},
                                      all_users(table), {.progress = [](double) { return false; }});
  ASSERT_FALSE(ranks.has_value());
  EXPECT_EQ(ranks.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace attune::training
