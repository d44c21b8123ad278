#include "learning/models/transformer.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "foundation/tensor/gemv.h"
#include "learning/models/event_inputs.h"
#include "learning/models/item_cosines.h"
#include "learning/models/network_artefact.h"
#include "learning/models/transformer_state.h"

namespace attune::models {
namespace {

constexpr std::string_view kKind = "transformer";
constexpr std::size_t kBlocksMax = 64;
constexpr std::size_t kFeedForwardMax = 65'536;
constexpr std::size_t kWindowMax = 100'000;

/// Passes that wait for work: as many as threads ever scored at once.
class PassPool {
 public:
  explicit PassPool(const TransformerLayout& layout) : layout_(layout) {}

  template <typename Work>
  void use(Work&& work) {
    std::unique_ptr<TransformerPass> pass = take();
    work(*pass);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(pass));
  }

 private:
  std::unique_ptr<TransformerPass> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<TransformerPass>(layout_);
    auto pass = std::move(idle_.back());
    idle_.pop_back();
    return pass;
  }

  const TransformerLayout& layout_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<TransformerPass>> idle_;
};

class Transformer final : public Model {
 public:
  Transformer(TransformerParts parts, std::size_t cache_bytes_max)
      : parts_(std::move(parts)),
        layout_(parts_.shape),
        cosines_(item_matrix()),
        budget_(std::make_shared<CacheBudget>(cache_bytes_max)),
        passes_(layout_) {}

  [[nodiscard]] std::size_t item_count() const override { return parts_.item_bias.size(); }

  [[nodiscard]] std::unique_ptr<UserState> start(
      std::optional<data::UserIndex> user) const override {
    std::optional<std::uint32_t> row;
    if (user && data::raw(*user) < parts_.user_features.row_count()) row = data::raw(*user);
    return std::make_unique<TransformerState>(budget_, row);
  }

  void advance(UserState& user_state, const data::Interaction& event) const override;
  void score(const UserState& user_state, std::span<float> scores) const override {
    const auto& state = static_cast<const TransformerState&>(user_state);
    if (!state.memo().current) read(state);
    tensor::score_rows(item_matrix(), state.memo().output, parts_.item_bias, scores);
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    return cosines_.related(item, scores);
  }
  [[nodiscard]] Artefact to_artefact() const override;

 private:
  [[nodiscard]] tensor::ConstMatrixView item_matrix() const {
    return {parts_.items.data(), parts_.item_bias.size(), parts_.shape.hidden};
  }
  void read(const TransformerState& state) const;

  TransformerParts parts_;
  TransformerLayout layout_;
  ItemCosines cosines_;
  std::shared_ptr<CacheBudget> budget_;
  mutable PassPool passes_;
};

void Transformer::advance(UserState& user_state, const data::Interaction& event) const {
  if (data::raw(event.item) >= item_count()) return;
  auto& state = static_cast<TransformerState&>(user_state);
  HrnnEvent input = parts_.rules.event_of(event, state.last_s);
  input.item = static_cast<std::uint32_t>(event.item);
  state.last_s = event.timestamp_s;
  state.memo().current = false;
  if (state.events.size() == parts_.shape.window) {
    const std::size_t jump = (parts_.shape.window + kWindowSlides - 1) / kWindowSlides;
    state.events.erase(state.events.begin(),
                       state.events.begin() + static_cast<std::ptrdiff_t>(jump));
    state.contexts.erase(state.contexts.begin(),
                         state.contexts.begin() + static_cast<std::ptrdiff_t>(jump));
    if (!state.events.empty()) begin_history(state.events.front());
    state.drop_cache();
  }
  if (state.events.empty()) begin_history(input);
  parts_.rules.add_context(event.context, state.contexts.emplace_back());
  input.context_data = state.contexts.back().data();
  input.context_count = static_cast<std::uint8_t>(state.contexts.back().size());
  state.events.push_back(input);
}

