#pragma once

#include <string_view>
#include <vector>

#include "domain/data/interactions.h"
#include "learning/features/percentile_filter.h"
#include "learning/recipes/recipe.h"
#include "learning/training/network_trainer.h"

namespace attune::recipes {

/// Algorithm parameters of each kind.
[[nodiscard]] HyperParameter integer(std::string_view name, std::string_view default_value,
                                     double min, double max, std::string_view sentence);
[[nodiscard]] HyperParameter number(std::string_view name, std::string_view default_value,
                                    double min, double max, std::string_view sentence);
[[nodiscard]] HyperParameter choice(std::string_view name, std::string_view default_value,
                                    std::vector<std::string_view> choices,
                                    std::string_view sentence);
[[nodiscard]] HyperParameter tunable(HyperParameter parameter);
/// Beyond the reference.
[[nodiscard]] HyperParameter ours(HyperParameter parameter);

/// Defaults of min_ and max_user_history_length_percentile.
struct PercentileDefaults {
  std::string_view min;
  std::string_view max;
};
void add_history_percentiles(std::vector<HyperParameter>& parameters, PercentileDefaults defaults);
[[nodiscard]] features::PercentileRange history_percentiles(const HyperParameters& parameters);
/// What a recipe with history percentiles learns from: users dropped by history length.
[[nodiscard]] data::InteractionTable interactions_of(const TrainingInput& input);

/// A floating-point share in [0, 1] of featureTransformationParameters.
[[nodiscard]] HyperParameter percentile(std::string_view name, std::string_view default_value,
                                        std::string_view sentence);

/// The seed of a training and of its split, in every recipe.
[[nodiscard]] HyperParameter seed_parameter();

/// Defaults of the parameters with which any network trains.
struct NetworkTrainingDefaults {
  std::string_view epochs;
  std::string_view learning_rate;
};
/// All of training::NetworkTraining but sequence_length and what weighs recent events more, whose
/// names and ranges are the recipe's own; the seed among them.
void add_network_training(std::vector<HyperParameter>& parameters,
                          NetworkTrainingDefaults defaults);
[[nodiscard]] training::NetworkTraining network_training(const TrainingInput& input,
                                                         bool recency_mask);

}  // namespace attune::recipes
