#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune::aws {

/// What the owner of a key may do, in the patterns of IAM: "*" is any text, "?" any one letter.
/// Actions compare without case, resources with it.
struct KeyPolicy {
  std::vector<std::string> actions{"*"};    // "personalize:Get*"
  std::vector<std::string> resources{"*"};  // "arn:aws:personalize:*:*:campaign/home"

  /// Whether some action pattern and some resource pattern match. An operation without a resource
  /// asks with "*".
  [[nodiscard]] bool allows(std::string_view action, std::string_view resource) const;
};

[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace attune::aws
