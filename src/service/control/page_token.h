#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/arn.h"
#include "foundation/base/error.h"

namespace attune::control {

/// Which list a token belongs to: another one's token is refused.
struct ListIdentity {
  resources::Caller caller;
  std::string_view list;    // the kind of what is listed
  std::string_view filter;  // the values of its filters
};

/// An opaque ASCII token for "continue behind `position`".
[[nodiscard]] std::string make_page_token(const ListIdentity& list, std::int64_t position);
/// The position; 0 without a token. kInvalidNextToken unless this list gave the token.
[[nodiscard]] Result<std::int64_t> read_page_token(const ListIdentity& list,
                                                   const std::optional<std::string>& token);

}  // namespace attune::control
