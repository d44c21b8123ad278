#pragma once

#include <string>
#include <vector>

#include "app/cli/contestants.h"
#include "app/cli/trial.h"
#include "app/report/contest.h"
#include "foundation/base/error.h"
#include "learning/evaluation/standing.h"

namespace attune::cli {

/// Fits and tests each contestant with each of its seeds; `progress` is a style of make_progress.
[[nodiscard]] Result<std::vector<evaluation::Standing>> hold_contest(
    const std::vector<Contestant>& contestants, const Trial& trial, const std::string& progress);

/// Means with their 95 % bootstrap intervals, the standard deviation over seeds in front of them
/// where there are several, and the paired difference of every other contestant to the first one.
[[nodiscard]] std::string contest_text(const report::Contest& contest);

}  // namespace attune::cli
