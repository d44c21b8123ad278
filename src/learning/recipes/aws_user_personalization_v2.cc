#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/blend_training.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/transformer_training.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress) {
  return train_blend(transformer_kind(), input, progress, Metadata::kItemsAndUsers);
}

Result<std::unique_ptr<models::Model>> load(const models::Artefact& artefact) {
  return load_blend(transformer_kind(), artefact);
}

}  // namespace

Recipe aws_user_personalization_v2() {
  static const std::vector<HyperParameter> kParameters = blend_parameters(transformer_parameters());
  return {
      .name = "aws-user-personalization-v2",
      .type = RecipeType::kUserPersonalization,
      .algorithm = "aws-user-personalization-v2",
      .feature_transformation = "JSON-percentile-filtering",
      .description =
          "Predicts the items a user will interact with, by a transformer over the user's "
          "interactions with item and user metadata and by what followed the user's newest items, "
          "and explores new items.",
      .uses_items = true,
      .uses_users = true,
      .explores = true,
      .parameters = kParameters,
      .train = train,
      .load = load};
}

}  // namespace attune::recipes
