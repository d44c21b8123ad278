#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "foundation/base/error.h"

namespace attune::operations {

/// What the `properties` text of an event holds.
struct EventProperties {
  std::optional<std::string> item_id;  // as older clients send it
  std::optional<float> event_value;    // likewise
  std::string columns;                 // JSON object by column name, or empty
};

/// Parses the text, maps camelCase keys to the schema's columns and converts the values to the
/// columns' types; unknown keys are left out. kInvalidInput for text that is no JSON object, a key
/// that belongs outside of properties, and a value that its column cannot hold. `path` names the
/// member in messages.
[[nodiscard]] Result<EventProperties> read_event_properties(std::string_view text,
                                                            const data::Schema& interactions,
                                                            std::string_view path);

}  // namespace attune::operations
