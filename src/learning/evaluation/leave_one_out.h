#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/test_user.h"
#include "learning/models/model.h"

namespace attune::evaluation {

struct LeaveOneOutOptions {
  Target target = Target::kTest;
  SeenItems seen = SeenItems::kExcluded;
  std::size_t history_max = 0;  // newest events that the model reads; 0: all
};

/// The literature's split: of each user with three events or more the last is the test's target,
/// the last but one the validation's; everything before them trains. The validation target is part
/// of the test's input. Users with fewer events train.
struct LeaveOneOut {
  data::InteractionTable train;
  std::vector<TestUser> test_users;  // rows of the whole table
  std::size_t skipped_count = 0;     // their target was seen before and seen items are excluded
};
[[nodiscard]] LeaveOneOut split_leave_one_out(const data::InteractionTable& table,
                                              const LeaveOneOutOptions& options);

/// measure_next_item over the split, items of the whole history left out if excluded.
[[nodiscard]] Result<Report> measure_leave_one_out(const models::Model& model,
                                                   const data::InteractionTable& table,
                                                   const LeaveOneOut& split,
                                                   const ExamineOptions& options);

}  // namespace attune::evaluation
