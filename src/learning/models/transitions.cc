#include "learning/models/transitions.h"

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
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/recent_items.h"
#include "learning/models/transition_table.h"

namespace attune::models {
namespace {

class Transitions final : public Model {
 public:
  Transitions(TransitionTable table, std::vector<float> popularity_masses)
      : table_(std::move(table)), masses_(std::move(popularity_masses)) {
    log_masses_.reserve(masses_.size());
    for (const float mass : masses_) log_masses_.push_back(std::log(mass));
  }

  [[nodiscard]] std::size_t item_count() const override { return masses_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(table_.history_max());
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    static_cast<RecentItems&>(state).append(static_cast<std::uint32_t>(event.item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    score_after(static_cast<const RecentItems&>(state).items(), scores);
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    if (data::raw(item) >= item_count() || !table_.knows(data::raw(item))) return false;
    const auto history = static_cast<std::uint32_t>(item);
    score_after({&history, 1}, scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{.configuration = json::Object{{"model", "transitions"}},
                      .tensors = {tensor_of("popularity_masses", masses_)}};
    table_.add_to(artefact);
    return artefact;
  }

 private:
  void score_after(std::span<const std::uint32_t> history, std::span<float> scores) const {
    ATTUNE_CHECK(scores.size() == item_count());
    ItemSums t(item_count());
    table_.add(history, t);
    std::ranges::copy(log_masses_, scores.begin());
    for (const std::uint32_t item : t.touched()) {
      scores[item] = std::log(t.at(item) + masses_[item]);
    }
  }

  TransitionTable table_;
  std::vector<float> masses_, log_masses_;
};

std::vector<float> popularity_masses(const data::InteractionTable& table, double mass) {
  std::vector<std::size_t> counts(table.item_count(), 1);
  for (const data::ItemIndex item : table.item) ++counts[data::raw(item)];
  const auto total = static_cast<double>(table.row_count() + table.item_count());
  std::vector<float> masses;
  masses.reserve(counts.size());
  for (const std::size_t count : counts) {
    masses.push_back(static_cast<float>(mass * static_cast<double>(count) / total));
  }
  return masses;
}

}  // namespace

Result<std::unique_ptr<Model>> fit_transitions(const data::InteractionTable& table,
                                               const TransitionOptions& options) {
  ATTUNE_TRY(transitions, TransitionTable::count(table, options));
  return std::make_unique<Transitions>(std::move(transitions),
                                       popularity_masses(table, options.popularity_mass));
}

Result<std::unique_ptr<Model>> load_transitions(const Artefact& artefact) {
  ATTUNE_TRY(masses, read_floats(artefact, "popularity_masses", kAnyLength));
  ATTUNE_TRY(transitions, TransitionTable::from(artefact, masses.size()));
  if (!std::ranges::all_of(masses, [](float mass) { return std::isfinite(mass) && mass > 0.0F; })) {
    return invalid_input("model artefact: popularity_masses must be above 0");
  }
  return std::make_unique<Transitions>(std::move(transitions), std::move(masses));
}

}  // namespace attune::models
