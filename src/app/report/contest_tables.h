#pragma once

#include <string>

#include "app/report/contest.h"

namespace attune::report {

/// Parts of the page, as HTML.

/// One sentence: who leads by the headline metric and whether that is more than chance.
[[nodiscard]] std::string verdict(const Contest& contest);
/// A row a contestant: the main figures at a glance.
[[nodiscard]] std::string summary_table(const Contest& contest);
/// Every metric of accuracy, a row each.
[[nodiscard]] std::string metrics_table(const Contest& contest);
/// Coverage, Gini coefficient and popularity of the lists.
[[nodiscard]] std::string lists_table(const Contest& contest);
[[nodiscard]] std::string facts_table(const Facts& facts);
/// Parameters, seeds and seconds.
[[nodiscard]] std::string contestants_table(const Contest& contest);

}  // namespace attune::report
