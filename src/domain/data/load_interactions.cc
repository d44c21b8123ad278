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

}  // namespace

Result<InteractionTable> load_interactions(const Schema& schema,
                                           std::span<const std::string> segment_paths,
                                           std::span<const StreamedInteraction> streamed,
                                           const EventSelection& selection) {
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
  InteractionCollector collector(schema, selection);
  collector.reserve(row_count);
  for (const Segment& segment : segments) ATTUNE_TRY_VOID(collector.add(segment));
  for (const StreamedInteraction& event : streamed) ATTUNE_TRY_VOID(collector.add(event));

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

}  // namespace attune::data
