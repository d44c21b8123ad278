#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"

namespace attune::json {

class Value;
using Array = std::vector<Value>;
/// Members in the order in which they were written or parsed; names are not checked for repeats
/// (the last one wins in `find`).
using Object = std::vector<std::pair<std::string, Value>>;

/// A JSON document. Integers that fit int64 stay exact; every other number is a double.
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}                                 // NOLINT(google-explicit-constructor)
  Value(bool value) : data_(value) {}                      // NOLINT(google-explicit-constructor)
  Value(int value) : data_(std::int64_t{value}) {}         // NOLINT(google-explicit-constructor)
  Value(std::int64_t value) : data_(value) {}              // NOLINT(google-explicit-constructor)
  Value(double value) : data_(value) {}                    // NOLINT(google-explicit-constructor)
  Value(const char* value) : data_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
  Value(std::string value) : data_(std::move(value)) {}    // NOLINT(google-explicit-constructor)
  Value(std::string_view value)
      : data_(std::string(value)) {}                // NOLINT(google-explicit-constructor)
  Value(Array value) : data_(std::move(value)) {}   // NOLINT(google-explicit-constructor)
  Value(Object value) : data_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  /// A pointer to the value if it has that type, otherwise null.
  [[nodiscard]] const bool* if_bool() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] const std::int64_t* if_integer() const { return std::get_if<std::int64_t>(&data_); }
  [[nodiscard]] const std::string* if_string() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] const Array* if_array() const { return std::get_if<Array>(&data_); }
  [[nodiscard]] const Object* if_object() const { return std::get_if<Object>(&data_); }
  [[nodiscard]] Array* if_array() { return std::get_if<Array>(&data_); }
  [[nodiscard]] Object* if_object() { return std::get_if<Object>(&data_); }
  [[nodiscard]] bool is_number() const;
  /// The number as a double; 0 if it is not a number.
  [[nodiscard]] double number() const;

  /// The member of that name, or null if this is no object or has none.
  [[nodiscard]] const Value* find(std::string_view name) const;
  /// Appends a member; makes this an object if it is null.
  void add(std::string name, Value value);
  /// Appends an element; makes this an array if it is null.
  void push(Value value);

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

/// Nesting deeper than this is refused.
inline constexpr std::size_t kDepthMax = 64;

/// Parses one JSON document (UTF-8). The message of a refusal says what is wrong. Thread-safe.
[[nodiscard]] Result<Value> parse(std::string_view text);

/// The shortest text that parses to an equal value, but that a whole double may read back as the
/// integer of the same value; non-finite numbers become null.
[[nodiscard]] std::string write(const Value& value);
void write(const Value& value, std::string& out);
/// Appends `text` as a quoted JSON string.
void write_string(std::string_view text, std::string& out);
/// Appends the shortest text that reads back as the same double; null if it is not finite.
void write_number(double value, std::string& out);

}  // namespace attune::json
