#include "learning/evaluation/test_user.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/models/model.h"

namespace attune::evaluation {

Examiner::Examiner(const models::Model& model, const data::InteractionTable& table, SeenItems seen)
    : model_(model),
      table_(table),
      seen_(seen),
      scores_(model.item_count()),
      excluded_(seen == SeenItems::kExcluded ? model.item_count() : 0, false) {}

Result<Answer> Examiner::ask(const TestUser& user) {
  const auto state = model_.start(user.user);
  for (std::size_t row = user.input_begin; row < user.truth_begin; ++row) {
    model_.advance(*state, table_.row(row));
  }
  model_.score(*state, scores_);
  ATTUNE_TRY_VOID(check_scores(scores_));
  if (seen_ == SeenItems::kExcluded) {
    std::fill(excluded_.begin(), excluded_.end(), false);
    for (std::size_t row = user.history_begin; row < user.truth_begin; ++row) {
      const std::size_t item = data::raw(table_.item[row]);
      if (item < excluded_.size()) excluded_[item] = true;
    }
  }
  return Answer{.scores = scores_, .excluded = excluded_};
}

std::vector<data::ItemIndex> truth_of(const TestUser& user, const data::InteractionTable& table) {
  std::vector<data::ItemIndex> items;
  for (std::size_t row = user.truth_begin; row < user.truth_end; ++row) {
    if (std::ranges::find(items, table.item[row]) == items.end()) items.push_back(table.item[row]);
  }
  return items;
}

}  // namespace attune::evaluation
