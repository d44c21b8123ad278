#include "learning/recipes/hrnn_training.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/features/training_set.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/hrnn_trainer.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

void add_own_parameters(std::vector<HyperParameter>& all) {
  all.push_back(ours(number("input_dropout", "0.2", 0.0, 0.9, "Share of inputs dropped.")));
  all.push_back(ours(number("output_dropout", "0.3", 0.0, 0.9, "Share of outputs dropped.")));
  all.push_back(ours(choice("hierarchy", "state", {"inputs", "state"},
                            "How sessions enter: as embedded gaps only, or also through a "
                            "user-level network that starts each session's state.")));
  all.push_back(ours(integer("sequence_length", "200", 2, 10'000,
                             "Newest events of a user that are learnt from.")));
  add_network_training(all, {.epochs = "25", .learning_rate = "0.003"});
}

std::vector<std::uint32_t> held_out(const TrainingInput& input, Metadata) {
  return training::held_out_users(interactions_of(input), network_options(input).training);
}

}  // namespace

std::vector<HyperParameter> hrnn_parameters(std::string_view hidden_dimension) {
  std::vector<HyperParameter> all;
  all.push_back(tunable(integer("hidden_dimension", hidden_dimension, 32, 256,
                                "Width of the item vectors and of the hidden state.")));
  all.push_back(tunable(
      integer("bptt", "32", 2, 32, "Steps through which the network learns from an event back.")));
  all.push_back(tunable(choice("recency_mask", "true", {"true", "false"},
                               "Whether recently popular items and events weigh more.")));
  add_history_percentiles(all, {.min = "0.0", .max = "0.99"});
  add_own_parameters(all);
  return all;
}

features::TrainingSet network_data(const TrainingInput& input, Metadata metadata) {
  const bool with_metadata = metadata == Metadata::kItemsAndUsers;
  return {.interactions = interactions_of(input),
          .items = with_metadata ? input.data.items : nullptr,
          .users = with_metadata ? input.data.users : nullptr,
          .event_type_weights = input.data.event_type_weights};
}

training::HrnnOptions network_options(const TrainingInput& input) {
  const HyperParameters& given = input.parameters;
  const auto size = [&given](std::string_view name) {
    return static_cast<std::size_t>(given.integer(name));
  };
  return {.hidden_dimension = size("hidden_dimension"),
          .bptt = size("bptt"),
          .hierarchy = given.text("hierarchy") == "state" ? training::Hierarchy::kState
                                                          : training::Hierarchy::kInputs,
          .input_dropout = given.number("input_dropout"),
          .output_dropout = given.number("output_dropout"),
          .training = network_training(input, given.flag("recency_mask"))};
}

Result<std::unique_ptr<models::Model>> train_network(const TrainingInput& input,
                                                     training::ProgressSink& progress,
                                                     Metadata metadata) {
  return training::train_hrnn(network_data(input, metadata), network_options(input), progress);
}

Result<std::unique_ptr<models::Model>> load_network(const models::Artefact& artefact) {
  return training::load_hrnn(artefact);
}

const NetworkKind& hrnn_kind() {
  static constexpr NetworkKind kKind{
      .train = train_network, .held_out = held_out, .load = load_network};
  return kKind;
}

}  // namespace attune::recipes
