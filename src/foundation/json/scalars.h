#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/json/path.h"
#include "foundation/json/rule.h"
#include "foundation/json/value.h"

namespace attune::json {

/// A point in time; on the wire a number of seconds since the Unix epoch with up to three decimals.
struct Timestamp {
  std::int64_t ms = 0;
  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// A JSON document that travels as text inside a string; sent as a plain object it is accepted too.
struct JsonText {
  std::string text;
  friend bool operator==(const JsonText&, const JsonText&) = default;
};

/// Reads one value. kMalformed: another JSON type; kInvalidInput: the rule is broken. The message
/// names the path, the value and the rule.
Result<void> read_into(bool& into, const Value& value, const Rule& rule, const Path& path);
Result<void> read_into(std::int64_t& into, const Value& value, const Rule& rule, const Path& path);
Result<void> read_into(double& into, const Value& value, const Rule& rule, const Path& path);
Result<void> read_into(std::string& into, const Value& value, const Rule& rule, const Path& path);
Result<void> read_into(Timestamp& into, const Value& value, const Rule& rule, const Path& path);
Result<void> read_into(JsonText& into, const Value& value, const Rule& rule, const Path& path);
Result<void> read_into(Value& into, const Value& value, const Rule& rule, const Path& path);

[[nodiscard]] Value to_value(bool value);
[[nodiscard]] Value to_value(std::int64_t value);
[[nodiscard]] Value to_value(double value);
[[nodiscard]] Value to_value(const std::string& value);
[[nodiscard]] Value to_value(const Timestamp& value);
[[nodiscard]] Value to_value(const JsonText& value);
[[nodiscard]] Value to_value(const Value& value);

/// `text` keeps the string rules: size, pattern, one_of.
[[nodiscard]] Result<void> check_string(std::string_view text, const Rule& rule, const Path& path);
/// `count` entries keep the size rule.
[[nodiscard]] Result<void> check_count(std::size_t count, const Rule& rule, const Path& path);
[[nodiscard]] std::unexpected<Error> wrong_type(const Path& path, std::string_view expected);
[[nodiscard]] std::unexpected<Error> missing(const Path& path);

}  // namespace attune::json
