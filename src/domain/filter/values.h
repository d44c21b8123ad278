#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::filter {

/// The values in one entry of filterValues (reference 8.6): split at commas outside quotation
/// marks, trimmed, quotation marks stripped, \" inside them undone; empty bare pieces are dropped.
/// Bare values of sloppy clients are taken as they are; a missing closing quotation mark is
/// forgiven.
[[nodiscard]] std::vector<std::string> values_in(std::string_view entry);

/// The finite number that the whole text spells, spaces around it ignored.
[[nodiscard]] std::optional<double> number_in(std::string_view text);

}  // namespace attune::filter
