#include "learning/models/event_times.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"

namespace attune::models {
namespace {

constexpr std::int64_t kLatest = std::numeric_limits<std::int32_t>::max();

// Events before it are too many.
std::int64_t oldest_kept(const data::InteractionTable& table) {
  if (table.row_count() == 0) return 0;
  if (table.row_count() <= EventTimes::kEventsMax) {
    return *std::ranges::min_element(table.timestamp_s);
  }
  std::vector<std::int64_t> times = table.timestamp_s;
  const auto cut = times.end() - static_cast<std::ptrdiff_t>(EventTimes::kEventsMax);
  std::nth_element(times.begin(), cut, times.end());
  return *cut;
}

}  // namespace

EventTimes::EventTimes(std::int64_t first_s, std::vector<std::int64_t> offsets,
                       std::vector<std::int32_t> times)
    : first_s_(first_s), offsets_(std::move(offsets)), times_(std::move(times)) {
  if (!times_.empty()) newest_ = *std::ranges::max_element(times_);
}

EventTimes EventTimes::of(const data::InteractionTable& table) {
  const std::int64_t first_s = oldest_kept(table);
  std::vector<std::int64_t> offsets(table.item_count() + 1, 0);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (table.timestamp_s[row] >= first_s) ++offsets[data::raw(table.item[row]) + 1];
  }
  std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
  std::vector<std::int32_t> times(static_cast<std::size_t>(offsets.back()));
  std::vector<std::int64_t> next(offsets.begin(), offsets.end() - 1);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (table.timestamp_s[row] < first_s) continue;
    const auto place = static_cast<std::size_t>(next[data::raw(table.item[row])]++);
    times[place] = static_cast<std::int32_t>(std::min(table.timestamp_s[row] - first_s, kLatest));
  }
  for (std::size_t item = 0; item < table.item_count(); ++item) {
    std::sort(times.begin() + offsets[item], times.begin() + offsets[item + 1]);
  }
  return {first_s, std::move(offsets), std::move(times)};
}

Result<EventTimes> EventTimes::from(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(first_s, read_number(artefact, "first_s"));
  ATTUNE_TRY(offsets, read_longs(artefact, "time_offsets", item_count + 1));
  ATTUNE_TRY(times, read_integers(artefact, "times", kAnyLength));
  constexpr double kFirstMax = 1e15;
  const bool sound = offsets.front() == 0 && std::ranges::is_sorted(offsets) &&
                     offsets.back() == static_cast<std::int64_t>(times.size()) &&
                     first_s >= -kFirstMax && first_s <= kFirstMax;
  const auto is_ascending = [&](std::size_t item) {
    const auto first = times.begin() + offsets[item];
    const auto last = times.begin() + offsets[item + 1];
    return first == last || (*first >= 0 && std::is_sorted(first, last));
  };
  bool ascending = sound;
  for (std::size_t item = 0; ascending && item < item_count; ++item) ascending = is_ascending(item);
  if (!ascending) return invalid_input("model artefact: times are not ascending lists by item");
  return EventTimes(static_cast<std::int64_t>(first_s), std::move(offsets), std::move(times));
}

void EventTimes::add_to(Artefact& artefact) const {
  artefact.configuration.add("first_s", first_s_);
  artefact.tensors.push_back(tensor_of("time_offsets", offsets_));
  artefact.tensors.push_back(tensor_of("times", times_));
}

std::size_t EventTimes::count_before(std::size_t item, std::int64_t time) const {
  const auto first = times_.begin() + offsets_[item];
  const auto last = times_.begin() + offsets_[item + 1];
  return static_cast<std::size_t>(std::lower_bound(first, last, time) - first);
}

std::int64_t EventTimes::since_first(std::int64_t timestamp_s) const {
  // Far from any time, and the difference cannot overflow.
  constexpr std::int64_t kFar = std::int64_t{1} << 60;
  return std::clamp(timestamp_s, -kFar, kFar) - first_s_;
}

}  // namespace attune::models
