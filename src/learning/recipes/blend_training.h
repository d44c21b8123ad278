#pragma once

#include <memory>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/recipes/network_kind.h"
#include "learning/recipes/recipe.h"
#include "learning/training/progress.h"

namespace attune::recipes {

/// A network's parameters and those of the short-term channel.
[[nodiscard]] std::vector<HyperParameter> blend_parameters(std::vector<HyperParameter> of_network);

/// Trains the network, then, unless short_term_channel is false, chooses the channel's weights on
/// the users that the network held out and counts the channel on all events. The last report has
/// the validation NDCG@10 of the blend.
[[nodiscard]] Result<std::unique_ptr<models::Model>> train_blend(const NetworkKind& kind,
                                                                 const TrainingInput& input,
                                                                 training::ProgressSink& progress,
                                                                 Metadata metadata);
/// A blend, or the network alone.
[[nodiscard]] Result<std::unique_ptr<models::Model>> load_blend(const NetworkKind& kind,
                                                                const models::Artefact& artefact);

/// train_blend with all metadata, and load_blend, as a recipe names them: of one kind of network.
template <const NetworkKind& (*kind)()>
Result<std::unique_ptr<models::Model>> train_blend_of(const TrainingInput& input,
                                                      training::ProgressSink& progress) {
  return train_blend(kind(), input, progress, Metadata::kItemsAndUsers);
}
template <const NetworkKind& (*kind)()>
Result<std::unique_ptr<models::Model>> load_blend_of(const models::Artefact& artefact) {
  return load_blend(kind(), artefact);
}

}  // namespace attune::recipes
