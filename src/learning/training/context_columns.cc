#include "learning/training/context_columns.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace attune::training {
namespace {

void learn_categories(const data::ContextColumn& column, models::ContextColumnRule& rule) {
  std::vector<std::uint64_t> counts(column.categories ? column.categories->size() : 0, 0);
  for (const std::uint32_t code : column.codes) {
    if (code < counts.size()) ++counts[code];
  }
  for (std::uint32_t code = 0; code < counts.size(); ++code) {
    if (counts[code] >= kCategoryEventsMin) rule.codes.push_back(code);
  }
  if (rule.codes.size() > models::kContextCategoriesMax) {
    std::ranges::stable_sort(rule.codes, std::ranges::greater{},
                             [&](std::uint32_t code) { return counts[code]; });
    rule.codes.resize(models::kContextCategoriesMax);
    std::ranges::sort(rule.codes);
  }
}

}  // namespace

models::NumberScale learn_scale(std::span<const float> numbers) {
  double count = 0.0;
  double mean = 0.0;
  double square = 0.0;  // Welford
  for (const float number : numbers) {
    if (std::isnan(number)) continue;
    const auto value = static_cast<double>(models::signed_log(number));
    const double delta = value - mean;
    mean += delta / ++count;
    square += delta * (value - mean);
  }
  const double deviation = count > 1.0 ? std::sqrt(square / count) : 0.0;
  constexpr double kDeviationMin = 1e-6;
  if (deviation < kDeviationMin) return {.mean = 0.0F, .deviation = 0.0F};
  return {.mean = static_cast<float>(mean), .deviation = static_cast<float>(deviation)};
}

models::ContextRules learn_context(const data::InteractionTable& table) {
  models::ContextRules rules;
  for (const data::ContextColumn& column : table.context) {
    if (rules.columns.size() == data::kContextColumnsMax) break;
    models::ContextColumnRule rule;
    rule.name = column.name;
    rule.numeric = column.numeric;
    if (column.numeric) {
      rule.scale = learn_scale(column.numbers);
    } else {
      learn_categories(column, rule);
    }
    rules.columns.push_back(std::move(rule));
  }
  rules.lay_out();
  return rules;
}

}  // namespace attune::training
