#include "learning/recipes/transformer_training.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/hrnn_training.h"
#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/network_trainer.h"
#include "learning/training/progress.h"
#include "learning/training/transformer_trainer.h"

namespace attune::recipes {
namespace {

void add_shape(std::vector<HyperParameter>& all) {
  HyperParameter hidden = ours(
      integer("hidden_dimension", "128", 32, 512, "Width of the item vectors and of the network."));
  all.push_back(tunable(hidden));
  all.push_back(ours(integer("attention_heads", "2", 1, 16, "Heads of each attention.")));
  all.push_back(tunable(ours(integer("blocks", "2", 1, 12, "Depth of the network."))));
  all.push_back(ours(choice("gated", "false", {"true", "false"},
                            "Whether what a block adds passes a gate and its feed-forward part "
                            "is gated; for three blocks and more.")));
  all.push_back(ours(number("feed_forward_factor", "1", 0.25, 8.0,
                            "Width of a block's feed-forward part in hidden dimensions.")));
  all.push_back(tunable(ours(
      number("dropout", "0.25", 0.0, 0.9, "Share dropped of inputs and of what blocks add."))));
  all.push_back(
      ours(number("attention_dropout", "0", 0.0, 0.9, "Share of attention weights dropped.")));
  all.push_back(ours(integer("sequence_length", "200", 2, 2000,
                             "Newest events of a user that are learnt from and read.")));
}

Result<std::unique_ptr<models::Model>> train(const TrainingInput& input,
                                             training::ProgressSink& progress, Metadata metadata) {
  return training::train_transformer(network_data(input, metadata), transformer_options(input),
                                     progress);
}

std::vector<std::uint32_t> held_out(const TrainingInput& input, Metadata) {
  return training::held_out_users(interactions_of(input), transformer_options(input).training);
}

Result<std::unique_ptr<models::Model>> load(const models::Artefact& artefact) {
  return training::load_transformer(artefact);
}

}  // namespace

std::vector<HyperParameter> transformer_parameters() {
  std::vector<HyperParameter> all;
  all.push_back(choice("apply_recency_bias", "true", {"true", "false"},
                       "Whether recent events weigh more in training."));
  add_shape(all);
  add_network_training(all, {.epochs = "30", .learning_rate = "0.0015"});
  add_history_percentiles(all, {.min = "0.0", .max = "0.99"});
  return all;
}

training::TransformerOptions transformer_options(const TrainingInput& input) {
  const HyperParameters& given = input.parameters;
  const auto size = [&given](std::string_view name) {
    return static_cast<std::size_t>(given.integer(name));
  };
  return {.hidden_dimension = size("hidden_dimension"),
          .heads = size("attention_heads"),
          .blocks = size("blocks"),
          .feed_forward_factor = given.number("feed_forward_factor"),
          .gated = given.flag("gated"),
          .dropout = given.number("dropout"),
          .attention_dropout = given.number("attention_dropout"),
          .training = network_training(input, given.flag("apply_recency_bias"))};
}

const NetworkKind& transformer_kind() {
  static constexpr NetworkKind kKind{.train = train, .held_out = held_out, .load = load};
  return kKind;
}

}  // namespace attune::recipes
