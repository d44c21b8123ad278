#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "foundation/base/check.h"
#include "learning/models/model.h"
#include "learning/models/recent_items.h"

namespace attune::models {

/// A model that gives every user the same scores and knows no relations between items.
class SameForEveryone : public Model {
 public:
  explicit SameForEveryone(std::vector<float> scores) : scores_(std::move(scores)) {}

  [[nodiscard]] std::size_t item_count() const final { return scores_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const final {
    return std::make_unique<RecentItems>(0);
  }
  void advance(UserState&, const data::Interaction&) const final {}
  void score(const UserState&, std::span<float> scores) const final {
    ATTUNE_CHECK(scores.size() == scores_.size());
    std::ranges::copy(scores_, scores.begin());
  }
  bool related(data::ItemIndex, std::span<float>) const final { return false; }

 protected:
  [[nodiscard]] const std::vector<float>& scores() const { return scores_; }

 private:
  std::vector<float> scores_;
};

}  // namespace attune::models
