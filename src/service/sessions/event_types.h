#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>

#include "domain/data/ids.h"
#include "domain/data/vocabulary.h"

namespace attune::sessions {

inline constexpr std::size_t kEventTypesMax = 1'000;

/// The event types a model was trained on and, after them, those that events brought since (at most
/// kEventTypesMax in all; later ones count as none). Thread-safe.
class EventTypes {
 public:
  /// `trained` may be null.
  explicit EventTypes(std::shared_ptr<const data::Vocabulary> trained);

  /// Added if it is new; kNoEventType for an empty name.
  [[nodiscard]] data::EventTypeIndex index_of(std::string_view name);
  /// An immutable picture of what there is; knows every index given out before.
  [[nodiscard]] std::shared_ptr<const data::Vocabulary> snapshot() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const data::Vocabulary> names_;
};

}  // namespace attune::sessions