/// Brings the memo up to the newest event.
void Transformer::read(const TransformerState& state) const {
  TransformerState::Memo& memo = state.memo();
  const std::size_t known = memo.cache.rows == 0 ? 0 : memo.cache.rows - 1;
  passes_.use([&](TransformerPass& pass) {
    pass.extend(parts_.weights, item_matrix(),
                {.user = state.user, .events = std::span(state.events).subspan(known)},
                parts_.user_features, memo.cache);
    const auto newest = pass.outputs().row_span(pass.outputs().rows - 1);
    memo.output.assign(newest.begin(), newest.end());
  });
  memo.current = true;
  state.keep_cache();
}

Artefact Transformer::to_artefact() const {
  Artefact artefact;
  auto& c = artefact.configuration;
  const TransformerShape& shape = parts_.shape;
  c.add("model", kKind);
  c.add("heads", static_cast<std::int64_t>(shape.heads));
  c.add("blocks", static_cast<std::int64_t>(shape.blocks));
  c.add("feed_forward", static_cast<std::int64_t>(shape.feed_forward));
  c.add("gated", shape.gated);
  c.add("window", static_cast<std::int64_t>(shape.window));
  for (const TransformerParameter& p : layout_.parameters()) {
    add_parameter(artefact, p.name, p.rows, p.columns,
                  std::span(parts_.weights).subspan(p.offset, p.rows * p.columns));
  }
  add_network_common(artefact, {.hidden = shape.hidden,
                                .rules = parts_.rules,
                                .items = parts_.items,
                                .item_bias = parts_.item_bias,
                                .user_features = parts_.user_features});
  return artefact;
}

Result<TransformerShape> shape_of(const Artefact& artefact) {
  ATTUNE_TRY_VOID(check_model_kind(artefact, kKind));
  ATTUNE_TRY(hidden, size_in(artefact, "hidden", kNetworkHiddenMax));
  ATTUNE_TRY(heads, size_in(artefact, "heads", kNetworkHiddenMax));
  ATTUNE_TRY(blocks, size_in(artefact, "blocks", kBlocksMax));
  ATTUNE_TRY(feed_forward, size_in(artefact, "feed_forward", kFeedForwardMax));
  ATTUNE_TRY(gated, flag_in(artefact, "gated"));
  ATTUNE_TRY(window, size_in(artefact, "window", kWindowMax));
  if (hidden == 0) return refuse_member("hidden", "must be positive");
  if (heads == 0 || hidden % heads != 0) return refuse_member("heads", "must divide hidden");
  if (feed_forward == 0) return refuse_member("feed_forward", "must be positive");
  if (window == 0) return refuse_member("window", "must be positive");
  return TransformerShape{.hidden = hidden,
                          .heads = heads,
                          .blocks = blocks,
                          .feed_forward = feed_forward,
                          .gated = gated,
                          .window = window};
}

}  // namespace

std::unique_ptr<Model> make_transformer(TransformerParts parts, std::size_t cache_bytes_max) {
  ATTUNE_CHECK(parts.items.size() == parts.item_bias.size() * parts.shape.hidden);
  ATTUNE_CHECK(parts.weights.size() == TransformerLayout(parts.shape).size());
  return std::make_unique<Transformer>(std::move(parts), cache_bytes_max);
}

Result<std::unique_ptr<Model>> transformer_from_artefact(const Artefact& artefact) {
  ATTUNE_TRY(shape, shape_of(artefact));
  ATTUNE_TRY(common, read_network_common(artefact, shape.hidden));
  TransformerParts parts{.shape = shape,
                         .rules = common.rules,
                         .weights = {},
                         .items = std::move(common.items),
                         .item_bias = std::move(common.item_bias),
                         .user_features = std::move(common.user_features)};
  parts.shape.event_type_count = parts.rules.event_type_count;
  parts.shape.context_rows = parts.rules.context.row_count();
  parts.shape.user_feature_count = parts.user_features.feature_count;
  const TransformerLayout layout(parts.shape);
  for (const TransformerParameter& p : layout.parameters()) {
    ATTUNE_TRY(values, finite_values(artefact, p.name, p.rows * p.columns));
    parts.weights.insert(parts.weights.end(), values.begin(), values.end());
  }
  return make_transformer(std::move(parts));
}

}  // namespace attune::models
