#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/vocabulary.h"
#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/models/similar_items.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/counting_progress.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/entity_features.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

HyperParameter dimension(std::string_view name, std::string_view sentence) {
  return {.name = name,
          .kind = ParameterKind::kInteger,
          .default_value = "100",
          .min = 30,
          .max = 200,
          .choices = {},
          .tunable = true,
          .sentence = sentence};
}

std::vector<HyperParameter> all_parameters() {
  return {dimension("item_id_hidden_dim",
                    "Width of the part of an item's vector that is learnt "
                    "from what it occurs with."),
          dimension("item_metadata_hidden_dim",
                    "Width of the part of an item's vector that its metadata predicts."),
          {.name = "popularity_discount_factor",
           .kind = ParameterKind::kContinuous,
           .default_value = "0.0",
           .min = 0.0,
           .max = 1.0,
           .choices = {},
           .sentence = "0: popular items come first among similar ones; 1: popularity does not "
                       "count."},
          seed_parameter()};
}

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress) {
  const HyperParameters& given = input.parameters;
  const auto& interactions = input.data.interactions;
  static const data::EntityTable kNoMetadata;
  static const data::Vocabulary kNoItems;
  const auto features =
      training::entity_features(input.data.items ? *input.data.items : kNoMetadata,
                                interactions.items ? *interactions.items : kNoItems);
  return models::fit_similar_items(
      interactions, features,
      {.id_dimension = static_cast<std::size_t>(given.integer("item_id_hidden_dim")),
       .metadata_dimension = static_cast<std::size_t>(given.integer("item_metadata_hidden_dim")),
       .popularity_discount_factor = given.number("popularity_discount_factor"),
       .seed = input.seed,
       .counting = counting_for(input.worker_count, progress)});
}

}  // namespace

Recipe aws_similar_items() {
  static const std::vector<HyperParameter> kParameters = all_parameters();
  return {.name = "aws-similar-items",
          .type = RecipeType::kRelatedItems,
          .algorithm = "aws-similar-items",
          .feature_transformation = "",
          .description =
              "Finds items similar to a given item by what they occur with and by their metadata, "
              "new items included.",
          .uses_items = true,
          .answers_scores = false,
          .live_updates = false,
          .parameters = kParameters,
          .train = train,
          .load = models::load_similar_items};
}

}  // namespace attune::recipes
