#include "learning/models/blend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_parts.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/blend_live.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

constexpr std::string_view kModel = "blend";
constexpr std::string_view kChannels = "channels";

class BlendState final : public UserState {
 public:
  explicit BlendState(std::unique_ptr<UserState> of_network)
      : network(std::move(of_network)), recent(kChannelHistoryMax) {}
  BlendState(const BlendState& other)
      : network(other.network->clone()), recent(other.recent), newest_s(other.newest_s) {}
  [[nodiscard]] std::unique_ptr<UserState> clone() const override {
    return std::make_unique<BlendState>(*this);
  }

  std::unique_ptr<UserState> network;
  RecentItems recent;
  std::int64_t newest_s = kAfterAll;  // of the user's events
};

class Blend final : public Model {
 public:
  explicit Blend(BlendParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::size_t item_count() const override { return parts_.network->item_count(); }
  [[nodiscard]] std::unique_ptr<UserState> start(
      std::optional<data::UserIndex> user) const override {
    return std::make_unique<BlendState>(parts_.network->start(user));
  }
  void advance(UserState& user_state, const data::Interaction& event) const override {
    auto& state = static_cast<BlendState&>(user_state);
    parts_.network->advance(*state.network, event);
    state.newest_s = event.timestamp_s;
    if (data::raw(event.item) < item_count()) {
      state.recent.append(static_cast<std::uint32_t>(event.item));
    }
  }
  void score(const UserState& state, std::span<float> scores) const override {
    score_at(state, {}, scores);
  }
  void score_at(const UserState& user_state, const Moment& moment,
                std::span<float> scores) const override {
    const auto& state = static_cast<const BlendState&>(user_state);
    parts_.network->score_at(*state.network, {.context = moment.context}, scores);
    const auto* live = static_cast<const BlendLive*>(moment.live);
    const auto lock = live ? live->lock() : std::shared_lock<std::shared_mutex>();
    for (std::size_t i = 0; i < parts_.channels.size(); ++i) {
      const WeightedChannel& weighted = parts_.channels[i];
      if (weighted.weight == 0.0) continue;
      weighted.channel->add({.history = state.recent.items(),
                             .now_s = moment.now_s.value_or(state.newest_s),
                             .live = live ? live->channel(i) : nullptr},
                            static_cast<float>(weighted.weight), scores);
    }
  }
  [[nodiscard]] std::unique_ptr<LiveCounts> start_live() const override {
    const auto has_weight = [](const WeightedChannel& weighted) { return weighted.weight > 0.0; };
    if (std::ranges::none_of(parts_.channels, has_weight)) return nullptr;
    return std::make_unique<BlendLive>(parts_.channels, item_count());
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    const bool related_by_network = parts_.network->related(item, scores);
    if (data::raw(item) >= item_count()) return related_by_network;
    std::vector<float> followers(item_count(), 0.0F);
    const auto knows = [&](const WeightedChannel& weighted) {
      return weighted.channel->relate(static_cast<std::uint32_t>(item), followers);
    };
    if (std::ranges::none_of(parts_.channels, knows)) return related_by_network;
    if (!related_by_network) std::ranges::fill(scores, 0.0F);
    // What follows the item scores above 0, the rest keeps the network's order below.
    const float best = *std::ranges::max_element(scores);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      scores[i] = followers[i] > 0.0F ? followers[i] : scores[i] - best;
    }
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{.configuration = json::Object{{"model", kModel}}, .tensors = {}};
    add_part(artefact, "network", parts_.network->to_artefact());
    json::Array channels;
    for (const WeightedChannel& weighted : parts_.channels) {
      channels.push_back(json::Object{{"name", weighted.kind}, {"weight", weighted.weight}});
      Artefact part{.configuration = json::Object{}, .tensors = {}};
      weighted.channel->add_to(part);
      add_part(artefact, weighted.kind, std::move(part));
    }
    artefact.configuration.add(std::string(kChannels), std::move(channels));
    return artefact;
  }

 private:
  BlendParts parts_;
};

struct NamedWeight {
  std::string name;
  double weight = 0.0;
};

/// In the order of the artefact; kInvalidInput for what is no list of channels.
Result<std::vector<NamedWeight>> weights_of(const Artefact& artefact) {
  const json::Value* list = artefact.configuration.find(kChannels);
  if (list == nullptr || list->if_array() == nullptr) {
    return invalid_input("model artefact: channels must be a list");
  }
  std::vector<NamedWeight> weights;
  for (const json::Value& member : *list->if_array()) {
    const json::Value* name = member.find("name");
    const json::Value* weight = member.find("weight");
    if (name == nullptr || name->if_string() == nullptr || weight == nullptr ||
        !weight->is_number() || !(weight->number() >= 0.0) ||
        !(weight->number() <= kBlendWeightMax)) {
      return invalid_input("model artefact: a channel has a name and a weight from 0 to " +
                           std::to_string(static_cast<int>(kBlendWeightMax)));
    }
    weights.push_back({.name = *name->if_string(), .weight = weight->number()});
  }
  return weights;
}

Result<WeightedChannel> channel_of(const Artefact& artefact, const NamedWeight& named,
                                   std::size_t item_count) {
  const auto kinds = channel_kinds();
  const auto kind = std::ranges::find(kinds, std::string_view(named.name), &ChannelKind::name);
  if (kind == kinds.end()) return invalid_input("model artefact: no channel is " + named.name);
  ATTUNE_TRY(part, part_of(artefact, named.name));
  ATTUNE_TRY(channel, kind->load(part, item_count));
  return WeightedChannel{.kind = kind->name, .channel = std::move(channel), .weight = named.weight};
}

}  // namespace

std::unique_ptr<Model> make_blend(BlendParts parts) {
  ATTUNE_CHECK(parts.network != nullptr);
  for (const WeightedChannel& weighted : parts.channels) {
    ATTUNE_CHECK(weighted.channel->item_count() == parts.network->item_count());
  }
  return std::make_unique<Blend>(std::move(parts));
}

bool is_blend(const Artefact& artefact) {
  const json::Value* model = artefact.configuration.find("model");
  return model != nullptr && model->if_string() != nullptr && *model->if_string() == kModel;
}

Result<std::unique_ptr<Model>> load_blend(
    const Artefact& artefact, Result<std::unique_ptr<Model>> (*load_network)(const Artefact&)) {
  if (!is_blend(artefact)) return invalid_input("model artefact: model must be blend");
  ATTUNE_TRY(network_part, part_of(artefact, "network"));
  ATTUNE_TRY(network, load_network(network_part));
  ATTUNE_TRY(weights, weights_of(artefact));
  BlendParts parts{.network = std::move(network), .channels = {}};
  for (const NamedWeight& named : weights) {
    ATTUNE_TRY(channel, channel_of(artefact, named, parts.network->item_count()));
    parts.channels.push_back(std::move(channel));
  }
  return make_blend(std::move(parts));
}

double blend_weight(const Artefact& artefact, std::string_view kind) {
  const auto weights = weights_of(artefact);
  if (!weights) return 0.0;
  const auto found = std::ranges::find(*weights, kind, &NamedWeight::name);
  return found == weights->end() ? 0.0 : found->weight;
}

}  // namespace attune::models
