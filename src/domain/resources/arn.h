#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attune::resources {

/// An account's view of the world: the owner of a request and of what it makes.
struct Caller {
  std::string account_id;
  std::string region;
};

/// "arn:aws:personalize:{region}:{account}:{kind}/{tail}" in its parts (reference 3.3).
struct Arn {
  std::string region;   // empty for recipes, algorithms, feature transformations
  std::string account;  // likewise
  std::string kind;     // "dataset-group"
  std::string tail;     // "shop", "shop/INTERACTIONS", "s/0a1b2c3d"

  [[nodiscard]] std::string text() const;
};

/// Nothing if the text is no ARN of this service with a kind and a tail.
[[nodiscard]] std::optional<Arn> parse_arn(std::string_view text);

[[nodiscard]] std::string arn_of(const Caller& owner, std::string_view kind, std::string_view tail);

/// The alias of a solution's newest version.
inline constexpr std::string_view kLatestSuffix = "/$LATEST";

}  // namespace attune::resources
