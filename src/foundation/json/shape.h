#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/json/path.h"
#include "foundation/json/rule.h"
#include "foundation/json/scalars.h"
#include "foundation/json/value.h"

namespace attune::json {

/// How a struct looks on the wire, said once; reading, checking, writing and the list of its fields
/// all come from there:
///
///   struct Tag {
///     std::string tag_key;
///     std::optional<std::string> note;
///     static constexpr auto kShape = json::shape(json::field("tagKey", &Tag::tag_key, kTagKey),
///                                                json::field("note", &Tag::note));
///   };
///
/// Members are bool, std::int64_t, double, std::string, Timestamp, JsonText, Value, other shaped
/// structs, std::vector and StringMap of these; an std::optional one may be absent, all others are
/// required.
template <typename Struct, typename Member>
struct Field {
  std::string_view name;
  Member Struct::* member;
  Rule rule{};
};

template <typename Struct, typename Member>
constexpr Field<Struct, Member> field(std::string_view name, Member Struct::* member,
                                      const Rule& rule = {}) {
  return {name, member, rule};
}

template <typename... Fields>
constexpr auto shape(Fields... fields) {
  return std::tuple(fields...);
}

template <typename T>
using StringMap = std::map<std::string, T, std::less<>>;

template <typename T>
concept Shaped = requires { T::kShape; };

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <typename T>
Result<void> read_into(std::vector<T>& into, const Value& value, const Rule& rule,
                       const Path& path);
template <typename T>
Result<void> read_into(StringMap<T>& into, const Value& value, const Rule& rule, const Path& path);
template <Shaped T>
Result<void> read_into(T& into, const Value& value, const Rule& rule, const Path& path);
template <typename T>
Value to_value(const std::vector<T>& list);
template <typename T>
Value to_value(const StringMap<T>& map);
template <Shaped T>
Value to_value(const T& value);

template <typename Struct, typename Member>
Result<void> read_field(Struct& into, const Value& object, const Field<Struct, Member>& field,
                        const Path& parent) {
  const Path path{.parent = &parent, .name = field.name};
  const Value* found = object.find(field.name);
  const bool absent = found == nullptr || found->is_null();
  Member& member = into.*field.member;
  if constexpr (kIsOptional<Member>) {
    if (absent) return {};
    return read_into(member.emplace(), *found, field.rule, path);
  } else {
    if (absent) return missing(path);
    return read_into(member, *found, field.rule, path);
  }
}

/// Reads the fields of one shape; the first fault ends it. Unknown members are ignored.
template <typename Struct, typename... Fields>
Result<void> read_fields(Struct& into, const Value& object, const std::tuple<Fields...>& fields,
                         const Path& path) {
  Result<void> outcome;
  std::apply(
      [&](const auto&... each) {
        static_cast<void>(
            ((outcome = read_field(into, object, each, path), outcome.has_value()) && ...));
      },
      fields);
  return outcome;
}

template <typename Struct, typename Member>
void write_field(const Struct& from, Value& object, const Field<Struct, Member>& field) {
  const Member& member = from.*field.member;
  if constexpr (kIsOptional<Member>) {
    if (member) object.add(std::string(field.name), to_value(*member));
  } else {
    object.add(std::string(field.name), to_value(member));
  }
}

/// Adds the fields of one shape to `object`; absent optionals are left out.
template <typename Struct, typename... Fields>
void write_fields(const Struct& from, Value& object, const std::tuple<Fields...>& fields) {
  std::apply([&](const auto&... each) { (write_field(from, object, each), ...); }, fields);
}

template <typename T>
Result<void> read_into(std::vector<T>& into, const Value& value, const Rule& rule,
                       const Path& path) {
  static constexpr Rule kAny;
  const Array* list = value.if_array();
  if (list == nullptr) return wrong_type(path, "a list");
  ATTUNE_TRY_VOID(check_count(list->size(), rule, path));
  into.reserve(list->size());
  for (std::size_t index = 0; index < list->size(); ++index) {
    const Path at{.parent = &path, .name = {}, .index = index};
    T element{};
    ATTUNE_TRY_VOID(
        read_into(element, (*list)[index], rule.each == nullptr ? kAny : *rule.each, at));
    into.push_back(std::move(element));
  }
  return {};
}

template <typename T>
Result<void> read_into(StringMap<T>& into, const Value& value, const Rule& rule, const Path& path) {
  static constexpr Rule kAny;
  const Object* object = value.if_object();
  if (object == nullptr) return wrong_type(path, "an object");
  ATTUNE_TRY_VOID(check_count(object->size(), rule, path));
  for (const auto& [key, member] : *object) {
    const Path at{.parent = &path, .name = key};
    if (rule.key != nullptr) ATTUNE_TRY_VOID(check_string(key, *rule.key, at));
    if (member.is_null()) continue;
    T element{};
    ATTUNE_TRY_VOID(read_into(element, member, rule.each == nullptr ? kAny : *rule.each, at));
    into.insert_or_assign(key, std::move(element));
  }
  return {};
}

template <Shaped T>
Result<void> read_into(T& into, const Value& value, const Rule&, const Path& path) {
  if (value.if_object() == nullptr) return wrong_type(path, "an object");
  return read_fields(into, value, T::kShape, path);
}

template <typename T>
Value to_value(const std::vector<T>& list) {
  Array array;
  array.reserve(list.size());
  for (const T& element : list) array.push_back(to_value(element));
  return array;
}

template <typename T>
Value to_value(const StringMap<T>& map) {
  Object object;
  object.reserve(map.size());
  for (const auto& [key, element] : map) object.emplace_back(key, to_value(element));
  return object;
}

template <Shaped T>
Value to_value(const T& value) {
  Value object{Object{}};
  write_fields(value, object, T::kShape);
  return object;
}

/// Reads and checks a document. kMalformed: a value of another JSON type than its member;
/// kInvalidInput: a member missing or against its rule. `null` is the same as absent.
template <Shaped T>
Result<T> read(const Value& document) {
  T result{};
  ATTUNE_TRY_VOID(read_into(result, document, Rule{}, Path{}));
  return result;
}

/// The document that `read` reads back to an equal value.
template <Shaped T>
Value write(const T& value) {
  return to_value(value);
}

}  // namespace attune::json
