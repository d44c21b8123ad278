#include "learning/models/transitions.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
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
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

constexpr std::size_t kHistoryMax = 1000;

struct Reading {
  double history_decay = 0.8;
  std::size_t history_max = 20;
};

class Transitions final : public Model {
 public:
  Transitions(NeighbourLists next, std::vector<float> popularity_masses, Reading reading)
      : next_(std::move(next)), masses_(std::move(popularity_masses)), reading_(reading) {}

  [[nodiscard]] std::size_t item_count() const override { return masses_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(reading_.history_max);
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    static_cast<RecentItems&>(state).append(static_cast<std::uint32_t>(event.item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(masses_, scores.begin());
    const auto history = static_cast<const RecentItems&>(state).items();
    double weight = 1.0;
    for (auto item = history.rbegin(); item != history.rend(); ++item) {
      add_next(*item, static_cast<float>(weight), scores);
      weight *= reading_.history_decay;
    }
    for (float& score : scores) score = std::log(score);
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    if (data::raw(item) >= item_count() || next_.row(data::raw(item)).items.empty()) return false;
    std::ranges::copy(masses_, scores.begin());
    add_next(data::raw(item), 1.0F, scores);
    for (float& score : scores) score = std::log(score);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{
        .configuration = json::Object{{"model", "transitions"},
                                      {"history_decay", reading_.history_decay},
                                      {"history_max", static_cast<double>(reading_.history_max)}},
        .tensors = {tensor_of("popularity_masses", masses_)}};
    next_.add_to(artefact);
    return artefact;
  }

 private:
  void add_next(std::size_t item, float weight, std::span<float> scores) const {
    const auto row = next_.row(item);
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      scores[static_cast<std::size_t>(row.items[i])] += weight * row.weights[i];
    }
  }

  NeighbourLists next_;
  std::vector<float> masses_;
  Reading reading_;
};

/// Where each item occurs: rows of the table, by item; and the end of each row's user.
struct Occurrences {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint64_t> rows;
  std::vector<std::uint64_t> user_end;

  [[nodiscard]] std::size_t count(std::size_t item) const {
    return offsets[item + 1] - offsets[item];
  }
};

Occurrences occurrences_of(const data::InteractionTable& table) {
  Occurrences found;
  found.offsets.assign(table.item_count() + 1, 0);
  for (const data::ItemIndex item : table.item) ++found.offsets[data::raw(item) + 1];
  std::partial_sum(found.offsets.begin(), found.offsets.end(), found.offsets.begin());
  std::vector<std::uint64_t> next(found.offsets.begin(), found.offsets.end() - 1);
  found.rows.resize(table.row_count());
  found.user_end.resize(table.row_count());
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (std::uint64_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      found.rows[next[data::raw(table.item[row])]++] = row;
      found.user_end[row] = table.offsets[user + 1];
    }
  }
  return found;
}

std::vector<float> distance_weights(const TransitionOptions& options) {
  std::vector<float> weights;
  for (std::size_t k = 1; k <= options.window; ++k) {
    weights.push_back(
        static_cast<float>(std::pow(static_cast<double>(k), -options.distance_exponent)));
  }
  return weights;
}

// (n_i / mean n)^-exponent, the mean over items that occur.
std::vector<float> popularity_discounts(const Occurrences& found, double exponent) {
  const std::size_t item_count = found.offsets.size() - 1;
  std::size_t occurring = 0;
  for (std::size_t item = 0; item < item_count; ++item)
    occurring += found.count(item) > 0 ? 1U : 0U;
  const double mean = static_cast<double>(found.rows.size()) /
                      static_cast<double>(std::max<std::size_t>(1, occurring));
  std::vector<float> discounts(item_count);
  for (std::size_t item = 0; item < item_count; ++item) {
    const auto count = static_cast<double>(std::max<std::size_t>(1, found.count(item)));
    discounts[item] = static_cast<float>(std::pow(count / mean, -exponent));
  }
  return discounts;
}

std::vector<float> popularity_masses(const Occurrences& found, double mass) {
  const std::size_t item_count = found.offsets.size() - 1;
  const double total = static_cast<double>(found.rows.size() + item_count);
  std::vector<float> masses(item_count);
  for (std::size_t item = 0; item < item_count; ++item) {
    masses[item] = static_cast<float>(mass * static_cast<double>(found.count(item) + 1) / total);
  }
  return masses;
}

}  // namespace

Result<std::unique_ptr<Model>> fit_transitions(const data::InteractionTable& table,
                                               const TransitionOptions& options) {
  const Occurrences found = occurrences_of(table);
  const std::vector<float> by_distance = distance_weights(options);
  const std::vector<float> discounts = popularity_discounts(found, options.popularity_exponent);
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    float row_sum = 0.0F;
    for (std::uint64_t at = found.offsets[item]; at < found.offsets[item + 1]; ++at) {
      const std::uint64_t row = found.rows[at];
      const std::size_t reach =
          std::min<std::uint64_t>(by_distance.size(), found.user_end[row] - row - 1);
      for (std::size_t k = 1; k <= reach; ++k) {
        sums.add(static_cast<std::uint32_t>(table.item[row + k]), by_distance[k - 1]);
        row_sum += by_distance[k - 1];
      }
    }
    for (const std::uint32_t other : sums.touched()) sums.at(other) *= discounts[other] / row_sum;
  };
  ATTUNE_TRY(next, count_neighbours(table.item_count(),
                                    neighbours_per_item(table.item_count(), options.neighbours_max),
                                    fill, options.counting));
  return std::make_unique<Transitions>(
      std::move(next), popularity_masses(found, options.popularity_mass),
      Reading{.history_decay = options.history_decay,
              .history_max = std::min(options.history_max, kHistoryMax)});
}

Result<std::unique_ptr<Model>> load_transitions(const Artefact& artefact) {
  ATTUNE_TRY(masses, read_floats(artefact, "popularity_masses", kAnyLength));
  ATTUNE_TRY(next, NeighbourLists::from(artefact, masses.size()));
  ATTUNE_TRY(history_decay, read_number(artefact, "history_decay"));
  ATTUNE_TRY(history_max, read_number(artefact, "history_max"));
  if (!(history_decay > 0.0 && history_decay <= 1.0) ||
      !(history_max >= 1.0 && history_max <= kHistoryMax) ||
      !std::ranges::all_of(masses, [](float mass) { return std::isfinite(mass) && mass > 0.0F; })) {
    return invalid_input("model artefact: history_decay, history_max or a mass is out of range");
  }
  return std::make_unique<Transitions>(
      std::move(next), std::move(masses),
      Reading{.history_decay = history_decay,
              .history_max = static_cast<std::size_t>(history_max)});
}

}  // namespace attune::models
