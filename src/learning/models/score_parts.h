#pragma once

#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "learning/models/model.h"

namespace attune::models {

struct ScorePart {
  std::string name;  // "network", "short-term", ...
  double value = 0;
};

/// For models whose score is a sum of parts: beside Model, and found by dynamic_cast. Thread-safe
/// as Model is.
class ScoreParts {
 public:
  virtual ~ScoreParts() = default;
  /// The parts of the item's score, in a fixed order; they sum to it but for rounding.
  [[nodiscard]] virtual std::vector<ScorePart> parts(const UserState& state,
                                                     data::ItemIndex item) const = 0;
};

}  // namespace attune::models
