#include "learning/models/hrnn.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "foundation/tensor/gemv.h"
#include "learning/models/event_inputs.h"
#include "learning/models/item_cosines.h"
#include "learning/models/network_artefact.h"

namespace attune::models {
namespace {

constexpr std::string_view kKind = "hrnn";

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
  std::vector<ContextInput> context;  // of the step

 private:
  std::unique_ptr<HrnnPass> pass_;
  HrnnBatch step_;
};

class Hrnn final : public Model {
 public:
  explicit Hrnn(HrnnParts parts)
      : parts_(std::move(parts)), layout_(parts_.shape), cosines_(item_matrix()) {}

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
    state.context.clear();
    parts_.rules.add_context(event.context, state.context);
    input.context_data = state.context.data();
    input.context_count = static_cast<std::uint8_t>(state.context.size());
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

  void score_at(const UserState& user_state, const Moment& moment,
                std::span<float> scores) const override;

  bool related(data::ItemIndex item, std::span<float> scores) const override {
    return cosines_.related(item, scores);
  }

  [[nodiscard]] Artefact to_artefact() const override;

 private:
  [[nodiscard]] tensor::ConstMatrixView item_matrix() const {
    return {parts_.items.data(), parts_.item_bias.size(), parts_.shape.hidden};
  }

  HrnnParts parts_;
  HrnnLayout layout_;
  ItemCosines cosines_;
};

void Hrnn::score_at(const UserState& user_state, const Moment& moment,
                    std::span<float> scores) const {
  const auto& state = static_cast<const HrnnState&>(user_state);
  const auto session = state.states.session.view().row_span(0);
  std::vector<float> output(session.begin(), session.end());
  std::vector<ContextInput> inputs;
  parts_.rules.add_context(moment.context, inputs);
  const std::span<const float> weights(parts_.weights);
  add_request(inputs, context_input_row(parts_.shape.event_type_count),
              layout_.views(weights).request, output);
  tensor::score_rows(item_matrix(), output, parts_.item_bias, scores);
}

Artefact Hrnn::to_artefact() const {
  Artefact artefact;
  artefact.configuration.add("model", kKind);
  artefact.configuration.add("user_level", parts_.shape.user_level);
  artefact.configuration.add("recency_gate", parts_.shape.recency_gate);
  artefact.configuration.add("request_rows", static_cast<std::int64_t>(parts_.shape.request_rows));
  for (const HrnnParameter& p : layout_.parameters()) {
    add_parameter(artefact, p.name, p.rows, p.columns,
                  std::span(parts_.weights).subspan(p.offset, p.rows * p.columns));
  }
  add_network_common(artefact, {.hidden = parts_.shape.hidden,
                                .rules = parts_.rules,
                                .items = parts_.items,
                                .item_bias = parts_.item_bias,
                                .user_features = parts_.user_features});
  return artefact;
}

}  // namespace

std::unique_ptr<Model> make_hrnn(HrnnParts parts) {
  ATTUNE_CHECK(parts.items.size() == parts.item_bias.size() * parts.shape.hidden);
  ATTUNE_CHECK(parts.weights.size() == HrnnLayout(parts.shape).size());
  return std::make_unique<Hrnn>(std::move(parts));
}

Result<std::unique_ptr<Model>> hrnn_from_artefact(const Artefact& artefact) {
  ATTUNE_TRY_VOID(check_model_kind(artefact, kKind));
  ATTUNE_TRY(hidden, size_in(artefact, "hidden", kNetworkHiddenMax));
  if (hidden == 0) return refuse_member("hidden", "must be positive");
  ATTUNE_TRY(user_level, flag_in(artefact, "user_level"));
  ATTUNE_TRY(recency_gate, flag_in(artefact, "recency_gate"));
  ATTUNE_TRY(request_rows, size_in(artefact, "request_rows", kNetworkItemsMax));
  ATTUNE_TRY(common, read_network_common(artefact, hidden));
  HrnnParts parts{.shape = {.hidden = hidden,
                            .event_type_count = common.rules.event_type_count,
                            .user_feature_count = common.user_features.feature_count,
                            .user_level = user_level,
                            .context_rows = common.rules.context.row_count(),
                            .request_rows = request_rows,
                            .recency_gate = recency_gate},
                  .rules = common.rules,
                  .weights = {},
                  .items = std::move(common.items),
                  .item_bias = std::move(common.item_bias),
                  .user_features = std::move(common.user_features)};
  if (request_rows != 0 && request_rows != parts.rules.context.category_row_count()) {
    return refuse_member("request_rows", "must be 0 or the rows of the categories");
  }
  const HrnnLayout layout(parts.shape);
  for (const HrnnParameter& p : layout.parameters()) {
    ATTUNE_TRY(values, finite_values(artefact, p.name, p.rows * p.columns));
    parts.weights.insert(parts.weights.end(), values.begin(), values.end());
  }
  return make_hrnn(std::move(parts));
}

}  // namespace attune::models
