#pragma once

#include <string>
#include <vector>

namespace attune::cli {

/// Rows of cells as text in aligned columns, two spaces apart; the first column to the left, the
/// others to the right. The first row is underlined.
[[nodiscard]] std::string text_table(const std::vector<std::vector<std::string>>& rows);

/// With so many decimals.
[[nodiscard]] std::string decimal(double value, int digits = 4);

}  // namespace attune::cli
