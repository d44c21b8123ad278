#include "learning/models/sims.h"

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
#include "learning/models/incidence.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/occurrences.h"
#include "learning/models/popular_order.h"
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

class Sims final : public Model {
 public:
  Sims(NeighbourLists neighbours, std::vector<std::int32_t> user_counts)
      : neighbours_(std::move(neighbours)),
        user_counts_(std::move(user_counts)),
        popular_order_(popular_order(user_counts_)) {}

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(1);
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    const std::size_t item = data::raw(event.item);
    if (item >= item_count() || neighbours_.row(item).items.empty()) return;
    static_cast<RecentItems&>(state).append(static_cast<std::uint32_t>(item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(popular_order_, scores.begin());
    for (const std::uint32_t item : static_cast<const RecentItems&>(state).items()) {
      set_neighbours(item, scores);
    }
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    if (data::raw(item) >= item_count() || neighbours_.row(data::raw(item)).items.empty()) {
      return false;
    }
    std::ranges::copy(popular_order_, scores.begin());
    set_neighbours(data::raw(item), scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{.configuration = json::Object{{"model", "sims"}},
                      .tensors = {tensor_of("user_counts", user_counts_)}};
    neighbours_.add_to(artefact);
    return artefact;
  }

 private:
  void set_neighbours(std::size_t item, std::span<float> scores) const {
    const auto row = neighbours_.row(item);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      scores[static_cast<std::size_t>(row.items[i])] = row.weights[i];
    }
  }

  NeighbourLists neighbours_;
  std::vector<std::int32_t> user_counts_;
  std::vector<float> popular_order_;
};

std::vector<float> popularity_discounts(std::span<const std::int32_t> user_counts, double factor) {
  std::vector<float> discounts(user_counts.size());
  std::ranges::transform(user_counts, discounts.begin(), [factor](std::int32_t count) {
    return static_cast<float>(std::pow(std::max(1, count), -factor));
  });
  return discounts;
}

Result<NeighbourLists> count_in_any_order(const Incidence& incidence,
                                          std::span<const float> discounts,
                                          const SimsOptions& options) {
  const auto count_min = static_cast<float>(options.min_cointeraction_count);
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    for (const std::uint32_t user : incidence.users_of(item)) {
      for (const std::uint32_t other : incidence.items_of(user)) sums.add(other, 1.0F);
    }
    if (!sums.touched().empty()) sums.at(item) = 0.0F;
    for (const std::uint32_t other : sums.touched()) {
      float& sum = sums.at(other);
      sum = sum > 0.0F && sum >= count_min ? sum * discounts[other] : 0.0F;
    }
  };
  return count_neighbours(discounts.size(),
                          neighbours_per_item(discounts.size(), options.neighbours_max), fill,
                          options.counting);
}

Result<NeighbourLists> count_forward(const data::InteractionTable& table,
                                     const std::vector<bool>& items,
                                     std::span<const float> discounts, const SimsOptions& options) {
  const Occurrences found = occurrences_of(table);
  const auto takes_part = [&](std::size_t item) { return items.empty() || items[item]; };
  std::vector<float> by_distance;
  for (std::size_t k = 1; k <= options.window; ++k) {
    by_distance.push_back(
        static_cast<float>(std::pow(static_cast<double>(k), -options.distance_exponent)));
  }
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    if (!takes_part(item)) return;
    const auto each_other = [&](const auto& add) {
      found.each_behind(item, options.window, [&](std::uint64_t row, std::size_t k) {
        const auto other = static_cast<std::uint32_t>(table.item[row]);
        if (other != item && takes_part(other)) add(other, by_distance[k - 1]);
      });
    };
    // Whole numbers first: how often.
    each_other([&](std::uint32_t other, float) { sums.add(other, 1.0F); });
    std::vector<std::uint32_t> thin;
    for (const std::uint32_t other : sums.touched()) {
      if (sums.at(other) < static_cast<float>(options.min_cointeraction_count))
        thin.push_back(other);
    }
    sums.clear();
    each_other([&](std::uint32_t other, float weight) { sums.add(other, weight); });
    for (const std::uint32_t other : thin) sums.at(other) = 0.0F;
    for (const std::uint32_t other : sums.touched()) sums.at(other) *= discounts[other];
  };
  return count_neighbours(discounts.size(),
                          neighbours_per_item(discounts.size(), options.neighbours_max), fill,
                          options.counting);
}

}  // namespace

Result<std::unique_ptr<Model>> fit_sims(const data::InteractionTable& table,
                                        const std::vector<bool>& items,
                                        const SimsOptions& options) {
  if (options.order == SimsOrder::kForward && options.window == 0) {
    return invalid_input("window: must be 1 or more");
  }
  const Incidence incidence = incidence_of(table, items);
  std::vector<std::int32_t> user_counts = incidence.user_counts();
  const auto discounts = popularity_discounts(user_counts, options.popularity_discount_factor);
  ATTUNE_TRY(neighbours, options.order == SimsOrder::kForward
                             ? count_forward(table, items, discounts, options)
                             : count_in_any_order(incidence, discounts, options));
  return std::make_unique<Sims>(std::move(neighbours), std::move(user_counts));
}

Result<std::unique_ptr<Model>> load_sims(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  ATTUNE_TRY(neighbours, NeighbourLists::from(artefact, user_counts.size()));
  return std::make_unique<Sims>(std::move(neighbours), std::move(user_counts));
}

}  // namespace attune::models
