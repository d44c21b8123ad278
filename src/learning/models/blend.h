#pragma once

#include <memory>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/models/short_term.h"

namespace attune::models {

/// A network with the short-term channel:
///   score_i = network_i + e_i (short_term.h), up to a constant of the user
///           = log softmax(network)_i + a log(t_i + 1e-4) + b M1_i
/// Without weights the scores are the network's, bit for bit. Scoring adds at most 20 x 128 sparse
/// additions and a logarithm an item with a count to the network's. `related` lists what follows an
/// item, then the rest in the network's order.
/// The network and the tables have the same items.
struct BlendParts {
  std::unique_ptr<const Model> network;
  ShortTermChannel channel;
  BlendWeights weights;
};
[[nodiscard]] std::unique_ptr<Model> make_blend(BlendParts parts);

/// Whether the artefact is a blend's; else it may be the network's alone.
[[nodiscard]] bool is_blend(const Artefact& artefact);
/// `load_network` reads the network's part.
[[nodiscard]] Result<std::unique_ptr<Model>> load_blend(
    const Artefact& artefact, Result<std::unique_ptr<Model>> (*load_network)(const Artefact&));

}  // namespace attune::models
