#include "learning/training/blend_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "learning/features/parallel_blocks.h"
#include "learning/features/select_rows.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/short_term.h"
#include "learning/training/paired_difference.h"

namespace attune::training {
namespace {

constexpr std::array kWindowGrid{0.0, 0.5, 1.0, 1.5, 2.0};
constexpr std::array kAdjacentGrid{0.0, 5.0, 10.0, 20.0};
constexpr std::size_t kGridSize = kWindowGrid.size() * kAdjacentGrid.size();
constexpr std::size_t kBlockUsers = 8;
constexpr std::size_t kDepth = 10;
constexpr float kNever = -std::numeric_limits<float>::infinity();

models::BlendWeights grid_point(std::size_t index) {
  return {.window = kWindowGrid[index / kAdjacentGrid.size()],
          .adjacent = kAdjacentGrid[index % kAdjacentGrid.size()]};
}

/// NDCG@10 of one held-out event at each point of the grid, the network alone first.
using Gains = std::array<double, kGridSize>;

/// The rank of one user's held-out item under changing weights. Few items have counts: the others
/// keep the network's score.
class HeldOutEvent {
 public:
  HeldOutEvent(std::vector<float>& scores, std::vector<models::ShortTermEvidence> evidence,
               std::uint32_t target)
      : scores_(scores),
        evidence_(std::move(evidence)),
        own_{.item = target},
        base_(scores[target]) {
    for (const auto& e : evidence_) {
      if (e.item == target) own_ = e;
      moved_.push_back(scores_[e.item]);
      scores_[e.item] = kNever;
    }
    scores_[target] = kNever;
  }

  [[nodiscard]] double gain(const models::BlendWeights& weights) const {
    const float own = blended(base_, own_, weights);
    if (!std::isfinite(own)) return 0.0;
    std::size_t rank = 1;
    for (const float score : scores_) rank += score >= own ? 1U : 0U;
    for (std::size_t i = 0; i < evidence_.size(); ++i) {
      if (evidence_[i].item == own_.item) continue;
      rank += blended(moved_[i], evidence_[i], weights) >= own ? 1U : 0U;
    }
    return rank <= kDepth ? 1.0 / std::log2(1.0 + static_cast<double>(rank)) : 0.0;
  }

 private:
  static float blended(float score, const models::ShortTermEvidence& e,
                       const models::BlendWeights& weights) {
    return score + static_cast<float>(weights.window) * e.log_window +
           static_cast<float>(weights.adjacent) * e.adjacent;
  }

  std::vector<float>& scores_;
  std::vector<models::ShortTermEvidence> evidence_;
  models::ShortTermEvidence own_;
  float base_;
  std::vector<float> moved_;
};

/// Ranks held-out events; read by all workers.
struct Examination {
  const data::InteractionTable& table;
  const models::Model& network;
  const models::ShortTermChannel& channel;
  std::size_t sequence_length_max;

  [[nodiscard]] Gains gains(std::uint32_t user, std::vector<float>& scores) const {
    const std::size_t begin = table.offsets[user];
    const std::size_t last = table.offsets[user + 1] - 1;
    const auto state = network.start(data::UserIndex{user});
    std::vector<std::uint32_t> history;
    for (std::size_t row = last - std::min(last - begin, sequence_length_max); row < last; ++row) {
      network.advance(*state, table.row(row));
      history.push_back(static_cast<std::uint32_t>(table.item[row]));
    }
    network.score(*state, scores);
    const auto target = static_cast<std::uint32_t>(table.item[last]);
    for (std::size_t row = begin; row < last; ++row) {
      if (table.item[row] != table.item[last]) scores[data::raw(table.item[row])] = kNever;
    }
    const HeldOutEvent event(scores, models::evidence_after(channel, history), target);
    Gains all{};
    for (std::size_t i = 0; i < kGridSize; ++i) all[i] = event.gain(grid_point(i));
    return all;
  }
};

std::vector<std::uint32_t> asked_users(std::span<const std::uint32_t> users) {
  const std::size_t count = std::min(users.size(), kSearchUsersMax);
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

BlendChoice best_of(std::span<const Gains> users) {
  const auto at = [&](std::size_t point) {
    std::vector<double> gains;
    gains.reserve(users.size());
    for (const Gains& user : users) gains.push_back(user[point]);
    return gains;
  };
  const std::vector<double> alone = at(0);
  BlendChoice choice;
  choice.user_count = users.size();
  choice.network_ndcg_at_10 = mean_of(alone);
  PairedDifference best;
  for (std::size_t point = 1; point < kGridSize; ++point) {
    const PairedDifference ahead = paired_difference(at(point), alone);
    if (ahead.mean <= best.mean) continue;
    best = ahead;
    choice.weights = grid_point(point);
  }
  if (best.mean <= best.error) {
    best = {};
    choice.weights = {};
  }
  choice.blend_ndcg_at_10 = choice.network_ndcg_at_10 + best.mean;
  return choice;
}

}  // namespace

Result<BlendChoice> choose_blend(const data::InteractionTable& table, const models::Model& network,
                                 const BlendSearch& search) {
  ATTUNE_CHECK(network.item_count() == table.item_count());
  if (search.held_out_users.size() < 2) return BlendChoice{};
  ATTUNE_TRY(channel,
             models::ShortTermChannel::fit(without_last_events(table, search.held_out_users),
                                           models::part_of_work(search.counting, 0.0, 0.5)));
  const Examination examination{.table = table,
                                .network = network,
                                .channel = channel,
                                .sequence_length_max = search.sequence_length_max};
  const std::vector<std::uint32_t> users = asked_users(search.held_out_users);
  std::vector<Gains> gains(users.size());
  const auto run = [&](std::size_t, std::size_t begin, std::size_t end) {
    std::vector<float> scores(table.item_count());
    for (std::size_t i = begin; i < end; ++i) gains[i] = examination.gains(users[i], scores);
  };
  const auto ranking = models::part_of_work(search.counting, 0.5, 1.0);
  if (!features::parallel_blocks({.count = users.size(),
                                  .block_size = kBlockUsers,
                                  .worker_count = ranking.worker_count,
                                  .run = run,
                                  .keep_going = ranking.progress})) {
    return failure(ErrorCode::kCancelled, "choosing the blend was asked to stop");
  }
  return best_of(gains);
}

}  // namespace attune::training
