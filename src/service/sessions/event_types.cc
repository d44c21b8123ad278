#include "service/sessions/event_types.h"

#include <utility>

namespace attune::sessions {

EventTypes::EventTypes(std::shared_ptr<const data::Vocabulary> trained)
    : names_(trained ? std::move(trained) : std::make_shared<const data::Vocabulary>()) {}

data::EventTypeIndex EventTypes::index_of(std::string_view name) {
  if (name.empty()) return data::kNoEventType;
  const std::lock_guard lock(mutex_);
  if (const auto found = names_->find(name)) {
    return data::EventTypeIndex{static_cast<std::uint16_t>(*found)};
  }
  if (names_->size() >= kEventTypesMax) return data::kNoEventType;
  auto more = std::make_shared<data::Vocabulary>();
  for (std::uint32_t i = 0; i < names_->size(); ++i) more->add(names_->text(i));
  const auto index = static_cast<std::uint16_t>(more->add(name));
  names_ = std::move(more);
  return data::EventTypeIndex{index};
}

std::shared_ptr<const data::Vocabulary> EventTypes::snapshot() const {
  const std::lock_guard lock(mutex_);
  return names_;
}

}  // namespace attune::sessions
