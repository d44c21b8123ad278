#include "learning/training/stretches.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "foundation/base/random.h"

namespace attune::training {
namespace {

std::size_t validation_count(std::size_t candidates, double share) {
  const auto all = static_cast<double>(candidates);
  const double asked = std::ceil(all * std::clamp(share, 0.0, 1.0));
  const double least = std::min(static_cast<double>(kValidationUsersMin), all / 4.0);
  return static_cast<std::size_t>(share > 0.0 ? std::max(asked, least) : 0.0);
}

}  // namespace

Split make_split(std::span<const std::uint64_t> offsets, const SplitOptions& options) {
  const std::size_t user_count = offsets.size() - 1;
  const auto events_of = [&](std::uint32_t u) { return offsets[u + 1] - offsets[u]; };
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t u = 0; u < user_count; ++u) {
    if (events_of(u) >= 3) candidates.push_back(u);
  }
  Random random = Random(options.seed).fork(0x5EED);
  const std::size_t count = validation_count(candidates.size(), options.validation_user_share);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(candidates[i], candidates[i + random.below(candidates.size() - i)]);
  }
  candidates.resize(count);
  std::ranges::sort(candidates);
  Split split{.training_users = {}, .validation_users = candidates, .held_out = {}};
  split.held_out.assign(user_count, false);
  for (const std::uint32_t u : candidates) split.held_out[u] = true;
  for (std::uint32_t u = 0; u < user_count; ++u) {
    if (events_of(u) >= 2) split.training_users.push_back(u);
  }
  return split;
}

Stretch training_stretch(const HrnnSequences& s, const Split& split, std::uint32_t user,
                         std::size_t length_max) {
  const std::size_t last = s.offsets[user + 1] - (split.held_out[user] ? 2 : 1);
  const std::size_t length = std::min<std::size_t>(last - s.offsets[user], length_max);
  return {.user = user, .first = last - length, .length = length};
}

Stretch validation_stretch(const HrnnSequences& s, std::uint32_t user, std::size_t length_max) {
  const std::size_t last = s.offsets[user + 1] - 1;
  const std::size_t length = std::min<std::size_t>(last - s.offsets[user], length_max);
  return {.user = user, .first = last - length, .length = length};
}

}  // namespace attune::training
