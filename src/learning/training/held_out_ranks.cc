#include "learning/training/held_out_ranks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "learning/features/parallel_blocks.h"
#include "learning/models/channel.h"
#include "learning/models/neighbour_lists.h"

namespace attune::training {
namespace {

constexpr std::size_t kBlockUsers = 8;
constexpr std::size_t kDepth = 10;
constexpr std::size_t kChunk = 16;  // candidates scored before looking at the rank
constexpr float kNever = -std::numeric_limits<float>::infinity();

/// The buffers of a worker: what the network and each channel say of all items.
struct Scores {
  std::vector<std::vector<float>> rows;

  Scores(std::size_t row_count, std::size_t item_count)
      : rows(row_count, std::vector<float>(item_count)) {}
};

/// Marks the `count` items that score best.
void mark_best(std::span<const float> scores, std::size_t count, std::vector<bool>& marks) {
  std::vector<std::uint32_t> items(scores.size());
  std::iota(items.begin(), items.end(), 0U);
  std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count), items.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  for (std::size_t i = 0; i < count; ++i) marks[items[i]] = true;
}

/// Items that may come before the target, those that the network likes best first.
std::vector<std::uint32_t> candidates_of(const Scores& scores, std::uint32_t target) {
  const std::vector<float>& network = scores.rows.front();
  std::vector<bool> marks(network.size(), network.size() <= HeldOutRanks::kCandidatesMax);
  if (network.size() > HeldOutRanks::kCandidatesMax) {
    const std::size_t share = HeldOutRanks::kCandidatesMax / scores.rows.size();
    for (const auto& row : scores.rows) mark_best(row, share, marks);
  }
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t item = 0; item < network.size(); ++item) {
    if (marks[item] && item != target && network[item] != kNever) candidates.push_back(item);
  }
  std::ranges::sort(candidates, [&](std::uint32_t a, std::uint32_t b) {
    return network[a] != network[b] ? network[a] > network[b] : a < b;
  });
  return candidates;
}

}  // namespace

/// Fills one user at a time; read by all workers.
class Asking {
 public:
  explicit Asking(const HeldOutQuestion& question) : question_(question) {}

  void fill(HeldOutRanks::User& user, std::uint32_t index, Scores& scores) const {
    const data::InteractionTable& table = question_.table;
    const std::size_t last = table.offsets[index + 1] - 1;
    ask(index, scores);
    const auto target = static_cast<std::uint32_t>(table.item[last]);
    const float own = scores.rows.front()[target];
    for (std::size_t row = table.offsets[index]; row < last; ++row) {
      const std::size_t seen = data::raw(table.item[row]);
      for (auto& of_source : scores.rows)
        of_source[seen] = seen == target ? of_source[seen] : kNever;
    }
    if (!std::isfinite(own)) return;
    std::vector<std::uint32_t> columns = candidates_of(scores, target);
    columns.insert(columns.begin(), target);
    user.candidate_count = columns.size();
    user.scores.reserve(columns.size() * scores.rows.size());
    for (const auto& row : scores.rows) {
      for (const std::uint32_t item : columns) user.scores.push_back(row[item]);
    }
  }

 private:
  void ask(std::uint32_t index, Scores& scores) const {
    const data::InteractionTable& table = question_.table;
    const std::size_t begin = table.offsets[index];
    const std::size_t last = table.offsets[index + 1] - 1;
    const auto state = question_.network.start(data::UserIndex{index});
    std::vector<std::uint32_t> history;
    const std::size_t read = std::min(last - begin, question_.sequence_length_max);
    for (std::size_t row = last - read; row < last; ++row) {
      question_.network.advance(*state, table.row(row));
      history.push_back(static_cast<std::uint32_t>(table.item[row]));
    }
    question_.network.score(*state, scores.rows.front());
    const std::span<const std::uint32_t> newest =
        std::span(history).last(std::min(history.size(), models::kChannelHistoryMax));
    for (std::size_t i = 0; i < question_.channels.size(); ++i) {
      std::ranges::fill(scores.rows[i + 1], 0.0F);
      question_.channels[i]->add({.history = newest, .now_s = table.timestamp_s[last]}, 1.0F,
                                 scores.rows[i + 1]);
    }
  }

  const HeldOutQuestion& question_;
};

Result<HeldOutRanks> HeldOutRanks::of(const HeldOutQuestion& question,
                                      std::span<const std::uint32_t> users,
                                      const models::CountingOptions& counting) {
  HeldOutRanks ranks(users.size());
  ranks.worker_count_ = counting.worker_count;
  const Asking asking(question);
  const auto run = [&](std::size_t, std::size_t begin, std::size_t end) {
    Scores scores(1 + question.channels.size(), question.table.item_count());
    for (std::size_t i = begin; i < end; ++i) asking.fill(ranks.users_[i], users[i], scores);
  };
  if (!features::parallel_blocks({.count = users.size(),
                                  .block_size = kBlockUsers,
                                  .worker_count = counting.worker_count,
                                  .run = run,
                                  .keep_going = counting.progress})) {
    return failure(ErrorCode::kCancelled, "ranking the held-out events was asked to stop");
  }
  return ranks;
}

std::vector<double> HeldOutRanks::gains(std::span<const double> weights) const {
  std::vector<double> all(users_.size());
  constexpr std::size_t kUsersOfABlock = 64;
  features::parallel_blocks({.count = users_.size(),
                             .block_size = kUsersOfABlock,
                             .worker_count = worker_count_,
                             .run =
                                 [&](std::size_t, std::size_t begin, std::size_t end) {
                                   for (std::size_t i = begin; i < end; ++i) {
                                     all[i] = gain(users_[i], weights);
                                   }
                                 },
                             .keep_going = {}});
  return all;
}

double HeldOutRanks::gain(const User& user, std::span<const double> weights) {
  const std::size_t n = user.candidate_count;
  if (n == 0) return 0.0;
  ATTUNE_CHECK(user.scores.size() == n * (weights.size() + 1));
  std::array<float, kChunk> blended;
  const auto blend = [&](std::size_t begin, std::size_t count) {
    std::copy_n(user.scores.begin() + static_cast<std::ptrdiff_t>(begin), count, blended.begin());
    for (std::size_t c = 0; c < weights.size(); ++c) {
      if (weights[c] == 0.0) continue;
      const auto weight = static_cast<float>(weights[c]);
      const float* evidence = user.scores.data() + (c + 1) * n + begin;
      for (std::size_t i = 0; i < count; ++i) blended[i] += weight * evidence[i];
    }
  };
  blend(0, 1);
  const float own = blended[0];
  std::size_t rank = 1;
  for (std::size_t begin = 1; begin < n && rank <= kDepth; begin += kChunk) {
    const std::size_t count = std::min(kChunk, n - begin);
    blend(begin, count);
    for (std::size_t i = 0; i < count; ++i) rank += blended[i] >= own ? 1U : 0U;
  }
  return rank <= kDepth ? 1.0 / std::log2(1.0 + static_cast<double>(rank)) : 0.0;
}

}  // namespace attune::training
