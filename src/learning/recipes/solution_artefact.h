#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {

/// What a trained solution version is on disk: a directory with manifest.json, weights.safetensors
/// and interactions.attune (the vocabularies and the histories it was trained on, for users'
/// states).
struct SolutionArtefact {
  const Recipe* recipe = nullptr;
  StringPairs parameters;  // all, resolved
  std::uint64_t seed = 0;
  std::string data_fingerprint;
  std::uint64_t event_watermark = 0;  // sequence of the newest streamed event in the data
  double training_seconds = 0.0;
  std::map<std::string, double> metrics;                           // the protocol's keys
  std::map<std::string, std::map<std::string, double>> baselines;  // by baseline name
  std::shared_ptr<const models::Model> model;
  std::shared_ptr<const data::InteractionTable> interactions;
};

/// Writes the directory beside and renames it into place: whole or absent.
[[nodiscard]] Result<void> write_solution(const SolutionArtefact& artefact,
                                          const std::string& directory);
[[nodiscard]] Result<SolutionArtefact> read_solution(const std::string& directory);

}  // namespace attune::recipes
