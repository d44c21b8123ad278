#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/evaluation/report.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"

namespace attune::cli {

/// A model that takes part in an offline test, by name.
struct Contestant {
  std::string name;
  std::function<Result<std::unique_ptr<models::Model>>(const features::TrainingSet&)> fit;
};

struct Standing {
  std::string name;
  evaluation::Report report;
  double fit_seconds = 0.0;
};

/// Means with their 95 % bootstrap intervals; behind the first line of each metric the paired
/// difference of every other contestant to the first one.
[[nodiscard]] std::string standings_table(const std::vector<Standing>& standings);
[[nodiscard]] json::Value standings_json(const std::vector<Standing>& standings);

}  // namespace attune::cli
