#include "foundation/objects/object_key.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::objects {
namespace {

constexpr std::size_t kPartBytesMax = 255;

bool is_good_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && part.size() <= kPartBytesMax &&
         !part.starts_with(kUnfinishedPrefix);
}

}  // namespace

Result<void> check_key(std::string_view key) {
  if (key.empty() || key.size() > kKeyBytesMax) {
    return invalid_input("an object key must have 1 to 1024 bytes, not " +
                         std::to_string(key.size()));
  }
  if (key.find('\0') != std::string_view::npos) {
    return invalid_input("an object key must not hold a NUL byte");
  }
  return {};
}

Result<void> check_path_key(std::string_view key) {
  ATTUNE_TRY_VOID(check_key(key));
  for (std::size_t start = 0; start <= key.size();) {
    const std::size_t end = std::min(key.find('/', start), key.size());
    if (!is_good_part(key.substr(start, end - start))) {
      return invalid_input("object key '" + std::string(key) +
                           "' cannot be a path: each part between slashes must have 1 to 255 bytes "
                           "and not be '.' or '..'");
    }
    start = end + 1;
  }
  return {};
}

}  // namespace attune::objects
