#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/evaluation/test_user.h"
#include "learning/models/model.h"

namespace attune::evaluation {

struct ExamineOptions {
  SeenItems seen = SeenItems::kAllowed;
  const std::vector<bool>* candidates = nullptr;  // items that may be listed; null: all
  RequestTime request_time = RequestTime::kNewestEvent;
  const data::InteractionTable* train = nullptr;  // for figures of popularity; null: none
  std::size_t worker_count = 0;                   // 0: one per core
  std::function<bool(double fraction)> progress;  // false: stop, kCancelled
};

/// Asks the model about every user, on several threads. `judge` is called once for each (worker,
/// position in `users`, answer), concurrently for different workers. The first error in the order
/// of users is returned.
[[nodiscard]] Result<void> examine(
    const models::Model& model, const data::InteractionTable& table,
    std::span<const TestUser> users, const ExamineOptions& options,
    const std::function<void(std::size_t worker, std::size_t position, const Answer&)>& judge);

/// How many workers `examine` uses for that many users.
[[nodiscard]] std::size_t examine_worker_count(std::size_t user_count,
                                               const ExamineOptions& options);

}  // namespace attune::evaluation
