#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/evaluation/test_user.h"

namespace attune::evaluation {

/// Which of a test user's events after the cut-off are asked for.
enum class Asked : std::uint8_t {
  kLast,        // the last one; the others after the cut-off are input
  kSuccessive,  // each in turn; those before it are input
};
/// Users whose events are all after the cut-off. Their first event is never asked for: without any
/// history every model shows what is popular.
enum class NewUsers : std::uint8_t { kExcluded, kIncluded };

struct TimeSplitOptions {
  double quantile = 0.9;  // of the events' times, in (0, 1)
  Target target = Target::kTest;
  Asked asked = Asked::kLast;
  NewUsers new_users = NewUsers::kExcluded;
  SeenItems seen = SeenItems::kExcluded;
  std::size_t history_max = 0;  // newest events that the model reads before a user's first
                                // question; 0: all
};

/// A cut of all users at one time (Gusak et al. 2025, "Time to Split"): nothing that happened after
/// it is learnt from, as in a system that is running.
struct TimeSplit {
  std::int64_t cutoff_s = 0;  // training rows are before it, questions at or after it
  std::int64_t end_s = 0;     // rows from it on are read by nobody: the test's part when validating
  data::InteractionTable train;
  std::vector<TestUser> test_users;  // rows of the whole table; one for each question
  std::size_t skipped_count = 0;     // targets seen before, when seen items are excluded
};

/// The cut-off is the first second after the quantile (linear between times, as numpy's): rows at
/// the quantile itself train. Validation cuts what is before the test's cut-off in the same way.
/// kInvalidInput: the quantile, or a cut that leaves no training row or no test user.
[[nodiscard]] Result<TimeSplit> split_by_time(const data::InteractionTable& table,
                                              const TimeSplitOptions& options);

}  // namespace attune::evaluation
