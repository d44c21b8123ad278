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

/// The protocol's split (reference 6.1): 90 % of the users train with all they did; of each of the
/// other 10 % the oldest 90 % of the events are read and the newest 10 %, at least one, are the
/// truth. Users with one event always train.
struct HoldOut {
  data::InteractionTable train;      // the test users' histories are empty in it
  std::vector<TestUser> test_users;  // rows of the whole table
};

/// Test users are those with the smallest seeded hashes of their ids: the same data and seed give
/// the same users. At least one if any user has two events.
[[nodiscard]] HoldOut split_hold_out(const data::InteractionTable& table, std::uint64_t seed);

/// The eight keys of GetSolutionMetrics for a model trained on `HoldOut::train`; `table` is the
/// whole table. Coverage is the share of the items that occur in any test user's top 25.
/// Lists may repeat seen items unless the options say otherwise.
[[nodiscard]] Result<Report> measure_hold_out(const models::Model& model,
                                              const data::InteractionTable& table,
                                              const std::vector<TestUser>& test_users,
                                              const ExamineOptions& options);

}  // namespace attune::evaluation
