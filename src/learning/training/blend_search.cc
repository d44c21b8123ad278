#include "learning/training/blend_search.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "learning/features/select_rows.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/training/held_out_ranks.h"
#include "learning/training/paired_difference.h"

namespace attune::training {
namespace {

constexpr int kRoundsMax = 4;
// A move that is worth it gains this share of its standard error.
constexpr double kWorthErrors = 0.5;
constexpr double kCountingShare = 0.4;  // of the whole search
constexpr double kAskingShare = 0.8;    // and of asking, both done

std::vector<std::uint32_t> asked_users(std::span<const std::uint32_t> users,
                                       std::size_t item_count) {
  const std::size_t affordable =
      std::max<std::size_t>(kSearchScoresMax / std::max<std::size_t>(item_count, 1), 2);
  const std::size_t count = std::min({users.size(), kSearchUsersMax, affordable});
  std::vector<std::uint32_t> asked;
  for (std::size_t i = 0; i < count; ++i) asked.push_back(users[i * users.size() / count]);
  return asked;
}

data::InteractionTable without_last_events(const data::InteractionTable& table,
                                           std::span<const std::uint32_t> users) {
  std::vector<bool> keep(table.row_count(), true);
  for (const std::uint32_t user : users) keep[table.offsets[user + 1] - 1] = false;
  return features::select_rows(table, keep);
}

/// Weights and what they gain.
struct Point {
  std::vector<double> weights;
  std::vector<double> gains;
};

bool worth(const PairedDifference& ahead) {
  return ahead.mean > 0.0 && ahead.mean > kWorthErrors * ahead.error;
}

class CoordinateSearch {
 public:
  CoordinateSearch(const HeldOutRanks& ranks, std::span<const models::ChannelKind> kinds)
      : ranks_(ranks), kinds_(kinds) {}

  [[nodiscard]] Point at(std::vector<double> weights) const {
    std::vector<double> gains = ranks_.gains(weights);
    return {.weights = std::move(weights), .gains = std::move(gains)};
  }
  [[nodiscard]] Point best_from(Point point) const {
    for (int round = 0; round < kRoundsMax; ++round) {
      bool moved = false;
      for (std::size_t c = 0; c < kinds_.size(); ++c) moved |= improve(point, c);
      if (!moved) break;
    }
    for (std::size_t c = 0; c < kinds_.size(); ++c) drop_if_useless(point, c);
    return point;
  }

 private:
  [[nodiscard]] Point with(const Point& point, std::size_t channel, double weight) const {
    std::vector<double> weights = point.weights;
    weights[channel] = weight;
    return at(std::move(weights));
  }
  bool improve(Point& point, std::size_t channel) const {
    Point best = point;
    for (const double weight : kinds_[channel].weights) {
      if (weight == point.weights[channel]) continue;
      Point other = with(point, channel, weight);
      if (mean_of(other.gains) > mean_of(best.gains)) best = std::move(other);
    }
    if (!worth(paired_difference(best.gains, point.gains))) return false;
    point = std::move(best);
    return true;
  }
  void drop_if_useless(Point& point, std::size_t channel) const {
    if (point.weights[channel] == 0.0) return;
    Point without = with(point, channel, 0.0);
    if (!worth(paired_difference(point.gains, without.gains))) point = std::move(without);
  }

  const HeldOutRanks& ranks_;
  std::span<const models::ChannelKind> kinds_;
};

}  // namespace

Result<std::vector<std::unique_ptr<const models::Channel>>> fit_channels(
    std::span<const models::ChannelKind> kinds, const data::InteractionTable& table,
    const models::CountingOptions& counting) {
  std::vector<std::unique_ptr<const models::Channel>> channels;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const auto share = [&](std::size_t done) {
      return static_cast<double>(done) / static_cast<double>(kinds.size());
    };
    ATTUNE_TRY(channel,
               kinds[i].fit(table, models::part_of_work(counting, share(i), share(i + 1))));
    channels.push_back(std::move(channel));
  }
  return channels;
}

BlendChoice search_weights(const HeldOutRanks& ranks, std::span<const models::ChannelKind> kinds) {
  const CoordinateSearch search(ranks, kinds);
  const Point alone = search.at(std::vector<double>(kinds.size(), 0.0));
  std::vector<double> start;
  for (const models::ChannelKind& kind : kinds) start.push_back(kind.start_weight);
  Point best = search.best_from(search.at(std::move(start)));
  const PairedDifference ahead = paired_difference(best.gains, alone.gains);
  if (ahead.mean <= ahead.error) best = alone;
  return {.weights = best.weights,
          .user_count = ranks.user_count(),
          .network_ndcg_at_10 = mean_of(alone.gains),
          .blend_ndcg_at_10 = mean_of(best.gains)};
}

Result<BlendChoice> choose_blend(const data::InteractionTable& table, const models::Model& network,
                                 const BlendSearch& search) {
  ATTUNE_CHECK(network.item_count() == table.item_count());
  const BlendChoice none{.weights = std::vector<double>(search.kinds.size(), 0.0)};
  if (search.held_out_users.size() < 2) return none;
  const auto counting = models::part_of_work(search.counting, 0.0, kCountingShare);
  ATTUNE_TRY(fitted, fit_channels(search.kinds, without_last_events(table, search.held_out_users),
                                  counting));
  std::vector<std::unique_ptr<const models::Channel>> channels;
  std::vector<models::ChannelKind> kinds;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < fitted.size(); ++i) {
    if (!fitted[i]) continue;
    channels.push_back(std::move(fitted[i]));
    kinds.push_back(search.kinds[i]);
    places.push_back(i);
  }
  const auto asking = models::part_of_work(search.counting, kCountingShare, kAskingShare);
  ATTUNE_TRY(ranks,
             HeldOutRanks::of({.table = table,
                               .network = network,
                               .channels = channels,
                               .sequence_length_max = search.sequence_length_max},
                              asked_users(search.held_out_users, table.item_count()), asking));
  BlendChoice choice = search_weights(ranks, kinds);
  std::vector<double> by_kind = none.weights;
  for (std::size_t i = 0; i < places.size(); ++i) by_kind[places[i]] = choice.weights[i];
  choice.weights = std::move(by_kind);
  if (search.counting.progress && !search.counting.progress(1.0)) {
    return failure(ErrorCode::kCancelled, "choosing the blend was asked to stop");
  }
  return choice;
}

}  // namespace attune::training
