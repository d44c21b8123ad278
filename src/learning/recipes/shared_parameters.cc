#include "learning/recipes/shared_parameters.h"

#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "learning/features/percentile_filter.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {

HyperParameter integer(std::string_view name, std::string_view default_value, double min,
                       double max, std::string_view sentence) {
  return {.name = name,
          .kind = ParameterKind::kInteger,
          .default_value = default_value,
          .min = min,
          .max = max,
          .choices = {},
          .sentence = sentence};
}

HyperParameter number(std::string_view name, std::string_view default_value, double min, double max,
                      std::string_view sentence) {
  HyperParameter parameter = integer(name, default_value, min, max, sentence);
  parameter.kind = ParameterKind::kContinuous;
  return parameter;
}

HyperParameter choice(std::string_view name, std::string_view default_value,
                      std::vector<std::string_view> choices, std::string_view sentence) {
  return {.name = name,
          .kind = ParameterKind::kCategorical,
          .default_value = default_value,
          .choices = std::move(choices),
          .sentence = sentence};
}

HyperParameter tunable(HyperParameter parameter) {
  parameter.tunable = true;
  return parameter;
}

HyperParameter ours(HyperParameter parameter) {
  parameter.attune_only = true;
  return parameter;
}

HyperParameter percentile(std::string_view name, std::string_view default_value,
                          std::string_view sentence) {
  return {.name = name,
          .place = ParameterPlace::kFeatureTransformation,
          .kind = ParameterKind::kContinuous,
          .default_value = default_value,
          .min = 0.0,
          .max = 1.0,
          .choices = {},
          .sentence = sentence};
}

void add_history_percentiles(std::vector<HyperParameter>& parameters, PercentileDefaults defaults) {
  parameters.push_back(percentile("min_user_history_length_percentile", defaults.min,
                                  "Users with shorter histories than this percentile are left "
                                  "out of training."));
  parameters.push_back(percentile("max_user_history_length_percentile", defaults.max,
                                  "Users with longer histories than this percentile, perhaps "
                                  "robots, are left out of training."));
}

features::PercentileRange history_percentiles(const HyperParameters& parameters) {
  return {.min = parameters.number("min_user_history_length_percentile"),
          .max = parameters.number("max_user_history_length_percentile")};
}

data::InteractionTable interactions_of(const TrainingInput& input) {
  return features::keep_users_by_history_length(input.data.interactions,
                                                history_percentiles(input.parameters));
}

HyperParameter seed_parameter() {
  return {.name = "seed",
          .kind = ParameterKind::kInteger,
          .default_value = "1",
          .min = 0,
          .max = 9.0e15,
          .choices = {},
          .attune_only = true,
          .sentence =
              "Seed of the split and of everything random in training: the same data, "
              "parameters and seed give the same model."};
}

}  // namespace attune::recipes
