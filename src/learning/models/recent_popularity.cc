#include "learning/models/recent_popularity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/model.h"
#include "learning/models/same_for_everyone.h"

namespace attune::models {
namespace {

class RecentPopularity final : public SameForEveryone {
 public:
  using SameForEveryone::SameForEveryone;

  [[nodiscard]] Artefact to_artefact() const override {
    return {.configuration = json::Object{{"model", "recent_popularity"}},
            .tensors = {tensor_of("scores", scores())}};
  }
};

/// The weight of an event by its age.
class Ageing {
 public:
  Ageing(const data::InteractionTable& table, const RecentPopularityOptions& options)
      : options_(options) {
    if (!table.timestamp_s.empty()) newest_s_ = *std::ranges::max_element(table.timestamp_s);
  }

  [[nodiscard]] double weight_at(std::int64_t timestamp_s) const {
    const double age_s = static_cast<double>(newest_s_) - static_cast<double>(timestamp_s);
    if (options_.window_s > 0 && age_s >= static_cast<double>(options_.window_s)) return 0.0;
    return options_.half_life_s > 0.0 ? std::exp2(-age_s / options_.half_life_s) : 1.0;
  }

 private:
  RecentPopularityOptions options_;
  std::int64_t newest_s_ = 0;
};

/// Calls `visit` with the newest row of each (user, item) pair.
template <typename Visit>
void each_newest_row(const data::InteractionTable& table, const Visit& visit) {
  std::vector<std::uint32_t> last_user(table.item_count(),
                                       std::numeric_limits<std::uint32_t>::max());
  for (std::uint32_t user = 0; user < table.user_count(); ++user) {
    for (std::size_t row = table.offsets[user + 1]; row-- > table.offsets[user];) {
      std::uint32_t& last = last_user[data::raw(table.item[row])];
      if (last == user) continue;
      last = user;
      visit(row);
    }
  }
}

}  // namespace

std::unique_ptr<Model> fit_recent_popularity(const data::InteractionTable& table,
                                             const RecentPopularityOptions& options) {
  const Ageing ageing(table, options);
  std::vector<double> weights(table.item_count(), 0.0);
  std::vector<std::size_t> users(table.item_count(), 0);
  std::size_t pairs = 0;
  each_newest_row(table, [&](std::size_t row) {
    const std::size_t item = data::raw(table.item[row]);
    weights[item] += ageing.weight_at(table.timestamp_s[row]);
    ++users[item];
    ++pairs;
  });
  // Half a user for an item without any, so that every score is finite.
  const double total = static_cast<double>(pairs) + 0.5 * static_cast<double>(users.size());
  std::vector<float> scores(users.size());
  for (std::size_t item = 0; item < users.size(); ++item) {
    const double share = (static_cast<double>(users[item]) + 0.5) / total;
    scores[item] = static_cast<float>(std::log(weights[item] + share));
  }
  return std::make_unique<RecentPopularity>(std::move(scores));
}

Result<std::unique_ptr<Model>> load_recent_popularity(const Artefact& artefact) {
  ATTUNE_TRY(scores, read_floats(artefact, "scores", kAnyLength));
  if (!std::ranges::all_of(scores, [](float score) { return std::isfinite(score); })) {
    return invalid_input("model artefact: scores of recent_popularity must be finite");
  }
  return std::make_unique<RecentPopularity>(std::move(scores));
}

}  // namespace attune::models
