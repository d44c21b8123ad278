#include "learning/models/repeat_last.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
#include "learning/models/popular_order.h"
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

constexpr std::size_t kItemsRemembered = 500;

class RepeatLast final : public Model {
 public:
  explicit RepeatLast(std::vector<std::int32_t> user_counts)
      : user_counts_(std::move(user_counts)), popular_order_(popular_order(user_counts_)) {}

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(kItemsRemembered);
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    static_cast<RecentItems&>(state).append_distinct(static_cast<std::uint32_t>(event.item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(popular_order_, scores.begin());
    const auto history = static_cast<const RecentItems&>(state).items();
    for (std::size_t i = 0; i < history.size(); ++i) {
      scores[history[i]] = 1.0F / static_cast<float>(history.size() - i);
    }
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }

  [[nodiscard]] Artefact to_artefact() const override {
    return {.configuration = json::Object{{"model", "repeat_last"}},
            .tensors = {tensor_of("user_counts", user_counts_)}};
  }

 private:
  std::vector<std::int32_t> user_counts_;
  std::vector<float> popular_order_;
};

}  // namespace

std::unique_ptr<Model> fit_repeat_last(const data::InteractionTable& table) {
  return std::make_unique<RepeatLast>(incidence_of(table, {}).user_counts());
}

Result<std::unique_ptr<Model>> load_repeat_last(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  return std::make_unique<RepeatLast>(std::move(user_counts));
}

}  // namespace attune::models
