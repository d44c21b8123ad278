#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"
#include "service/campaigns/campaigns.h"

namespace attune::job_kinds {

/// What all lines of a batch inference job share.
struct BatchAsk {
  std::string served_as;  // the name of the deployment that answers
  recipes::RecipeType type = recipes::RecipeType::kUserPersonalization;
  std::optional<std::int64_t> num_results = {};
  std::optional<std::string> filter_arn = {};
};

/// Answers one input line by one output line without its end (reference 10.1, 10.2, 10.5). What is
/// wrong with the line itself becomes the output's "error"; an error of this function ends the job.
[[nodiscard]] Result<std::string> answer_line(const campaigns::Campaigns& serving,
                                              const BatchAsk& ask, std::string_view line);

/// The output of a line that cannot be answered.
[[nodiscard]] std::string error_line(std::string_view line, std::string_view reason);

}  // namespace attune::job_kinds
