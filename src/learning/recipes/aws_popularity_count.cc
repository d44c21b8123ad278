#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/models/popularity.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress) {
  auto model = models::fit_popularity(input.data.interactions);
  if (!progress.report(
          {.stage = "count", .fraction = 1.0, .loss = {}, .validation_ndcg_at_10 = {}})) {
    return failure(ErrorCode::kCancelled, "counting was asked to stop");
  }
  return model;
}

}  // namespace

Recipe aws_popularity_count() {
  static const std::vector<HyperParameter> kParameters{seed_parameter()};
  return {.name = "aws-popularity-count",
          .type = RecipeType::kUserPersonalization,
          .algorithm = "aws-popularity-count",
          .feature_transformation = "sims",
          .description =
              "Lists the items with which the most users interacted, the same for "
              "everyone.",
          .answers_scores = false,
          .live_updates = false,
          .parameters = kParameters,
          .train = train,
          .load = models::load_popularity};
}

}  // namespace attune::recipes
