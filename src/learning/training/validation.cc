#include "learning/training/validation.h"

#include <algorithm>
#include <cmath>

#include "foundation/tensor/gemv.h"

namespace attune::training {
namespace {

constexpr std::size_t kLanes = 32;  // users a worker runs side by side

/// 1 / log2(1 + rank) within the first ten, else 0.
double gain_at_10(const HrnnSequences& s, std::uint32_t user, std::vector<float>& scores) {
  const std::size_t last = s.offsets[user + 1] - 1;
  const std::uint32_t target = s.events[last].item;
  const float own = scores[target];
  if (!std::isfinite(own)) return 0.0;
  std::size_t rank = 0;  // the target itself counts
  for (const float score : scores) rank += score >= own ? 1 : 0;
  std::vector<std::uint32_t> seen;
  for (std::size_t e = s.offsets[user]; e < last; ++e) seen.push_back(s.events[e].item);
  std::ranges::sort(seen);
  const auto repeats = std::ranges::unique(seen);
  seen.erase(repeats.begin(), repeats.end());
  for (const std::uint32_t item : seen) {
    if (item != target && scores[item] >= own) --rank;
  }
  return rank <= 10 ? 1.0 / std::log2(1.0 + static_cast<double>(rank)) : 0.0;
}

}  // namespace

std::size_t validation_users_max(std::size_t items) {
  return std::max(kValidationScoresMax / std::max<std::size_t>(items, 1), kValidationUsersMin);
}

std::vector<double> validation_gains_at_10(const HrnnSequences& sequences, const Split& split,
                                           const StepWeights& weights,
                                           std::span<NetworkWorker> workers, WorkerTeam& team,
                                           std::size_t length_max) {
  std::vector<Stretch> stretches;
  const auto& users = split.validation_users;
  const std::size_t asked = std::min(users.size(), validation_users_max(weights.items.rows));
  for (std::size_t i = 0; i < asked; ++i) {
    stretches.push_back(validation_stretch(sequences, users[i * users.size() / asked], length_max));
  }
  std::ranges::stable_sort(stretches, std::ranges::greater{}, &Stretch::length);
  std::vector<double> gains(stretches.size(), 0.0);
  team.run([&](std::size_t worker) {
    std::vector<float> scores(weights.items.rows);
    for (std::size_t first = worker * kLanes; first < stretches.size();
         first += team.size() * kLanes) {
      const std::size_t lanes = std::min(kLanes, stretches.size() - first);
      workers[worker].load(sequences, std::span(stretches).subspan(first, lanes));
      const auto states = workers[worker].run(weights);
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        tensor::score_rows(weights.items, states.row_span(lane), weights.bias, scores);
        gains[first + lane] = gain_at_10(sequences, stretches[first + lane].user, scores);
      }
    }
  });
  return gains;
}

}  // namespace attune::training
