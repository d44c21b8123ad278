#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "foundation/json/shape.h"

namespace attune::json {

enum class Type : std::uint8_t {
  kBoolean,
  kInteger,
  kDouble,
  kString,
  kTimestamp,
  kJsonText,
  kAny,
  kList,
  kMap,
  kObject
};
[[nodiscard]] std::string_view name_of(Type type);

struct FieldInfo;

/// A type of the wire; `element` for lists and maps, `members` for objects.
struct TypeInfo {
  Type type = Type::kAny;
  TypeInfo (*element)() = nullptr;
  std::vector<FieldInfo> (*members)() = nullptr;
};

/// What a shape says about one member: documentation and generated tests come from here.
struct FieldInfo {
  std::string_view name;
  bool required = false;
  TypeInfo type;
  Rule rule;
};

template <typename T>
struct TypeOf;

/// The fields of a shaped struct, in its order.
template <Shaped T>
std::vector<FieldInfo> fields_of() {
  std::vector<FieldInfo> fields;
  std::apply(
      [&]<typename... Struct, typename... Member>(const Field<Struct, Member>&... each) {
        (fields.push_back({each.name, !kIsOptional<Member>, TypeOf<Member>::info(), each.rule}),
         ...);
      },
      T::kShape);
  return fields;
}

template <Shaped T>
struct TypeOf<T> {
  static TypeInfo info() { return {.type = Type::kObject, .members = fields_of<T>}; }
};
template <typename T>
struct TypeOf<std::optional<T>> : TypeOf<T> {};
template <typename T>
struct TypeOf<std::vector<T>> {
  static TypeInfo info() { return {.type = Type::kList, .element = TypeOf<T>::info}; }
};
template <typename T>
struct TypeOf<StringMap<T>> {
  static TypeInfo info() { return {.type = Type::kMap, .element = TypeOf<T>::info}; }
};

template <Type kType>
struct Scalar {
  static TypeInfo info() { return {.type = kType}; }
};
template <>
struct TypeOf<bool> : Scalar<Type::kBoolean> {};
template <>
struct TypeOf<std::int64_t> : Scalar<Type::kInteger> {};
template <>
struct TypeOf<double> : Scalar<Type::kDouble> {};
template <>
struct TypeOf<std::string> : Scalar<Type::kString> {};
template <>
struct TypeOf<Timestamp> : Scalar<Type::kTimestamp> {};
template <>
struct TypeOf<JsonText> : Scalar<Type::kJsonText> {};
template <>
struct TypeOf<Value> : Scalar<Type::kAny> {};

}  // namespace attune::json
