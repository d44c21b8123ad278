#include "foundation/telemetry/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::log {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames{"debug", "info", "warning", "error", "off"};
constexpr std::array kSinkLevels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                 spdlog::level::err, spdlog::level::off};
constexpr std::size_t kMessageBytesMax = kLineBytesMax / 4;

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto made = std::make_shared<spdlog::logger>("attune", sink);
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    return made;
  }();
  return *instance;
}

std::string iso_time(std::int64_t now_ms) {
  const std::time_t seconds = now_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(now_ms % 1000));
  return std::string(text.data(), length) + fraction.data();
}

/// The longest front of `text` within `bytes_max` that does not cut a UTF-8 character.
std::string_view cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U) {
    --bytes_max;
  }
  return text.substr(0, bytes_max);
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!is_enabled(level)) return;
  const std::string line = format_line(level, SystemClock().now_ms(), message, fields);
  logger().log(kSinkLevels[static_cast<std::size_t>(level)],
               spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

std::string format_line(Level level, std::int64_t now_ms, std::string_view message,
                        std::initializer_list<Field> fields) {
  std::string line = "{\"time\":\"" + iso_time(now_ms) + "\",\"level\":\"";
  line += kLevelNames[static_cast<std::size_t>(level)];
  line += "\",\"message\":";
  json::write_string(cut(message, kMessageBytesMax), line);
  for (const Field& field : fields) {
    std::string member = ",";
    json::write_string(field.name, member);
    member += ':';
    json::write(field.value, member);
    if (line.size() + member.size() + 1 > kLineBytesMax) break;
    line += member;
  }
  return line + '}';
}

void debug(std::string_view message, std::initializer_list<Field> fields) {
  write(Level::kDebug, message, fields);
}
void info(std::string_view message, std::initializer_list<Field> fields) {
  write(Level::kInfo, message, fields);
}
void warning(std::string_view message, std::initializer_list<Field> fields) {
  write(Level::kWarning, message, fields);
}
void error(std::string_view message, std::initializer_list<Field> fields) {
  write(Level::kError, message, fields);
}

void set_level(Level level) {
  logger().set_level(kSinkLevels[static_cast<std::size_t>(level)]);
}

bool is_enabled(Level level) {
  return level != Level::kOff && logger().should_log(kSinkLevels[static_cast<std::size_t>(level)]);
}

Result<Level> parse_level(std::string_view name) {
  for (std::size_t index = 0; index < kLevelNames.size(); ++index) {
    if (kLevelNames[index] == name) return static_cast<Level>(index);
  }
  return invalid_input("log level '" + std::string(name) +
                       "' is not one of debug, info, warning, error, off");
}

}  // namespace attune::log
