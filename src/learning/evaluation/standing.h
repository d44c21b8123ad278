#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "learning/evaluation/report.h"

namespace attune::evaluation {

/// A point of a training's learning curve.
struct CurvePoint {
  int epoch = 0;
  std::optional<double> loss;
  std::optional<double> validation_ndcg_at_10;
};

/// One fit of a contestant and its test.
struct Run {
  std::optional<std::uint64_t> seed;  // none: a baseline, which needs no chance
  Report report;
  double fit_seconds = 0.0;
  std::vector<CurvePoint> curve;  // empty: it is not trained in epochs
};

/// A model that takes part in a contest: at least one run, all of the same questions.
struct Standing {
  std::string name;
  std::vector<std::pair<std::string, std::string>> parameters;  // given ones
  std::vector<Run> runs;
};

}  // namespace attune::evaluation
