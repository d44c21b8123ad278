#include "learning/evaluation/baselines.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/ease.h"
#include "learning/models/ease_table.h"
#include "learning/models/item_knn.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/popularity.h"
#include "learning/models/recent_popularity.h"
#include "learning/models/repeat_last.h"
#include "learning/models/session_knn.h"
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
    Baseline{.name = "ease",
             .sentence = "the closed-form linear autoencoder (EASE) over the whole history",
             .fit = [](const InteractionTable& table, const CountingOptions& counting) -> Fitted {
               return models::fit_ease(table, {.history_decay = 1.0,
                                               .history_max = models::kEaseHistoryMax,
                                               .neighbours_max = models::kEveryItem,
                                               .counting = counting});
             }},
    Baseline{.name = "ease-decay",
             .sentence = "the same, each older item weighing 0.8 of the next newer one",
             .fit = [](const InteractionTable& table, const CountingOptions& counting) -> Fitted {
               return models::fit_ease(table, {.history_decay = 0.8,
                                               .history_max = models::kEaseHistoryMax,
                                               .neighbours_max = models::kEveryItem,
                                               .counting = counting});
             }},
    Baseline{.name = "recent-popularity",
             .sentence = "items by their users of the last seven days",
             .fit = [](const InteractionTable& table, const CountingOptions&) -> Fitted {
               return models::fit_recent_popularity(table, {});
             }},
    Baseline{.name = "popularity-ewma",
             .sentence = "items by their users, one of a week earlier counting half",
             .fit = [](const InteractionTable& table, const CountingOptions&) -> Fitted {
               return models::fit_recent_popularity(
                   table, {.window_s = 0, .half_life_s = 7.0 * 24 * 3600});
             }},
    Baseline{.name = "session-knn",
             .sentence = "what stands near shared items in the most similar sessions",
             .fit = [](const InteractionTable& table, const CountingOptions&) -> Fitted {
               return models::fit_session_knn(table, {});
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
