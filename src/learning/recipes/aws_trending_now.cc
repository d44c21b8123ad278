#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/models/trending.h"
#include "learning/recipes/builtin.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

struct Frequency {
  std::string_view name;
  std::int64_t window_s;
};
constexpr std::array kFrequencies{
    Frequency{.name = "30 minutes", .window_s = 1800},
    Frequency{.name = "1 hour", .window_s = 3600},
    Frequency{.name = "2 hours", .window_s = 7200},
    Frequency{.name = "3 hours", .window_s = 10'800},
    Frequency{.name = "1 day", .window_s = 86'400},
};

std::vector<HyperParameter> all_parameters() {
  std::vector<std::string_view> names;
  for (const Frequency& frequency : kFrequencies) names.push_back(frequency.name);
  return {{.name = "trend_discovery_frequency",
           .place = ParameterPlace::kFeatureTransformation,
           .kind = ParameterKind::kCategorical,
           .default_value = "2 hours",
           .choices = names,
           .sentence = "The interval whose events are compared with those of the interval before."},
          seed_parameter()};
}

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress) {
  const auto name = input.parameters.text("trend_discovery_frequency");
  const auto frequency = std::ranges::find(kFrequencies, name, &Frequency::name);
  auto model = models::fit_trending(input.data.interactions, frequency->window_s);
  if (!progress.report(
          {.stage = "count", .fraction = 1.0, .loss = {}, .validation_ndcg_at_10 = {}})) {
    return failure(ErrorCode::kCancelled, "counting was asked to stop");
  }
  return model;
}

}  // namespace

Recipe aws_trending_now() {
  static const std::vector<HyperParameter> kParameters = all_parameters();
  return {.name = "aws-trending-now",
          .type = RecipeType::kPopularItems,
          .algorithm = "aws-trending-now-custom",
          .feature_transformation = "",
          .description =
              "Lists the items whose interactions grew most between the last two intervals, the "
              "same for everyone.",
          .answers_scores = false,
          .live_updates = true,
          .parameters = kParameters,
          .train = train,
          .load = models::load_trending};
}

}  // namespace attune::recipes
