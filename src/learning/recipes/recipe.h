#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/training/gradient_exchange.h"
#include "learning/training/progress.h"

namespace attune::recipes {

enum class RecipeType : std::uint8_t {
  kUserPersonalization,
  kPersonalizedRanking,
  kRelatedItems,
  kPopularItems,
};
/// As DescribeRecipe spells it: "USER_PERSONALIZATION".
[[nodiscard]] std::string_view wire_name_of(RecipeType type);

enum class ParameterPlace : std::uint8_t { kAlgorithm, kFeatureTransformation, kCampaign };
enum class ParameterKind : std::uint8_t { kInteger, kContinuous, kCategorical };

/// A hyperparameter, said once: checks, DescribeAlgorithm, docs and help come from here.
struct HyperParameter {
  std::string_view name;
  ParameterPlace place = ParameterPlace::kAlgorithm;
  ParameterKind kind = ParameterKind::kContinuous;
  std::string_view default_value;  // as the protocol spells it
  double min = 0;
  double max = 0;
  std::vector<std::string_view> choices;  // of a categorical one; booleans are "true", "false"
  bool tunable = false;
  bool attune_only = false;  // ours, beyond the reference
  std::string_view sentence;
};

/// Checked values: every parameter of the recipe has one.
class HyperParameters {
 public:
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const {
    return values_;
  }

 private:
  friend struct Recipe;
  std::vector<std::pair<std::string, std::string>> values_;
};

using StringPairs = std::vector<std::pair<std::string, std::string>>;

struct TrainingInput {
  const features::TrainingSet& data;
  const HyperParameters& parameters;
  std::uint64_t seed = 1;
  std::size_t worker_count = 0;                    // 0: one per core
  training::GradientExchange* exchange = nullptr;  // with other processes; null: alone
};

/// A kind of solution. Plain data and functions; the catalogue lists them all.
struct Recipe {
  std::string_view name;  // "aws-hrnn"; the ARN is arn:aws:personalize:::recipe/ + name
  RecipeType type = RecipeType::kUserPersonalization;
  std::string_view algorithm;               // its name; ARN as above
  std::string_view feature_transformation;  // its name, or empty
  std::string_view description;
  bool uses_items = false;  // in training; all datasets serve filters
  bool uses_users = false;
  bool answers_scores = true;  // the protocol's score member
  bool live_updates = true;    // events move the next answer
  bool explores = false;
  std::span<const HyperParameter> parameters;

  Result<std::unique_ptr<models::Model>> (*train)(const TrainingInput&, training::ProgressSink&);
  Result<std::unique_ptr<models::Model>> (*load)(const models::Artefact&);

  /// Checks names and ranges (prefixes such as "training." are dropped) and fills in defaults.
  /// kInvalidInput names the parameter, the value and the range. Only parameters of that place.
  [[nodiscard]] Result<void> check_parameters(ParameterPlace place, const StringPairs& given) const;
  /// All parameters, given or default.
  [[nodiscard]] Result<HyperParameters> resolve(const StringPairs& given) const;
};

/// Every recipe, sorted by name.
[[nodiscard]] std::span<const Recipe> catalogue();
/// By name or ARN, legacy aliases included; null if unknown.
[[nodiscard]] const Recipe* find_recipe(std::string_view name_or_arn);

}  // namespace attune::recipes
