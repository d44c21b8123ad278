#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::log {

enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError, kOff };

/// A named value of a log line. Never a secret, a signature or a user's properties.
struct Field {
  std::string_view name;
  json::Value value;
};

/// The process's log: one JSON object a line on stderr, with the members `time` (ISO 8601, UTC,
/// milliseconds), `level`, `message` and then the fields. Thread-safe; lines never interleave.
/// Example: log::info("import finished", {{"job", id}, {"rows", rows}});
void debug(std::string_view message, std::initializer_list<Field> fields = {});
void info(std::string_view message, std::initializer_list<Field> fields = {});
void warning(std::string_view message, std::initializer_list<Field> fields = {});
void error(std::string_view message, std::initializer_list<Field> fields = {});

/// Lines below `level` are not written; kInfo until it is set.
void set_level(Level level);
[[nodiscard]] bool is_enabled(Level level);
/// "debug", "info", "warning", "error" or "off".
[[nodiscard]] Result<Level> parse_level(std::string_view name);

/// A longer line loses the end of its fields, then of its message.
inline constexpr std::size_t kLineBytesMax = std::size_t{16} * 1024;

/// The line without its newline, as it is written.
[[nodiscard]] std::string format_line(Level level, std::int64_t now_ms, std::string_view message,
                                      std::initializer_list<Field> fields);

}  // namespace attune::log
