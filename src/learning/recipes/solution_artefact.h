#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {

/// What a trained solution version is on disk: a directory with manifest.json, weights.safetensors,
/// interactions.attune (the vocabularies and the histories it was trained on, for users' states)
/// and, of a training on some events only, unselected.attune (the other events, for filters).
struct SolutionArtefact {
  const Recipe* recipe = nullptr;
  StringPairs parameters;  // all, resolved
  std::uint64_t seed = 0;
  std::string data_fingerprint;
  std::uint64_t event_watermark = 0;      // sequence of the newest streamed event in the data
  double training_seconds = 0.0;          // of the model that is served
  double evaluation_seconds = 0.0;        // of the hold-out training, its test and the baselines
  std::map<std::string, double> metrics;  // the protocol's keys
  std::map<std::string, std::map<std::string, double>> baselines;  // by baseline name
  StringPairs
      evaluation;  // how they were measured: "protocol", "test_users", "seen_items", "final"
  std::shared_ptr<const models::Model> model;
  std::shared_ptr<const data::InteractionTable> interactions;
  data::EventSelection selection = {};  // which of the group's events `interactions` are
  /// The other ones, as data::load_unselected_interactions gives them; null: none.
  std::shared_ptr<const data::InteractionTable> unselected = {};
};

/// Writes the directory beside and renames it into place: whole or absent
/// (docs/formats/solution.md). kAlreadyExists when something is there.
[[nodiscard]] Result<void> write_solution(const SolutionArtefact& artefact,
                                          const std::string& directory);
/// kNotFound: no such directory; kInvalidInput: it is no solution, was damaged, or was written by
/// another version.
[[nodiscard]] Result<SolutionArtefact> read_solution(const std::string& directory);

}  // namespace attune::recipes
