#pragma once

#include "domain/data/interactions.h"
#include "learning/models/context_rules.h"

namespace attune::training {

/// The rules of the table's first kContextColumnsMax metadata columns, from its own rows: mean and
/// deviation of each number, and each category of at least kCategoryEventsMin events, the most
/// frequent ones where there are more than kContextCategoriesMax.
[[nodiscard]] models::ContextRules learn_context(const data::InteractionTable& table);
inline constexpr std::size_t kCategoryEventsMin = 5;

}  // namespace attune::training
