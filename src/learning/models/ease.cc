#include "learning/models/ease.h"

#include <algorithm>
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
#include "learning/models/ease_table.h"
#include "learning/models/incidence.h"
#include "learning/models/model.h"
#include "learning/models/popular_order.h"
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

// Below any weight that matters: popularity only orders items that no event speaks for.
constexpr float kPopularityWeight = 1e-6F;

class Ease final : public Model {
 public:
  Ease(EaseTable table, std::vector<std::int32_t> user_counts)
      : table_(std::move(table)),
        user_counts_(std::move(user_counts)),
        popular_order_(popular_order(user_counts_)) {
    for (float& score : popular_order_) score *= kPopularityWeight;
  }

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(table_.history_max());
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    static_cast<RecentItems&>(state).append_distinct(static_cast<std::uint32_t>(event.item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(popular_order_, scores.begin());
    table_.add(static_cast<const RecentItems&>(state).items(), scores);
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    if (data::raw(item) >= item_count() || !table_.knows(data::raw(item))) return false;
    const auto history = static_cast<std::uint32_t>(item);
    std::ranges::copy(popular_order_, scores.begin());
    table_.add({&history, 1}, scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{.configuration = json::Object{{"model", "ease"}},
                      .tensors = {tensor_of("user_counts", user_counts_)}};
    table_.add_to(artefact);
    return artefact;
  }

 private:
  EaseTable table_;
  std::vector<std::int32_t> user_counts_;
  std::vector<float> popular_order_;
};

}  // namespace

Result<std::unique_ptr<Model>> fit_ease(const data::InteractionTable& table,
                                        const EaseOptions& options) {
  ATTUNE_TRY(ease, EaseTable::fit(table, options));
  return std::make_unique<Ease>(std::move(ease), incidence_of(table, {}).user_counts());
}

Result<std::unique_ptr<Model>> load_ease(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  ATTUNE_TRY(ease, EaseTable::from(artefact, user_counts.size()));
  return std::make_unique<Ease>(std::move(ease), std::move(user_counts));
}

}  // namespace attune::models
