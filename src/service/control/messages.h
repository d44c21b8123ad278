#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/tag.h"
#include "foundation/json/shape.h"

namespace attune::control {

/// A member name as a template argument.
template <std::size_t kSize>
struct MemberName {
  std::array<char, kSize> text{};
  // NOLINTNEXTLINE(google-explicit-constructor): written as a string literal
  constexpr MemberName(const char (&literal)[kSize]) { std::copy_n(literal, kSize, text.begin()); }
  [[nodiscard]] constexpr std::string_view view() const { return {text.data(), kSize - 1}; }
};

/// {"<kArnMember>": ARN}: the request of a Describe or Delete and the answer of a Create.
template <MemberName kArnMember>
struct ArnMessage {
  std::string arn;
  static constexpr auto kShape =
      json::shape(json::field(kArnMember.view(), &ArnMessage::arn, resources::kArn));
};

/// {"<kMember>": {...}}: the answer of a Describe.
template <MemberName kMember, typename T>
struct Described {
  T value;
  static constexpr auto kShape = json::shape(json::field(kMember.view(), &Described::value));
};

/// A List request; `parent_arn` is its filter.
template <MemberName kParentMember>
struct ListRequest {
  std::optional<std::string> parent_arn = {};
  std::optional<std::string> next_token = {};
  std::optional<std::int64_t> max_results = {};
  static constexpr auto kShape =
      json::shape(json::field(kParentMember.view(), &ListRequest::parent_arn, resources::kArn),
                  json::field("nextToken", &ListRequest::next_token, resources::kNextToken),
                  json::field("maxResults", &ListRequest::max_results, resources::kMaxResults));
};

/// A List request without a filter.
struct ListAllRequest {
  std::optional<std::string> next_token = {};
  std::optional<std::int64_t> max_results = {};
  static constexpr auto kShape =
      json::shape(json::field("nextToken", &ListAllRequest::next_token, resources::kNextToken),
                  json::field("maxResults", &ListAllRequest::max_results, resources::kMaxResults));
};

template <MemberName kMember, typename Summary>
struct ListResponse {
  std::vector<Summary> items;
  std::optional<std::string> next_token = {};
  static constexpr auto kShape = json::shape(json::field(kMember.view(), &ListResponse::items),
                                             json::field("nextToken", &ListResponse::next_token));
};

/// The answer of operations that have nothing to say: no body.
struct Empty {
  static constexpr auto kShape = json::shape();
};

using Tags = std::optional<std::vector<resources::Tag>>;

}  // namespace attune::control
