#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/data/interactions.h"
#include "learning/models/model.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/deployed.h"

namespace attune::campaigns {

/// The metadata column of Interactions that a key of a request's context names, without regard to
/// case and punctuation (reference 9.1); null: none.
[[nodiscard]] const data::ContextColumn* find_context_column(
    const std::vector<data::ContextColumn>& columns, std::string_view key);

/// Finite and a number from the first character to the last.
[[nodiscard]] std::optional<float> context_number(std::string_view text);

/// The request's context by column of the model's interactions; keys without a column say nothing,
/// and of two keys with one column the later.
[[nodiscard]] data::ContextCells request_context(const Query& query,
                                                 const std::vector<data::ContextColumn>& columns);

/// Whether every cell is null.
[[nodiscard]] bool is_empty(const data::ContextCells& cells);

/// What the campaign's model is asked with.
[[nodiscard]] models::Moment moment_of(const Deployed& campaign, const Query& query);

}  // namespace attune::campaigns
