#include "learning/evaluation/leave_one_out.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/next_item.h"
#include "learning/evaluation/ranked.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/test_user.h"
#include "learning/features/select_rows.h"
#include "learning/models/model.h"

namespace attune::evaluation {
namespace {

constexpr std::size_t kEventsMin = 3;

TestUser cut(const data::InteractionTable& table, std::uint32_t user,
             const LeaveOneOutOptions& options) {
  const std::size_t begin = table.offsets[user];
  const std::size_t end = table.offsets[user + 1];
  const std::size_t target = options.target == Target::kTest ? end - 1 : end - 2;
  const std::size_t input_length = target - begin;
  const std::size_t read =
      options.history_max == 0 ? input_length : std::min(options.history_max, input_length);
  return {.user = data::UserIndex{user},
          .history_begin = begin,
          .input_begin = target - read,
          .truth_begin = target,
          .truth_end = target + 1};
}

bool target_was_seen(const data::InteractionTable& table, const TestUser& user) {
  const auto first = table.item.begin() + static_cast<std::ptrdiff_t>(user.history_begin);
  const auto target = table.item.begin() + static_cast<std::ptrdiff_t>(user.truth_begin);
  return std::find(first, target, *target) != target;
}

}  // namespace

LeaveOneOut split_leave_one_out(const data::InteractionTable& table,
                                const LeaveOneOutOptions& options) {
  LeaveOneOut split;
  std::vector<bool> trains(table.row_count(), true);
  for (std::uint32_t user = 0; user < table.user_count(); ++user) {
    const std::size_t end = table.offsets[user + 1];
    if (end - table.offsets[user] < kEventsMin) continue;
    trains[end - 1] = false;
    trains[end - 2] = false;
    const TestUser test_user = cut(table, user, options);
    if (options.seen == SeenItems::kExcluded && target_was_seen(table, test_user)) {
      ++split.skipped_count;
    } else {
      split.test_users.push_back(test_user);
    }
  }
  split.train = features::select_rows(table, trains);
  return split;
}

Result<Report> measure_leave_one_out(const models::Model& model,
                                     const data::InteractionTable& table, const LeaveOneOut& split,
                                     const ExamineOptions& options) {
  ATTUNE_TRY(report, measure_next_item(model, table, split.test_users, options));
  report.skipped_count = split.skipped_count;
  return report;
}

}  // namespace attune::evaluation
