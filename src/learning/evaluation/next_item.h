#pragma once

#include <cstddef>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/test_user.h"
#include "learning/models/model.h"

namespace attune::evaluation {

/// How long the lists are whose coverage, Gini coefficient and popularity are reported.
inline constexpr std::size_t kNextItemListLength = 10;

/// Tests with one target each, over the whole catalogue without sampling, ties against the model:
/// the metrics of metrics::next_item_metrics(), and list_figures() of the lists of ten.
[[nodiscard]] Result<Report> measure_next_item(const models::Model& model,
                                               const data::InteractionTable& table,
                                               const std::vector<TestUser>& tests,
                                               const ExamineOptions& options);

}  // namespace attune::evaluation
