#pragma once

#include <array>
#include <span>
#include <string_view>

namespace attune::resources {

/// What a recommender of a domain dataset group does (reference 5.6).
struct UseCase {
  std::string_view name;  // "aws-vod-top-picks"; the ARN is arn:aws:personalize:::recipe/ + name
  std::string_view domain;
  std::array<std::string_view, 2> models;  // recipes that answer it, the better one first
  std::string_view event_type;             // trained on this type only; empty: on all
  std::string_view excluded_type;  // items with such an event of the user are left out; or empty
  bool needs_user = false;
  bool needs_items = false;  // a dataset of items
  bool explores = false;
  std::string_view description;
};

/// Every use case of both domains, sorted by name.
[[nodiscard]] std::span<const UseCase> use_cases();
/// By ARN; null if there is none.
[[nodiscard]] const UseCase* find_use_case(std::string_view arn);

}  // namespace attune::resources
