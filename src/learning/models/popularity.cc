#include "learning/models/popularity.h"

#include <algorithm>
#include <cmath>
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
#include "learning/models/recent_items.h"

namespace attune::models {
namespace {

class Popularity final : public Model {
 public:
  explicit Popularity(std::vector<std::int32_t> user_counts)
      : user_counts_(std::move(user_counts)), scores_(user_counts_.size()) {
    std::ranges::transform(user_counts_, scores_.begin(), [](std::int32_t count) {
      return std::log(static_cast<float>(std::max(0, count)) + 0.5F);
    });
  }

  [[nodiscard]] std::size_t item_count() const override { return scores_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(0);
  }
  void advance(UserState&, const data::Interaction&) const override {}
  void score(const UserState&, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == scores_.size());
    std::ranges::copy(scores_, scores.begin());
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }

  [[nodiscard]] Artefact to_artefact() const override {
    return {.configuration = json::Object{{"model", "popularity"}},
            .tensors = {tensor_of("user_counts", user_counts_)}};
  }

 private:
  std::vector<std::int32_t> user_counts_;
  std::vector<float> scores_;
};

}  // namespace

std::unique_ptr<Model> fit_popularity(const data::InteractionTable& table) {
  return std::make_unique<Popularity>(incidence_of(table, {}).user_counts());
}

Result<std::unique_ptr<Model>> load_popularity(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  return std::make_unique<Popularity>(std::move(user_counts));
}

}  // namespace attune::models
