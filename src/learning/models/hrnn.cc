#include "learning/models/hrnn.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "foundation/tensor/gemv.h"

namespace attune::models {
namespace {

constexpr std::string_view kKind = "hrnn";
constexpr std::size_t kHiddenMax = 4096;
constexpr std::size_t kItemsMax = 100'000'000;

/// One lane of the network and the memory to move it.
class HrnnState final : public UserState {
 public:
  HrnnState() : pass_(std::make_unique<HrnnPass>()) {
    const std::size_t one = 1;
    step_.packing = nn::Packing({&one, 1});
    step_.events.resize(1);
  }
  [[nodiscard]] std::unique_ptr<UserState> clone() const override {
    auto copy = std::make_unique<HrnnState>();
    copy->states = states;
    copy->last_s = last_s;
    return copy;
  }
  HrnnPass& pass() { return *pass_; }
  HrnnBatch& step() { return step_; }

  HrnnStates states;
  std::optional<std::int64_t> last_s;

 private:
  std::unique_ptr<HrnnPass> pass_;
  HrnnBatch step_;
};

class Hrnn final : public Model {
 public:
  explicit Hrnn(HrnnParts parts) : parts_(std::move(parts)), layout_(parts_.shape) {
    const auto items = item_matrix();
    inverse_norms_.reserve(items.rows);
    for (std::size_t i = 0; i < items.rows; ++i) {
      const float square = tensor::dot(items.row_span(i), items.row_span(i));
      inverse_norms_.push_back(square > 0.0F ? 1.0F / std::sqrt(square) : 0.0F);
    }
  }

  [[nodiscard]] std::size_t item_count() const override { return parts_.item_bias.size(); }

  [[nodiscard]] std::unique_ptr<UserState> start(
      std::optional<data::UserIndex> user) const override {
    auto state = std::make_unique<HrnnState>();
    std::optional<std::uint32_t> row;
    if (user && data::raw(*user) < parts_.user_features.row_count()) {
      row = static_cast<std::uint32_t>(data::raw(*user));
    }
    state->pass().start(layout_, parts_.weights, {&row, 1}, parts_.user_features, state->states);
    return state;
  }

  void advance(UserState& user_state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    auto& state = static_cast<HrnnState&>(user_state);
    HrnnEvent& input = state.step().events.front();
    input = parts_.rules.event_of(event, state.last_s);
    input.item = static_cast<std::uint32_t>(event.item);
    state.pass().forward(layout_, parts_.weights, item_matrix(), state.step(), state.states, {});
    std::ranges::copy(state.pass().hidden().row_span(0), state.states.session.view().row(0));
    if (parts_.shape.user_level) {
      std::ranges::copy(state.pass().user_states().row_span(0), state.states.user.view().row(0));
    }
    state.last_s = event.timestamp_s;
  }

  void score(const UserState& user_state, std::span<float> scores) const override {
    const auto& state = static_cast<const HrnnState&>(user_state);
    tensor::score_rows(item_matrix(), state.states.session.view().row_span(0), parts_.item_bias,
                       scores);
  }

  bool related(data::ItemIndex item, std::span<float> scores) const override {
    const std::size_t index = data::raw(item);
    if (index >= item_count() || inverse_norms_[index] == 0.0F) return false;
    tensor::score_rows(item_matrix(), item_matrix().row_span(index), {}, scores);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      scores[i] *= inverse_norms_[i] * inverse_norms_[index];
    }
    scores[index] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override;

 private:
  [[nodiscard]] tensor::ConstMatrixView item_matrix() const {
    return {parts_.items.data(), parts_.item_bias.size(), parts_.shape.hidden};
  }

