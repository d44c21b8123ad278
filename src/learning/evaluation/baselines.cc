#include "learning/evaluation/baselines.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/item_knn.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/popularity.h"
#include "learning/models/repeat_last.h"
#include "learning/models/sims.h"
#include "learning/models/transitions.h"

namespace attune::evaluation {
namespace {

using data::InteractionTable;
using models::CountingOptions;
using Fitted = Result<std::unique_ptr<models::Model>>;

constexpr std::array kBaselines{
    Baseline{.name = "popularity",
             .sentence = "items by their number of users, the same for everyone",
             .fit = [](const InteractionTable& table, const CountingOptions&) -> Fitted {
               return models::fit_popularity(table);
             },
             .by_default = true},
    Baseline{.name = "repeat-last",
             .sentence = "the user's own items, newest first",
             .fit = [](const InteractionTable& table, const CountingOptions&) -> Fitted {
               return models::fit_repeat_last(table);
             },
             .by_default = true},
    Baseline{.name = "item-knn",
             .sentence = "cosines between items, summed over the user's history",
             .fit = [](const InteractionTable& table, const CountingOptions& counting) -> Fitted {
               return models::fit_item_knn(table, {.counting = counting});
             },
             .by_default = true},
    Baseline{.name = "item-knn-decay",
             .sentence = "the same, each older item weighing 0.7 of the next newer one",
             .fit = [](const InteractionTable& table, const CountingOptions& counting) -> Fitted {
               return models::fit_item_knn(table, {.decay = 0.7, .counting = counting});
             }},
    Baseline{.name = "sims-last",
             .sentence = "similar items of the newest item, without percentile cuts",
             .fit = [](const InteractionTable& table, const CountingOptions& counting) -> Fitted {
               return models::fit_sims(table, {}, {.counting = counting});
             }},
    Baseline{.name = "transitions",
             .sentence = "ordered transition counts from the newest 20 items",
             .fit = [](const InteractionTable& table, const CountingOptions& counting) -> Fitted {
               return models::fit_transitions(table, {.counting = counting});
             }},
};

}  // namespace

std::span<const Baseline> baselines() {
  return kBaselines;
}

const Baseline* find_baseline(std::string_view name) {
  const auto found = std::ranges::find(kBaselines, name, &Baseline::name);
  return found == kBaselines.end() ? nullptr : &*found;
}

}  // namespace attune::evaluation
