#include "foundation/json/shape_info.h"

#include <string_view>

namespace attune::json {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::kBoolean:
      return "boolean";
    case Type::kInteger:
      return "integer";
    case Type::kDouble:
      return "double";
    case Type::kString:
      return "string";
    case Type::kTimestamp:
      return "timestamp";
    case Type::kJsonText:
      return "JSON text";
    case Type::kAny:
      return "any";
    case Type::kList:
      return "list";
    case Type::kMap:
      return "map";
    case Type::kObject:
      return "object";
  }
  return "";
}

}  // namespace attune::json