  HrnnParts parts_;
  HrnnLayout layout_;
  std::vector<float> inverse_norms_;
};

std::vector<std::int32_t> to_signed(std::span<const std::uint32_t> values) {
  std::vector<std::int32_t> result;
  result.reserve(values.size());
  for (const std::uint32_t value : values) result.push_back(static_cast<std::int32_t>(value));
  return result;
}

Artefact Hrnn::to_artefact() const {
  Artefact artefact;
  auto& c = artefact.configuration;
  c.add("model", kKind);
  c.add("hidden", static_cast<std::int64_t>(parts_.shape.hidden));
  c.add("items", static_cast<std::int64_t>(item_count()));
  c.add("event_types", static_cast<std::int64_t>(parts_.shape.event_type_count));
  c.add("user_features", static_cast<std::int64_t>(parts_.shape.user_feature_count));
  c.add("user_level", parts_.shape.user_level);
  c.add("session_gap_s", parts_.rules.session_gap_s);
  for (const HrnnParameter& p : layout_.parameters()) {
    const auto first = parts_.weights.begin() + static_cast<std::ptrdiff_t>(p.offset);
    artefact.tensors.push_back(
        {.name = std::string(p.name),
         .shape = {p.rows, p.columns},
         .values =
             std::vector<float>(first, first + static_cast<std::ptrdiff_t>(p.rows * p.columns))});
  }
  artefact.tensors.push_back(
      {.name = "items", .shape = {item_count(), parts_.shape.hidden}, .values = parts_.items});
  artefact.tensors.push_back(
      {.name = "item_bias", .shape = {item_count()}, .values = parts_.item_bias});
  const nn::SparseRows& users = parts_.user_features;
  artefact.tensors.push_back({.name = "user_feature_offsets",
                              .shape = {users.offsets.size()},
                              .values = to_signed(users.offsets)});
  artefact.tensors.push_back({.name = "user_feature_codes",
                              .shape = {users.features.size()},
                              .values = to_signed(users.features)});
  artefact.tensors.push_back(
      {.name = "user_feature_values", .shape = {users.values.size()}, .values = users.values});
  return artefact;
}

std::unexpected<Error> refuse(std::string_view name, std::string_view rule) {
  return invalid_input("hrnn artefact: " + std::string(name) + ": " + std::string(rule));
}

Result<std::size_t> size_in(const Artefact& artefact, std::string_view name, std::size_t max) {
  const auto* value = artefact.configuration.find(name);
  const auto* integer = value == nullptr ? nullptr : value->if_integer();
  if (integer == nullptr || *integer < 0 || static_cast<std::uint64_t>(*integer) > max) {
    return refuse(name, "must be an integer from 0 to " + std::to_string(max));
  }
  return static_cast<std::size_t>(*integer);
}

template <typename T>
Result<std::vector<T>> values_of(const Artefact& artefact, std::string_view name,
                                 std::optional<std::size_t> size) {
  const Tensor* tensor = artefact.find(name);
  const auto* values = tensor == nullptr ? nullptr : std::get_if<std::vector<T>>(&tensor->values);
  if (values == nullptr) return refuse(name, "is missing or has a wrong type");
  if (size && values->size() != *size) {
    return refuse(name, "must have " + std::to_string(*size) + " values");
  }
  if constexpr (std::is_same_v<T, float>) {
    if (!std::ranges::all_of(*values, [](float x) { return std::isfinite(x); })) {
      return refuse(name, "has values that are not finite");
    }
  }
  return *values;
}

Result<nn::SparseRows> user_features_of(const Artefact& artefact, std::size_t feature_count) {
  ATTUNE_TRY(offsets, values_of<std::int32_t>(artefact, "user_feature_offsets", {}));
  ATTUNE_TRY(codes, values_of<std::int32_t>(artefact, "user_feature_codes", {}));
  ATTUNE_TRY(values, values_of<float>(artefact, "user_feature_values", codes.size()));
  const auto entries = static_cast<std::int32_t>(codes.size());
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != entries ||
      !std::ranges::is_sorted(offsets)) {
    return refuse("user_feature_offsets", "must rise from 0 to the number of codes");
  }
  nn::SparseRows rows;
  rows.feature_count = feature_count;
  rows.offsets.assign(offsets.begin(), offsets.end());
  for (const std::int32_t code : codes) {
    if (code < 0 || static_cast<std::size_t>(code) >= feature_count) {
      return refuse("user_feature_codes", "must be below user_features");
    }
    rows.features.push_back(static_cast<std::uint32_t>(code));
  }
  rows.values = std::move(values);
  return rows;
}

Result<HrnnShape> shape_of(const Artefact& artefact) {
  const auto* kind = artefact.configuration.find("model");
  if (kind == nullptr || kind->if_string() == nullptr || *kind->if_string() != kKind) {
    return refuse("model", "must be hrnn");
  }
  const auto* user_level = artefact.configuration.find("user_level");
  const bool* has_level = user_level == nullptr ? nullptr : user_level->if_bool();
  if (has_level == nullptr) return refuse("user_level", "must be true or false");
  ATTUNE_TRY(hidden, size_in(artefact, "hidden", kHiddenMax));
  ATTUNE_TRY(types, size_in(artefact, "event_types", 0xFFFE));
  ATTUNE_TRY(features, size_in(artefact, "user_features", kItemsMax));
  if (hidden == 0) return refuse("hidden", "must be positive");
  return HrnnShape{.hidden = hidden,
                   .event_type_count = types,
                   .user_feature_count = features,
                   .user_level = *has_level};
}

}  // namespace

std::unique_ptr<Model> make_hrnn(HrnnParts parts) {
  ATTUNE_CHECK(parts.items.size() == parts.item_bias.size() * parts.shape.hidden);
  ATTUNE_CHECK(parts.weights.size() == HrnnLayout(parts.shape).size());
  return std::make_unique<Hrnn>(std::move(parts));
}

Result<std::unique_ptr<Model>> hrnn_from_artefact(const Artefact& artefact) {
  HrnnParts parts;
  ATTUNE_TRY(shape, shape_of(artefact));
  parts.shape = shape;
  parts.rules.event_type_count = shape.event_type_count;
  const auto* gap = artefact.configuration.find("session_gap_s");
  if (gap == nullptr || !gap->is_number()) return refuse("session_gap_s", "must be a number");
  parts.rules.session_gap_s = gap->number();
  ATTUNE_TRY(items, size_in(artefact, "items", kItemsMax));
  const HrnnLayout layout(shape);
  for (const HrnnParameter& p : layout.parameters()) {
    ATTUNE_TRY(values, values_of<float>(artefact, p.name, p.rows * p.columns));
    parts.weights.insert(parts.weights.end(), values.begin(), values.end());
  }
  ATTUNE_TRY(vectors, values_of<float>(artefact, "items", items * shape.hidden));
  ATTUNE_TRY(bias, values_of<float>(artefact, "item_bias", items));
  ATTUNE_TRY(users, user_features_of(artefact, shape.user_feature_count));
  parts.items = std::move(vectors);
  parts.item_bias = std::move(bias);
  parts.user_features = std::move(users);
  return make_hrnn(std::move(parts));
}

}  // namespace attune::models
