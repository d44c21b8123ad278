#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/interaction_rows.h"
#include "domain/data/interaction_sort.h"
#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "domain/data/segment.h"
#include "foundation/base/error.h"

namespace attune::data {
namespace {

constexpr std::uint64_t kRowsMax = 0xFFFFFFFE;

std::shared_ptr<const Vocabulary> shared(Vocabulary& vocabulary) {
  return std::make_shared<const Vocabulary>(std::move(vocabulary));
}

Result<void> collect(std::span<const std::string> segment_paths,
                     std::span<const StreamedInteraction> streamed,
                     InteractionCollector& collector) {
  std::vector<Segment> segments;
  std::uint64_t row_count = streamed.size();
  for (const std::string& path : segment_paths) {
    ATTUNE_TRY(segment, Segment::open(path));
    row_count += segment.row_count();
    segments.push_back(std::move(segment));
  }
  if (row_count > kRowsMax) {
    return failure(
        ErrorCode::kLimitExceeded,
        std::to_string(row_count) + " interactions, at most " + std::to_string(kRowsMax));
  }
  collector.reserve(row_count);
  for (const Segment& segment : segments) ATTUNE_TRY_VOID(collector.add(segment));
  for (const StreamedInteraction& event : streamed) ATTUNE_TRY_VOID(collector.add(event));
  return {};
}

void remove_items_from(std::size_t first, InteractionRows& rows) {
  std::size_t kept = 0;
  for (std::size_t row = 0; row < rows.item.size(); ++row) {
    if (raw(rows.item[row]) >= first) continue;
    rows.user[kept] = rows.user[row];
    rows.item[kept] = rows.item[row];
    rows.event_type[kept] = rows.event_type[row];
    rows.event_value[kept] = rows.event_value[row];
    rows.timestamp_s[kept] = rows.timestamp_s[row];
    ++kept;
  }
  rows.user.resize(kept);
  rows.item.resize(kept);
  rows.event_type.resize(kept);
  rows.event_value.resize(kept);
  rows.timestamp_s.resize(kept);
}

}  // namespace

Result<InteractionTable> load_interactions(const Schema& schema,
                                           std::span<const std::string> segment_paths,
                                           std::span<const StreamedInteraction> streamed,
                                           const EventSelection& selection) {
  InteractionCollector collector(schema, selection);
  ATTUNE_TRY_VOID(collect(segment_paths, streamed, collector));
  InteractionTable table;
  for (std::size_t at = 0; at < collector.rows.context.size(); ++at) {
    ContextColumn& column = collector.rows.context[at];
    if (!column.numeric) column.categories = shared(collector.categories[at]);
  }
  sort_into(std::move(collector.rows), static_cast<std::uint32_t>(collector.users.size()), table);
  table.users = shared(collector.users);
  table.items = shared(collector.items);
  table.event_types = shared(collector.event_types);
  return table;
}

Result<InteractionTable> load_unselected_interactions(const Schema& schema,
                                                      std::span<const std::string> segment_paths,
                                                      std::span<const StreamedInteraction> streamed,
                                                      const EventSelection& selection,
                                                      const InteractionTable& known) {
  InteractionCollector collector(schema, selection, Kept::kUnselected);
  collector.rows.context.clear();
  collector.categories.clear();
  collector.items = *known.items;
  collector.event_types = *known.event_types;
  ATTUNE_TRY_VOID(collect(segment_paths, streamed, collector));
  remove_items_from(known.items->size(), collector.rows);

  InteractionTable table;
  sort_into(std::move(collector.rows), static_cast<std::uint32_t>(collector.users.size()), table);
  table.users = shared(collector.users);
  table.items = known.items;
  table.event_types = shared(collector.event_types);
  return table;
}

}  // namespace attune::data
