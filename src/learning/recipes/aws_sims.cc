#include <cstdint>
#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/features/percentile_filter.h"
#include "learning/models/model.h"
#include "learning/models/sims.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/counting_progress.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

std::vector<HyperParameter> all_parameters() {
  std::vector<HyperParameter> all;
  all.push_back({.name = "popularity_discount_factor",
                 .kind = ParameterKind::kContinuous,
                 .default_value = "0.5",
                 .min = 0.0,
                 .max = 1.0,
                 .choices = {},
                 .tunable = true,
                 .sentence = "0: popular items dominate; 1: only what goes together counts."});
  all.push_back({.name = "min_cointeraction_count",
                 .kind = ParameterKind::kInteger,
                 .default_value = "3",
                 .min = 0,
                 .max = 10,
                 .choices = {},
                 .tunable = true,
                 .sentence = "Users that two items must have in common."});
  add_history_percentiles(all, {.min = "0.005", .max = "0.995"});
  all.push_back(percentile("min_item_interaction_count_percentile", "0.01",
                           "Items with fewer interactions than this percentile are left out."));
  all.push_back(percentile("max_item_interaction_count_percentile", "0.9",
                           "Items with more interactions than this percentile are left out."));
  all.push_back({.name = "order",
                 .kind = ParameterKind::kCategorical,
                 .default_value = "none",
                 .choices = {"none", "forward"},
                 .attune_only = true,
                 .sentence = "none: all pairs of a user's items count; forward: only items that "
                             "followed the asked one."});
  all.push_back({.name = "window",
                 .kind = ParameterKind::kInteger,
                 .default_value = "5",
                 .min = 1,
                 .max = 100,
                 .choices = {},
                 .tunable = true,
                 .attune_only = true,
                 .sentence = "With order forward: how many events ahead an item counts."});
  all.push_back(seed_parameter());
  return all;
}

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress) {
  const HyperParameters& given = input.parameters;
  const auto interactions =
      features::keep_users_by_history_length(input.data.interactions, history_percentiles(given));
  const auto items = features::items_by_interaction_count(
      interactions, {.min = given.number("min_item_interaction_count_percentile"),
                     .max = given.number("max_item_interaction_count_percentile")});
  return models::fit_sims(interactions, items,
                          {.popularity_discount_factor = given.number("popularity_discount_factor"),
                           .min_cointeraction_count =
                               static_cast<std::int32_t>(given.integer("min_cointeraction_count")),
                           .order = given.text("order") == "forward" ? models::SimsOrder::kForward
                                                                     : models::SimsOrder::kNone,
                           .window = static_cast<std::size_t>(given.integer("window")),
                           .counting = counting_for(input.worker_count, progress)});
}

}  // namespace

Recipe aws_sims() {
  static const std::vector<HyperParameter> kParameters = all_parameters();
  return {.name = "aws-sims",
          .type = RecipeType::kRelatedItems,
          .algorithm = "aws-sims",
          .feature_transformation = "sims",
          .description =
              "Finds items similar to a given item by counting the users who interacted "
              "with both.",
          .answers_scores = false,
          .live_updates = false,
          .parameters = kParameters,
          .train = train,
          .load = models::load_sims};
}

}  // namespace attune::recipes
