#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "domain/data/schema.h"
#include "domain/data/segment.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::data {

/// Interactions in the order of input, before sorting.
struct InteractionRows {
  std::vector<std::uint32_t> user;
  std::vector<ItemIndex> item;
  std::vector<EventTypeIndex> event_type;
  std::vector<float> event_value;
  std::vector<std::int64_t> timestamp_s;
  std::vector<ContextColumn> context;
};

/// Which side of a selection is gathered.
enum class Kept : std::uint8_t { kSelected, kUnselected };

/// Gathers the selected, or the other, rows of segments and of streamed events. Users, items and
/// event types get their indices in the order in which gathered rows first name them. Not
/// thread-safe.
class InteractionCollector {
 public:
  InteractionCollector(const Schema& schema, const EventSelection& selection,
                       Kept kept = Kept::kSelected);

  void reserve(std::uint64_t row_count);
  [[nodiscard]] Result<void> add(const Segment& segment);
  [[nodiscard]] Result<void> add(const StreamedInteraction& event);

  InteractionRows rows;
  Vocabulary users;
  Vocabulary items;
  Vocabulary event_types;
  std::vector<Vocabulary> categories;  // by context column; empty for numeric ones

 private:
  class SegmentRows;

  [[nodiscard]] bool is_kept(std::string_view event_type, float event_value) const;
  void add_context(const json::Value& properties);

  const EventSelection& selection_;
  const Kept kept_;
};

/// True for the columns that become ContextColumns: numbers and categorical strings that are
/// neither required nor reserved.
[[nodiscard]] bool is_context_column(const Column& column);

}  // namespace attune::data
