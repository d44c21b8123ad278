#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/models/model.h"

namespace attune::evaluation {

/// The events that choose a model, or those that judge the chosen one.
enum class Target : std::uint8_t { kValidation, kTest };

/// A user whose history is cut in two: the model reads the input and is asked for the truth.
/// Rows are of the whole table.
struct TestUser {
  data::UserIndex user{};
  std::size_t history_begin = 0;  // the user's first row
  std::size_t input_begin = 0;    // the first row that the model reads
  std::size_t truth_begin = 0;
  std::size_t truth_end = 0;
};

/// What a model says about a test user.
struct Answer {
  std::span<const float> scores;
  const std::vector<bool>& excluded;  // of items; empty: none
};

/// What a model may know of the time at which it is asked.
enum class RequestTime : std::uint8_t {
  kNewestEvent,  // that of the newest event of the input
  kTarget,  // that of the event asked for: what a server knows when the request comes, and more
            // than models of the literature are told
};

/// How questions are asked.
struct Asking {
  SeenItems seen = SeenItems::kAllowed;
  const std::vector<bool>* candidates = nullptr;  // one mark an item; null: the whole catalogue
  RequestTime request_time = RequestTime::kNewestEvent;
};

/// Replays the input through Model::advance and scores. `excluded` marks the items that are no
/// candidates and, when seen items are excluded, those of the whole history before the truth. One
/// for each thread; keeps its buffers, and goes on from the last question when the next is about
/// the same user later.
class Examiner {
 public:
  Examiner(const models::Model& model, const data::InteractionTable& table, const Asking& asking);

  /// The answer is valid until the next call. kInternal for scores that are not finite.
  [[nodiscard]] Result<Answer> ask(const TestUser& user);

 private:
  void advance_to(const TestUser& user);
  void mark_excluded(const TestUser& user);

  const models::Model& model_;
  const data::InteractionTable& table_;
  Asking asking_;
  std::unique_ptr<models::UserState> state_;  // after the rows [asked_.input_begin, next_row_)
  TestUser asked_;
  std::size_t next_row_ = 0;
  std::vector<float> scores_;
  std::vector<bool> excluded_;
};

/// The distinct items of the user's truth, in order of appearance.
[[nodiscard]] std::vector<data::ItemIndex> truth_of(const TestUser& user,
                                                    const data::InteractionTable& table);

}  // namespace attune::evaluation
