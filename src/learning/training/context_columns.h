#pragma once

#include <span>

#include "domain/data/interactions.h"
#include "learning/models/context_rules.h"

namespace attune::training {

/// Mean and deviation of the signed logs of the numbers that are not NaN; no deviation if they are
/// all alike or there are less than two.
[[nodiscard]] models::NumberScale learn_scale(std::span<const float> numbers);

/// The rules of the table's first kContextColumnsMax metadata columns, from its own rows: mean and
/// deviation of each number, and each category of at least kCategoryEventsMin events, the most
/// frequent ones where there are more than kContextCategoriesMax.
[[nodiscard]] models::ContextRules learn_context(const data::InteractionTable& table);
inline constexpr std::size_t kCategoryEventsMin = 5;

}  // namespace attune::training
