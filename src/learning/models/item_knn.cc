#include "learning/models/item_knn.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/common_users.h"
#include "learning/models/incidence.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/popular_order.h"
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

constexpr std::size_t kHistoryMax = 100'000;

struct Reading {
  double decay = 1.0;
  std::size_t history_max = 0;
};

class ItemKnn final : public Model {
 public:
  ItemKnn(NeighbourLists neighbours, std::vector<std::int32_t> user_counts, Reading reading)
      : neighbours_(std::move(neighbours)),
        user_counts_(std::move(user_counts)),
        popular_order_(popular_order(user_counts_)),
        reading_(reading) {}

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(reading_.history_max);
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    static_cast<RecentItems&>(state).append_distinct(static_cast<std::uint32_t>(event.item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(popular_order_, scores.begin());
    const auto history = static_cast<const RecentItems&>(state).items();
    double weight = 1.0;
    for (auto item = history.rbegin(); item != history.rend(); ++item) {
      add_neighbours(*item, static_cast<float>(weight), scores);
      weight *= reading_.decay;
    }
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    if (data::raw(item) >= item_count() || neighbours_.row(data::raw(item)).items.empty()) {
      return false;
    }
    std::ranges::copy(popular_order_, scores.begin());
    add_neighbours(data::raw(item), 1.0F, scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{
        .configuration = json::Object{{"model", "item_knn"},
                                      {"decay", reading_.decay},
                                      {"history_max", static_cast<double>(reading_.history_max)}},
        .tensors = {tensor_of("user_counts", user_counts_)}};
    neighbours_.add_to(artefact);
    return artefact;
  }

 private:
  void add_neighbours(std::size_t item, float weight, std::span<float> scores) const {
    const auto row = neighbours_.row(item);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      add_evidence(scores[static_cast<std::size_t>(row.items[i])], weight * row.weights[i]);
    }
  }

  NeighbourLists neighbours_;
  std::vector<std::int32_t> user_counts_;
  std::vector<float> popular_order_;
  Reading reading_;
};

}  // namespace

Result<std::unique_ptr<Model>> fit_item_knn(const data::InteractionTable& table,
                                            const ItemKnnOptions& options) {
  const Incidence incidence = incidence_of(table, {});
  std::vector<std::int32_t> user_counts = incidence.user_counts();
  std::vector<float> inverse_norms(user_counts.size());
  std::ranges::transform(user_counts, inverse_norms.begin(), [](std::int32_t count) {
    return 1.0F / std::sqrt(static_cast<float>(std::max(1, count)));
  });
  const CommonUsers common(incidence, options.counting.worker_count);
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    common.add(item, sums);
    for (const std::uint32_t other : sums.touched()) {
      sums.at(other) *= inverse_norms[item] * inverse_norms[other];
    }
  };
  ATTUNE_TRY(neighbours,
             count_neighbours(incidence.item_count(),
                              neighbours_per_item(incidence.item_count(), options.neighbours_max),
                              fill, options.counting));
  return std::make_unique<ItemKnn>(
      std::move(neighbours), std::move(user_counts),
      Reading{.decay = options.decay, .history_max = std::min(options.history_max, kHistoryMax)});
}

Result<std::unique_ptr<Model>> load_item_knn(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  ATTUNE_TRY(neighbours, NeighbourLists::from(artefact, user_counts.size()));
  ATTUNE_TRY(decay, read_number(artefact, "decay"));
  ATTUNE_TRY(history_max, read_number(artefact, "history_max"));
  if (!(decay > 0.0 && decay <= 1.0) || !(history_max >= 1.0 && history_max <= kHistoryMax)) {
    return invalid_input("model artefact: decay or history_max of item_knn is out of range");
  }
  return std::make_unique<ItemKnn>(
      std::move(neighbours), std::move(user_counts),
      Reading{.decay = decay, .history_max = static_cast<std::size_t>(history_max)});
}

}  // namespace attune::models
