#include "learning/models/blend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_parts.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/model.h"
#include "learning/models/recent_items.h"
#include "learning/models/short_term.h"
#include "learning/models/transition_table.h"

namespace attune::models {
namespace {

constexpr std::string_view kKind = "blend";

class BlendState final : public UserState {
 public:
  BlendState(std::unique_ptr<UserState> of_network, RecentItems newest)
      : network(std::move(of_network)), recent(std::move(newest)) {}
  [[nodiscard]] std::unique_ptr<UserState> clone() const override {
    return std::make_unique<BlendState>(network->clone(), recent);
  }

  std::unique_ptr<UserState> network;
  RecentItems recent;
};

class Blend final : public Model {
 public:
  explicit Blend(BlendParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::size_t item_count() const override { return parts_.network->item_count(); }
  [[nodiscard]] std::unique_ptr<UserState> start(
      std::optional<data::UserIndex> user) const override {
    return std::make_unique<BlendState>(parts_.network->start(user),
                                        RecentItems(parts_.channel.window.history_max()));
  }
  void advance(UserState& user_state, const data::Interaction& event) const override {
    auto& state = static_cast<BlendState&>(user_state);
    parts_.network->advance(*state.network, event);
    if (data::raw(event.item) < item_count()) {
      state.recent.append(static_cast<std::uint32_t>(event.item));
    }
  }
  void score(const UserState& user_state, std::span<float> scores) const override {
    const auto& state = static_cast<const BlendState&>(user_state);
    parts_.network->score(*state.network, scores);
    if (!parts_.weights.none()) {
      add_evidence(evidence_after(parts_.channel, state.recent.items()), scores);
    }
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    const std::size_t index = data::raw(item);
    const bool related_by_network = parts_.network->related(item, scores);
    if (index >= item_count() || !parts_.channel.window.knows(index)) return related_by_network;
    if (!related_by_network) std::ranges::fill(scores, 0.0F);
    // What follows the item scores above 0, the rest keeps the network's order below.
    const float best = *std::ranges::max_element(scores);
    for (float& score : scores) score -= best;
    const auto history = static_cast<std::uint32_t>(item);
    for (const ShortTermEvidence& e : evidence_after(parts_.channel, {&history, 1})) {
      if (e.log_window > 0.0F) scores[e.item] = e.log_window;
    }
    scores[index] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{.configuration = json::Object{{"model", kKind},
                                                    {"window_weight", parts_.weights.window},
                                                    {"adjacent_weight", parts_.weights.adjacent}},
                      .tensors = {}};
    Artefact window{.configuration = json::Object{}, .tensors = {}};
    parts_.channel.window.add_to(window);
    Artefact adjacent{.configuration = json::Object{}, .tensors = {}};
    parts_.channel.adjacent.add_to(adjacent);
    add_part(artefact, "network", parts_.network->to_artefact());
    add_part(artefact, "window", std::move(window));
    add_part(artefact, "adjacent", std::move(adjacent));
    return artefact;
  }

 private:
  void add_evidence(std::span<const ShortTermEvidence> evidence, std::span<float> scores) const {
    const auto a = static_cast<float>(parts_.weights.window);
    const auto b = static_cast<float>(parts_.weights.adjacent);
    for (const ShortTermEvidence& e : evidence) {
      scores[e.item] += a * e.log_window + b * e.adjacent;
    }
  }

  BlendParts parts_;
};

Result<TransitionTable> table_of(const Artefact& artefact, std::string_view name,
                                 std::size_t item_count) {
  ATTUNE_TRY(part, part_of(artefact, name));
  return TransitionTable::from(part, item_count);
}

Result<double> weight_of(const Artefact& artefact, std::string_view name) {
  ATTUNE_TRY(weight, read_number(artefact, name));
  if (!(weight >= 0.0 && weight <= kBlendWeightMax)) {
    return invalid_input("model artefact: " + std::string(name) + " must be from 0 to " +
                         std::to_string(static_cast<int>(kBlendWeightMax)));
  }
  return weight;
}

}  // namespace

std::unique_ptr<Model> make_blend(BlendParts parts) {
  ATTUNE_CHECK(parts.network != nullptr);
  ATTUNE_CHECK(parts.channel.window.item_count() == parts.network->item_count());
  ATTUNE_CHECK(parts.channel.adjacent.item_count() == parts.network->item_count());
  return std::make_unique<Blend>(std::move(parts));
}

bool is_blend(const Artefact& artefact) {
  const json::Value* kind = artefact.configuration.find("model");
  return kind != nullptr && kind->if_string() != nullptr && *kind->if_string() == kKind;
}

Result<std::unique_ptr<Model>> load_blend(
    const Artefact& artefact, Result<std::unique_ptr<Model>> (*load_network)(const Artefact&)) {
  if (!is_blend(artefact)) return invalid_input("model artefact: model must be blend");
  ATTUNE_TRY(network_part, part_of(artefact, "network"));
  ATTUNE_TRY(network, load_network(network_part));
  ATTUNE_TRY(window, table_of(artefact, "window", network->item_count()));
  ATTUNE_TRY(adjacent, table_of(artefact, "adjacent", network->item_count()));
  ATTUNE_TRY(window_weight, weight_of(artefact, "window_weight"));
  ATTUNE_TRY(adjacent_weight, weight_of(artefact, "adjacent_weight"));
  return make_blend({.network = std::move(network),
                     .channel = {.window = std::move(window), .adjacent = std::move(adjacent)},
                     .weights = {.window = window_weight, .adjacent = adjacent_weight}});
}

}  // namespace attune::models
