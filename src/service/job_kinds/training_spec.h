#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/json/shape.h"

namespace attune::job_kinds {

/// Which events count, and how much.
struct SpecRule {
  std::string event_type;  // empty: every type
  std::optional<double> value_min = {};
  double weight = 1.0;

  static constexpr auto kShape = json::shape(json::field("eventType", &SpecRule::event_type),
                                             json::field("valueMin", &SpecRule::value_min),
                                             json::field("weight", &SpecRule::weight));
};

/// Where performHPO may put one hyperparameter: numbers between the bounds, or one of the choices.
struct SpecRange {
  std::string name;
  double min = 0;
  double max = 0;
  std::vector<std::string> choices = {};

  static constexpr auto kShape =
      json::shape(json::field("name", &SpecRange::name), json::field("min", &SpecRange::min),
                  json::field("max", &SpecRange::max), json::field("choices", &SpecRange::choices));
};

struct SpecSearch {
  std::int64_t trial_count = 1;
  std::vector<SpecRange> ranges;

  static constexpr auto kShape = json::shape(json::field("trialCount", &SpecSearch::trial_count),
                                             json::field("ranges", &SpecSearch::ranges));
};

/// What the server tells its training child; one JSON document.
struct TrainingSpec {
  std::string account_id;
  std::string dataset_group_arn;
  std::string recipe_arn;
  json::StringMap<std::string> parameters;
  std::optional<SpecSearch> search = {};  // performHPO
  std::vector<SpecRule> rules;            // empty: every event counts
  std::string database_path;
  std::string objects_path;
  std::string output_directory;
  std::int64_t worker_count = 0;

  static constexpr auto kShape = json::shape(
      json::field("accountId", &TrainingSpec::account_id),
      json::field("datasetGroupArn", &TrainingSpec::dataset_group_arn),
      json::field("recipeArn", &TrainingSpec::recipe_arn),
      json::field("parameters", &TrainingSpec::parameters),
      json::field("search", &TrainingSpec::search), json::field("rules", &TrainingSpec::rules),
      json::field("databasePath", &TrainingSpec::database_path),
      json::field("objectsPath", &TrainingSpec::objects_path),
      json::field("outputDirectory", &TrainingSpec::output_directory),
      json::field("workerCount", &TrainingSpec::worker_count));
};

}  // namespace attune::job_kinds
