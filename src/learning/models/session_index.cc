#include "learning/models/session_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"

namespace attune::models {
namespace {

struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Stretch> stretches_of(const data::InteractionTable& table, const SessionCut& cut) {
  std::vector<Stretch> stretches;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    std::size_t begin = table.offsets[user];
    for (std::size_t row = begin; row < table.offsets[user + 1]; ++row) {
      const bool paused = row > begin && cut.idle_gap_s > 0 &&
                          table.timestamp_s[row] - table.timestamp_s[row - 1] > cut.idle_gap_s;
      if (paused || row - begin >= cut.session_max) {
        stretches.push_back({begin, row});
        begin = row;
      }
    }
    if (begin < table.offsets[user + 1]) stretches.push_back({begin, table.offsets[user + 1]});
  }
  std::ranges::stable_sort(stretches, {},
                           [&](const Stretch& s) { return table.timestamp_s[s.end - 1]; });
  return stretches;
}

bool is_well_formed(std::span<const std::int64_t> offsets, std::span<const std::int32_t> items,
                    std::size_t item_count) {
  return !offsets.empty() && offsets.front() == 0 && std::ranges::is_sorted(offsets) &&
         offsets.size() <= std::numeric_limits<std::uint32_t>::max() &&
         static_cast<std::size_t>(offsets.back()) == items.size() &&
         std::ranges::all_of(items, [&](std::int32_t item) {
           return item >= 0 && static_cast<std::size_t>(item) < item_count;
         });
}

}  // namespace

SessionIndex SessionIndex::of(const data::InteractionTable& table, const SessionCut& cut) {
  SessionIndex index;
  index.offsets_.push_back(0);
  index.items_.reserve(table.row_count());
  for (const Stretch& stretch : stretches_of(table, cut)) {
    for (std::size_t row = stretch.begin; row < stretch.end; ++row) {
      index.items_.push_back(static_cast<std::int32_t>(table.item[row]));
    }
    index.offsets_.push_back(static_cast<std::int64_t>(index.items_.size()));
    index.newest_s_.push_back(table.timestamp_s[stretch.end - 1]);
  }
  index.add_occurrences(table.item_count());
  return index;
}

void SessionIndex::add_occurrences(std::size_t item_count) {
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> last(item_count, kNone);
  const auto each_once = [&](const auto& visit) {
    std::ranges::fill(last, kNone);
    for (std::uint32_t session = 0; session < session_count(); ++session) {
      for (const std::int32_t item : items_of(session)) {
        std::uint32_t& seen = last[static_cast<std::size_t>(item)];
        if (seen == session) continue;
        seen = session;
        visit(static_cast<std::size_t>(item), session);
      }
    }
  };
  item_offsets_.assign(item_count + 1, 0);
  each_once([&](std::size_t item, std::uint32_t) { ++item_offsets_[item + 1]; });
  std::partial_sum(item_offsets_.begin(), item_offsets_.end(), item_offsets_.begin());
  std::vector<std::uint64_t> next(item_offsets_.begin(), item_offsets_.end() - 1);
  sessions_.resize(item_offsets_.back());
  each_once([&](std::size_t item, std::uint32_t session) { sessions_[next[item]++] = session; });
}

Result<SessionIndex> SessionIndex::from(const Artefact& artefact, std::size_t item_count) {
  ATTUNE_TRY(times, read_longs(artefact, "session_times", kAnyLength));
  ATTUNE_TRY(offsets, read_longs(artefact, "session_offsets", times.size() + 1));
  ATTUNE_TRY(items, read_integers(artefact, "session_items", kAnyLength));
  if (!is_well_formed(offsets, items, item_count)) {
    return invalid_input("model artefact: sessions are not lists over its items");
  }
  SessionIndex index;
  index.offsets_ = std::move(offsets);
  index.items_ = std::move(items);
  index.newest_s_ = std::move(times);
  index.add_occurrences(item_count);
  return index;
}

void SessionIndex::add_to(Artefact& artefact) const {
  artefact.tensors.push_back(tensor_of("session_offsets", offsets_));
  artefact.tensors.push_back(tensor_of("session_items", items_));
  artefact.tensors.push_back(tensor_of("session_times", newest_s_));
}

std::span<const std::int32_t> SessionIndex::items_of(std::size_t session) const {
  const auto begin = static_cast<std::size_t>(offsets_[session]);
  return std::span(items_).subspan(begin, static_cast<std::size_t>(offsets_[session + 1]) - begin);
}

std::span<const std::uint32_t> SessionIndex::sessions_of(std::size_t item) const {
  return std::span(sessions_).subspan(item_offsets_[item],
                                      item_offsets_[item + 1] - item_offsets_[item]);
}

}  // namespace attune::models
