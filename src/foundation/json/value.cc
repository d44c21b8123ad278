#include "foundation/json/value.h"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/error.h"

namespace attune::json {
namespace {

Value convert(simdjson::dom::element element);

Value convert_array(simdjson::dom::array array) {
  Array result;
  result.reserve(array.size());
  for (const simdjson::dom::element child : array) result.push_back(convert(child));
  return result;
}

Value convert_object(simdjson::dom::object object) {
  Object result;
  result.reserve(object.size());
  for (const auto& [name, child] : object) result.emplace_back(std::string(name), convert(child));
  return result;
}

Value convert(simdjson::dom::element element) {
  switch (element.type()) {
    case simdjson::dom::element_type::ARRAY:
      return convert_array(element.get_array().value_unsafe());
    case simdjson::dom::element_type::OBJECT:
      return convert_object(element.get_object().value_unsafe());
    case simdjson::dom::element_type::INT64:
      return element.get_int64().value_unsafe();
    case simdjson::dom::element_type::UINT64:
      return static_cast<double>(element.get_uint64().value_unsafe());
    case simdjson::dom::element_type::DOUBLE:
      return element.get_double().value_unsafe();
    case simdjson::dom::element_type::STRING:
      return element.get_string().value_unsafe();
    case simdjson::dom::element_type::BOOL:
      return element.get_bool().value_unsafe();
    case simdjson::dom::element_type::NULL_VALUE:
      return nullptr;
  }
  return nullptr;
}

void write_array(const Array& array, std::string& out) {
  out += '[';
  bool first = true;
  for (const Value& child : array) {
    if (!std::exchange(first, false)) out += ',';
    write(child, out);
  }
  out += ']';
}

void write_object(const Object& object, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [name, child] : object) {
    if (!std::exchange(first, false)) out += ',';
    write_string(name, out);
    out += ':';
    write(child, out);
  }
  out += '}';
}

}  // namespace

bool Value::is_number() const {
  return std::holds_alternative<std::int64_t>(data_) || std::holds_alternative<double>(data_);
}

double Value::number() const {
  if (const auto* integer = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&data_)) return *real;
  return 0.0;
}

const Value* Value::find(std::string_view name) const {
  const Object* object = if_object();
  if (object == nullptr) return nullptr;
  for (auto member = object->rbegin(); member != object->rend(); ++member) {
    if (member->first == name) return &member->second;
  }
  return nullptr;
}

void Value::add(std::string name, Value value) {
  if (is_null()) data_ = Object{};
  std::get<Object>(data_).emplace_back(std::move(name), std::move(value));
}

void Value::push(Value value) {
  if (is_null()) data_ = Array{};
  std::get<Array>(data_).push_back(std::move(value));
}

Result<Value> parse(std::string_view text) {
  simdjson::dom::parser parser;
  if (const auto fault = parser.allocate(text.size(), kDepthMax)) {
    return invalid_input(std::string("JSON too large: ") + simdjson::error_message(fault));
  }
  simdjson::dom::element root;
  if (const auto fault = parser.parse(text.data(), text.size()).get(root)) {
    return invalid_input(std::string("not valid JSON: ") + simdjson::error_message(fault));
  }
  return convert(root);
}

void write_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 0x0FU];
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_number(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += text;
  // A whole number beyond every integer type would not be read back without a mark of its own.
  constexpr double kIntegersEnd = 0x1p63;
  if (std::abs(value) >= kIntegersEnd && text.find_first_of(".e") == std::string_view::npos) {
    out += ".0";
  }
}

void write(const Value& value, std::string& out) {
  if (const bool* truth = value.if_bool()) {
    out += *truth ? "true" : "false";
  } else if (const std::int64_t* integer = value.if_integer()) {
    out += std::to_string(*integer);
  } else if (const std::string* text = value.if_string()) {
    write_string(*text, out);
  } else if (const Array* array = value.if_array()) {
    write_array(*array, out);
  } else if (const Object* object = value.if_object()) {
    write_object(*object, out);
  } else if (value.is_number()) {
    write_number(value.number(), out);
  } else {
    out += "null";
  }
}

std::string write(const Value& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace attune::json
