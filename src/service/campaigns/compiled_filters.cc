#include "service/campaigns/compiled_filters.h"

#include <utility>

namespace attune::campaigns {

Result<std::shared_ptr<const filter::CompiledFilter>> CompiledFilters::get(
    const std::string& filter_arn, const GroupFilter& filter, const GroupMetadata& metadata) {
  const auto shared = [](const std::shared_ptr<const Entry>& entry) {
    return std::shared_ptr<const filter::CompiledFilter>(entry, entry->compiled.get());
  };
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(filter_arn);
    if (found != entries_.end() && found->second->expression == filter.expression &&
        found->second->items == metadata.items) {
      return shared(found->second);
    }
  }
  const auto& interactions = *solution_->interactions;
  ATTUNE_TRY(compiled,
             filter::compile(filter.expression, {.vocabulary = interactions.items.get(),
                                                 .items = metadata.items.get(),
                                                 .event_types = interactions.event_types.get()}));
  auto entry = std::make_shared<Entry>();
  entry->expression = filter.expression;
  entry->items = metadata.items;
  entry->solution = solution_;
  entry->compiled = std::move(compiled);
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= kCompiledFiltersMax) entries_.clear();
  entries_[filter_arn] = entry;
  return shared(entry);
}

}  // namespace attune::campaigns
