#include "foundation/aws/key_policy.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/aws/canonical_request.h"

namespace attune::aws {

bool KeyPolicy::allows(std::string_view action, std::string_view resource) const {
  const std::string lower_action = lower_case(action);
  return std::ranges::any_of(actions,
                             [&](const std::string& pattern) {
                               return matches_pattern(lower_case(pattern), lower_action);
                             }) &&
         std::ranges::any_of(resources, [&](const std::string& pattern) {
           return matches_pattern(pattern, resource);
         });
}

/// Goes back only to the last "*": linear in pattern times text.
bool matches_pattern(std::string_view pattern, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0;
  std::size_t star = kNone;
  std::size_t star_text = 0;
  for (std::size_t index = 0; index < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      star_text = index;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[index])) {
      ++at;
      ++index;
    } else if (star != kNone) {
      at = star + 1;
      index = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == kNone;
}

}  // namespace attune::aws
