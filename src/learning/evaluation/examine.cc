#include "learning/evaluation/examine.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/test_user.h"
#include "learning/features/parallel_blocks.h"
#include "learning/models/model.h"

namespace attune::evaluation {
namespace {

features::BlockWork work_for(std::size_t user_count, const ExamineOptions& options) {
  return {.count = user_count,
          .block_size = 16,
          .worker_count = options.worker_count,
          .run = {},
          .keep_going = options.progress};
}

}  // namespace

std::size_t examine_worker_count(std::size_t user_count, const ExamineOptions& options) {
  return features::worker_count_of(work_for(user_count, options));
}

Result<void> examine(
    const models::Model& model, const data::InteractionTable& table,
    std::span<const TestUser> users, const ExamineOptions& options,
    const std::function<void(std::size_t worker, std::size_t position, const Answer&)>& judge) {
  features::BlockWork work = work_for(users.size(), options);
  std::vector<Examiner> examiners;
  for (std::size_t worker = 0; worker < features::worker_count_of(work); ++worker) {
    examiners.emplace_back(model, table,
                           Asking{.seen = options.seen,
                                  .candidates = options.candidates,
                                  .request_time = options.request_time});
  }
  std::mutex errors_mutex;
  std::map<std::size_t, Error> errors;
  work.run = [&](std::size_t worker, std::size_t begin, std::size_t end) {
    for (std::size_t position = begin; position < end; ++position) {
      const Result<Answer> answer = examiners[worker].ask(users[position]);
      if (!answer) {
        const std::lock_guard lock(errors_mutex);
        errors.emplace(position, answer.error());
        return;
      }
      judge(worker, position, *answer);
    }
  };
  if (!features::parallel_blocks(work)) {
    return failure(ErrorCode::kCancelled, "the offline test was asked to stop");
  }
  if (!errors.empty()) return std::unexpected(errors.begin()->second);
  return {};
}

}  // namespace attune::evaluation
