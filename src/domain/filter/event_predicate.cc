#include "domain/filter/event_predicate.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace attune::filter {
namespace {

char folded(char letter) {
  if (letter == ' ') return '_';
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// By event type index; the last one is that of events without a type.
std::vector<bool> wanted_types(std::span<const std::string> types,
                               const data::Vocabulary* event_types) {
  const std::size_t count = event_types == nullptr ? 0 : event_types->size();
  const bool any = std::ranges::find(types, "*") != types.end();
  std::vector<bool> wanted(count + 1, any);
  if (any) return wanted;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = event_types->text(static_cast<std::uint32_t>(i));
    wanted[i] = std::ranges::any_of(
        types, [&](const std::string& type) { return same_event_type(type, name); });
  }
  return wanted;
}

}  // namespace

bool same_event_type(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, folded, folded);
}

Bitmap items_with_events(const EventPredicate& predicate,
                         std::span<const data::Interaction> history,
                         const data::Vocabulary* event_types, std::size_t item_count) {
  Bitmap items(item_count);
  const std::vector<bool> wanted = wanted_types(predicate.types, event_types);
  const std::size_t without_type = wanted.size() - 1;
  std::vector<std::size_t> seen_of_type;
  if (predicate.newest_per_type_max != 0) seen_of_type.resize(wanted.size());
  for (std::size_t i = history.size(); i-- > 0;) {
    const data::Interaction& event = history[i];
    const std::size_t type = std::min(data::raw(event.event_type), without_type);
    if (!wanted[type]) continue;
    if (!seen_of_type.empty() && ++seen_of_type[type] > predicate.newest_per_type_max) continue;
    if (data::raw(event.item) < item_count) items.set(data::raw(event.item));
  }
  if (predicate.op.negated) items.invert();
  return items;
}

}  // namespace attune::filter
