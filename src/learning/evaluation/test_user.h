#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/models/model.h"

namespace attune::evaluation {

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

/// Replays the input through Model::advance and scores. `excluded` marks the items of the whole
/// history before the truth when seen items are excluded. One for each thread; keeps its buffers.
class Examiner {
 public:
  Examiner(const models::Model& model, const data::InteractionTable& table, SeenItems seen);

  /// The answer is valid until the next call. kInternal for scores that are not finite.
  [[nodiscard]] Result<Answer> ask(const TestUser& user);

 private:
  const models::Model& model_;
  const data::InteractionTable& table_;
  SeenItems seen_;
  std::vector<float> scores_;
  std::vector<bool> excluded_;
};

/// The distinct items of the user's truth, in order of appearance.
[[nodiscard]] std::vector<data::ItemIndex> truth_of(const TestUser& user,
                                                    const data::InteractionTable& table);

}  // namespace attune::evaluation
