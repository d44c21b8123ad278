#include "learning/recipes/blend_training.h"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/blend.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/recipes/counting_progress.h"
#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/shared_parameters.h"
#include "learning/training/blend_search.h"
#include "learning/training/progress.h"

namespace attune::recipes {
namespace {

// Shares of the whole training that are behind the network and behind the search.
constexpr double kNetworkDone = 0.96;
constexpr double kSearchDone = 0.98;

/// Shows a part of the training as that part of the whole.
class PartSink final : public training::ProgressSink {
 public:
  PartSink(training::ProgressSink& whole, double from, double to)
      : whole_(whole), from_(from), to_(to) {}
  bool report(const training::Progress& part) override {
    training::Progress progress = part;
    progress.fraction = from_ + part.fraction * (to_ - from_);
    return whole_.report(progress);
  }

 private:
  training::ProgressSink& whole_;
  double from_, to_;
};

/// The channels of a blend with these weights, counted on all events.
Result<std::vector<models::WeightedChannel>> kept_channels(
    const data::InteractionTable& interactions, std::span<const double> weights,
    const models::CountingOptions& counting) {
  std::vector<models::ChannelKind> kinds;
  std::vector<models::WeightedChannel> kept;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const models::ChannelKind& kind = models::channel_kinds()[i];
    if (weights[i] == 0.0 && !kind.relates) continue;
    kinds.push_back(kind);
    kept.push_back({.kind = kind.name, .channel = nullptr, .weight = weights[i]});
  }
  ATTUNE_TRY(channels, training::fit_channels(kinds, interactions, counting));
  for (std::size_t i = 0; i < kept.size(); ++i) kept[i].channel = std::move(channels[i]);
  // A kind without weight may have nothing to count.
  std::erase_if(kept, [](const models::WeightedChannel& weighted) { return !weighted.channel; });
  return kept;
}

}  // namespace

std::vector<HyperParameter> blend_parameters(std::vector<HyperParameter> of_network) {
  std::vector<HyperParameter> all = std::move(of_network);
  all.push_back({.name = "short_term_channel",
                 .kind = ParameterKind::kCategorical,
                 .default_value = "true",
                 .choices = {"true", "false"},
                 .attune_only = true,
                 .sentence = "Whether counts of what follows the newest items are added to the "
                             "network, as far as they help the users held out for validation."});
  return all;
}

Result<std::unique_ptr<models::Model>> train_blend(const NetworkKind& kind,
                                                   const TrainingInput& input,
                                                   training::ProgressSink& progress,
                                                   Metadata metadata) {
  if (!input.parameters.flag("short_term_channel")) {
    return kind.train(input, progress, metadata);
  }
  PartSink network_sink(progress, 0.0, kNetworkDone);
  ATTUNE_TRY(network, kind.train(input, network_sink, metadata));

  const data::InteractionTable interactions = interactions_of(input);
  PartSink search_sink(progress, kNetworkDone, kSearchDone);
  const auto held_out = kind.held_out(input, metadata);
  ATTUNE_TRY(choice, training::choose_blend(
                         interactions, *network,
                         {.held_out_users = held_out,
                          .sequence_length_max =
                              static_cast<std::size_t>(input.parameters.integer("sequence_length")),
                          .counting = counting_for(input.worker_count, search_sink)}));

  PartSink count_sink(progress, kSearchDone, 1.0);
  ATTUNE_TRY(channels, kept_channels(interactions, choice.weights,
                                     counting_for(input.worker_count, count_sink)));
  if (choice.user_count > 0 &&
      !progress.report({.stage = "blend",
                        .fraction = 1.0,
                        .loss = {},
                        .validation_ndcg_at_10 = choice.blend_ndcg_at_10})) {
    return failure(ErrorCode::kCancelled, "training was stopped");
  }
  return models::make_blend({.network = std::move(network), .channels = std::move(channels)});
}

Result<std::unique_ptr<models::Model>> load_blend(const NetworkKind& kind,
                                                  const models::Artefact& artefact) {
  if (!models::is_blend(artefact)) return kind.load(artefact);
  return models::load_blend(artefact, kind.load);
}

}  // namespace attune::recipes
