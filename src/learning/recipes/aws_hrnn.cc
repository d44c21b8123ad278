#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/hrnn_training.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress) {
  return train_network(input, progress, Metadata::kUnused);
}

}  // namespace

Recipe aws_hrnn() {
  static const std::vector<HyperParameter> kParameters = hrnn_parameters("43");
  return {.name = "aws-hrnn",
          .type = RecipeType::kUserPersonalization,
          .algorithm = "aws-hrnn",
          .feature_transformation = "JSON-percentile-filtering",
          .description =
              "Predicts the items a user will interact with, by a hierarchical recurrent "
              "network over the user's interactions.",
          .parameters = kParameters,
          .train = train,
          .load = load_network};
}

}  // namespace attune::recipes
