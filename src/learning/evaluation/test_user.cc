#include "learning/evaluation/test_user.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/models/model.h"

namespace attune::evaluation {

Examiner::Examiner(const models::Model& model, const data::InteractionTable& table,
                   const Asking& asking)
    : model_(model), table_(table), asking_(asking), scores_(model.item_count()) {}

void Examiner::advance_to(const TestUser& user) {
  const bool goes_on = state_ != nullptr && user.user == asked_.user &&
                       user.input_begin == asked_.input_begin && next_row_ <= user.truth_begin;
  if (!goes_on) {
    state_ = model_.start(user.user);
    next_row_ = user.input_begin;
  }
  for (; next_row_ < user.truth_begin; ++next_row_) {
    model_.advance(*state_, table_.row(next_row_));
  }
  asked_ = user;
}

void Examiner::mark_excluded(const TestUser& user) {
  if (asking_.candidates == nullptr && asking_.seen == SeenItems::kAllowed) return;
  excluded_.assign(scores_.size(), false);
  if (asking_.candidates != nullptr) {
    for (std::size_t item = 0; item < excluded_.size(); ++item) {
      excluded_[item] = item >= asking_.candidates->size() || !(*asking_.candidates)[item];
    }
  }
  if (asking_.seen == SeenItems::kAllowed) return;
  for (std::size_t row = user.history_begin; row < user.truth_begin; ++row) {
    const std::size_t item = data::raw(table_.item[row]);
    if (item < excluded_.size()) excluded_[item] = true;
  }
}

Result<Answer> Examiner::ask(const TestUser& user) {
  advance_to(user);
  if (asking_.request_time == RequestTime::kTarget) {
    model_.score_at(*state_, {.now_s = table_.timestamp_s[user.truth_begin]}, scores_);
  } else {
    model_.score(*state_, scores_);
  }
  ATTUNE_TRY_VOID(check_scores(scores_));
  mark_excluded(user);
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
