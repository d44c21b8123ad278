#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/evaluation/train_and_measure.h"
#include "learning/features/training_set.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/search_range.h"
#include "learning/training/progress.h"

namespace attune::evaluation {

inline constexpr std::size_t kTrialsMax = 40;
inline constexpr std::size_t kTrialsDefault = 4;
/// The objective, greatest is best.
inline constexpr std::string_view kTuningMetric = "normalized_discounted_cumulative_gain_at_25";

struct TuneOptions {
  std::vector<recipes::SearchRange> ranges;  // none: the given parameters are the only point
  std::size_t trial_count = kTrialsDefault;  // in [1, kTrialsMax]
  std::size_t worker_count = 0;              // 0: one per core
};

struct Trial {
  recipes::StringPairs parameters;  // given and drawn
  double objective = 0.0;
};

struct Tuned {
  recipes::StringPairs best;  // the parameters of the best trial, the earliest of equals
  std::vector<Trial> trials;
  double seconds = 0.0;
};

/// Random search: the first trial has the given parameters as they are, each further one a point of
/// the ranges. A trial trains on 90 % of the users that the hold-out of the same seed trains on and
/// is judged by the others, so that the metrics of the version are measured on users that no trial
/// has seen. The recipe's seed parameter governs points, splits and trainings. kInvalidInput:
/// parameters or trial_count; kCancelled: `sink` said stop.
[[nodiscard]] Result<Tuned> tune(const recipes::Recipe& recipe, const recipes::StringPairs& given,
                                 const features::TrainingSet& data, const TuneOptions& options,
                                 training::ProgressSink& sink);

}  // namespace attune::evaluation
