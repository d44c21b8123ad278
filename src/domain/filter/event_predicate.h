#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "domain/data/interactions.h"
#include "domain/data/vocabulary.h"
#include "domain/filter/bitmap.h"
#include "domain/filter/operators.h"

namespace attune::filter {

/// Event types are the same without regard to case, "_" and " " being one (reference 8.2).
[[nodiscard]] bool same_event_type(std::string_view left, std::string_view right);

struct EventPredicate {
  const Operator& op;
  std::span<const std::string> types;  // "*" is any, also an event without a type
  std::size_t newest_per_type_max;     // 0: all
};

/// The items for which the history (oldest first) has an event of one of the types; negated: the
/// others.
[[nodiscard]] Bitmap items_with_events(const EventPredicate& predicate,
                                       std::span<const data::Interaction> history,
                                       const data::Vocabulary* event_types, std::size_t item_count);

}  // namespace attune::filter
