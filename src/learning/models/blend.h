#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"

namespace attune::models {

inline constexpr double kBlendWeightMax = 1000.0;

/// A channel of one of channel_kinds() and what it says beside the network.
struct WeightedChannel {
  std::string_view kind;
  std::unique_ptr<const Channel> channel;  // of the network's items
  double weight = 0.0;                     // 0 .. kBlendWeightMax
};

/// A network and what was counted beside it (docs/models/short_term.md):
///   score_i = network_i + sum over the channels of weight e_i
/// up to a constant of the user. Without weights the scores are the network's, bit for bit.
/// `score` asks at the time of the user's newest event, for a user without one after all that was
/// counted. `related` lists what the first channel that knows an item relates to it, then the rest
/// in the network's order.
struct BlendParts {
  std::unique_ptr<const Model> network;
  std::vector<WeightedChannel> channels;
};
[[nodiscard]] std::unique_ptr<Model> make_blend(BlendParts parts);

/// Whether the artefact is a blend's; else it may be the network's alone.
[[nodiscard]] bool is_blend(const Artefact& artefact);
/// `load_network` reads the network's part.
[[nodiscard]] Result<std::unique_ptr<Model>> load_blend(
    const Artefact& artefact, Result<std::unique_ptr<Model>> (*load_network)(const Artefact&));
/// The weight of a channel in a blend's artefact; 0: it has none.
[[nodiscard]] double blend_weight(const Artefact& artefact, std::string_view kind);

}  // namespace attune::models
