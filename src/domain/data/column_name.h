#pragma once

#include <string>
#include <string_view>

namespace attune::data {

/// Letters in lower case and digits only: "numberOfRatings" and NUMBER_OF_RATINGS fold to the same
/// text (reference 9.1).
[[nodiscard]] std::string folded_column_name(std::string_view name);
[[nodiscard]] bool same_column_name(std::string_view left, std::string_view right);

}  // namespace attune::data
