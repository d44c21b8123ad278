#include "learning/recipes/shared_parameters.h"

#include <cstddef>
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

void add_network_training(std::vector<HyperParameter>& parameters,
                          NetworkTrainingDefaults defaults) {
  const auto add = [&](HyperParameter parameter) {
    parameters.push_back(ours(std::move(parameter)));
  };
  add(integer("epochs", defaults.epochs, 1, 1000, "Most passes over the data."));
  add(number("learning_rate", defaults.learning_rate, 1e-6, 1.0, "Largest step of the optimizer."));
  add(integer("batch_users", "64", 1, 4096, "Users of one step."));
  add(number("session_gap", "0", 0.0, 1e9,
             "Seconds of pause that start a session; 0: from the data."));
  add(integer("patience", "5", 0, 1000,
              "Epochs in a row clearly worse than the best before stopping; 0: never."));
  add(number("validation_user_share", "0.05", 0.0, 0.5,
             "Share of users whose last event chooses the epoch and the weight of a short-term "
             "channel; 0: none."));
  add(integer("full_softmax_items", "30000", 0, 10'000'000,
              "Catalogues above this size train with sampled negatives."));
  add(integer("sampled_negatives", "2048", 1, 65'536, "Negatives of a step for such catalogues."));
  add(choice("precision", "auto", {"auto", "bf16", "fp32"},
             "Of the output layer's products; auto and bf16 are fp32 on CPUs without "
             "AVX512-BF16."));
  parameters.push_back(seed_parameter());
}

training::NetworkTraining network_training(const TrainingInput& input, bool recency_mask) {
  const HyperParameters& given = input.parameters;
  const auto size = [&given](std::string_view name) {
    return static_cast<std::size_t>(given.integer(name));
  };
  return {.session_gap_s = given.number("session_gap"),
          .recency_mask = recency_mask,
          .sequence_length_max = size("sequence_length"),
          .epoch_count = static_cast<int>(given.integer("epochs")),
          .batch_users = size("batch_users"),
          .learning_rate = given.number("learning_rate"),
          .patience = static_cast<int>(given.integer("patience")),
          .validation_user_share = given.number("validation_user_share"),
          .full_softmax_items_max = size("full_softmax_items"),
          .sampled_negative_count = size("sampled_negatives"),
          .precision = given.text("precision") == "fp32" ? tensor::Precision::kFp32
                                                         : tensor::Precision::kBf16,
          .seed = input.seed,
          .worker_count = input.worker_count,
          .exchange = input.exchange};
}

}  // namespace attune::recipes
