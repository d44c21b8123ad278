#pragma once

#include <cstdint>
#include <memory>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"

namespace attune::models {

struct RecentPopularityOptions {
  std::int64_t window_s = 7 * 24 * 3600;  // before the newest event; 0: no window
  double half_life_s = 0.0;               // an event this much older counts half; 0: all alike
};

/// Items by their users in a window before the newest event of the table, or by their users with
/// exponentially falling weights; the same for everyone. A user counts once an item, at his newest
/// event. What no recent user touched follows by popularity. Scores are log(w_i + s_i), w the
/// weight of the item's users and s its share of all (user, item) pairs.
[[nodiscard]] std::unique_ptr<Model> fit_recent_popularity(const data::InteractionTable& table,
                                                           const RecentPopularityOptions& options);
[[nodiscard]] Result<std::unique_ptr<Model>> load_recent_popularity(const Artefact& artefact);

}  // namespace attune::models
