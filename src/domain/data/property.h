#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/data/schema.h"
#include "foundation/json/value.h"

namespace attune::data {

/// The member of a `properties` object that stands for a column: names are compared without case
/// and punctuation (reference 9.1). Null if there is none, or it is null.
[[nodiscard]] const json::Value* find_property(const json::Value& properties,
                                               std::string_view column_name);

/// Properties come as strings, numbers or booleans, whatever the column's type: as a number ...
[[nodiscard]] std::optional<double> property_number(const json::Value& value);
/// ... and as a text; arrays, objects and empty strings are no text.
[[nodiscard]] std::optional<std::string> property_text(const json::Value& value);

/// The value as the column keeps it: a whole number for int and long ("3" and 3.0 are 3; fractions
/// of a time are cut off), a double, a boolean, or a text. Nothing if it does not fit.
[[nodiscard]] std::optional<json::Value> converted_property(const json::Value& value,
                                                            const Column& column);

}  // namespace attune::data
