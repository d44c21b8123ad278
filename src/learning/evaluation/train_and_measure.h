#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/features/training_set.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/solution_artefact.h"
#include "learning/training/gradient_exchange.h"
#include "learning/training/progress.h"

namespace attune::evaluation {

enum class FinalModel : std::uint8_t {
  kAllData,  // trained once more on everyone: twice the training time, and test users are served
             // by a model that has learnt from them
  kHoldOut,  // the measured model itself
};
enum class MinimumData : std::uint8_t { kRequired, kNotChecked };

struct TrainAndMeasureOptions {
  SeenItems seen = SeenItems::kAllowed;  // as the service seems to do; the report says which
  FinalModel final_model = FinalModel::kAllData;
  MinimumData minimum = MinimumData::kRequired;
  std::string event_type;              // by which interactions were filtered, for messages
  std::vector<std::string> baselines;  // names of the catalogue; empty: its default ones
  std::uint64_t event_watermark = 0;
  std::size_t worker_count = 0;                    // 0: one per core
  training::GradientExchange* exchange = nullptr;  // with other processes; null: alone
};

/// The work of a solution version: checks the minimum data, trains on 90 % of the users, measures
/// on the others beside the baselines, and trains the model that is served. The recipe's seed
/// parameter governs the split and both trainings. kInvalidInput: parameters, data or baseline
/// names; kCancelled: `sink` said stop.
[[nodiscard]] Result<recipes::SolutionArtefact> train_and_measure(
    const recipes::Recipe& recipe, const recipes::StringPairs& parameters,
    std::shared_ptr<const features::TrainingSet> data, const TrainAndMeasureOptions& options,
    training::ProgressSink& sink);

}  // namespace attune::evaluation
