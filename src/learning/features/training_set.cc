#include "learning/features/training_set.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "domain/data/vocabulary.h"

namespace attune::features {
namespace {

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::shared_ptr<const data::Vocabulary> joined(const data::Vocabulary& first,
                                               const data::Vocabulary& second) {
  auto all = std::make_shared<data::Vocabulary>();
  for (std::uint32_t index = 0; index < first.size(); ++index) all->add(first.text(index));
  for (std::uint32_t index = 0; index < second.size(); ++index) all->add(second.text(index));
  return all;
}

std::vector<double> event_type_weights(const data::Vocabulary& types,
                                       const data::EventSelection& selection) {
  const bool equal = std::ranges::all_of(
      selection.rules, [](const data::EventSelection::Rule& rule) { return rule.weight == 1.0; });
  if (equal) return {};
  std::vector<double> weights(types.size(), 1.0);
  for (std::uint32_t type = 0; type < types.size(); ++type) {
    const auto rule = std::ranges::find_if(selection.rules, [&](const auto& candidate) {
      return candidate.event_type.empty() ||
             equal_without_case(candidate.event_type, types.text(type));
    });
    if (rule != selection.rules.end()) weights[type] = rule->weight;
  }
  return weights;
}

}  // namespace

TrainingSet make_training_set(data::InteractionTable interactions,
                              std::shared_ptr<const data::EntityTable> items,
                              std::shared_ptr<const data::EntityTable> users,
                              const data::EventSelection& selection) {
  if (items != nullptr) interactions.items = joined(*interactions.items, items->ids);
  TrainingSet set{.interactions = std::move(interactions),
                  .items = std::move(items),
                  .users = std::move(users),
                  .event_type_weights = {},
                  .selection = selection};
  set.event_type_weights = event_type_weights(*set.interactions.event_types, selection);
  return set;
}

}  // namespace attune::features
