#include "foundation/concurrency/worker_pool.h"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "foundation/base/error.h"

namespace attune::concurrency {

std::size_t core_count() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

WorkerPool::WorkerPool(const WorkerPoolOptions& options)
    : tasks_(options.queue_tasks_max),
      thread_count_(options.thread_count == 0 ? core_count() : options.thread_count) {
  threads_.reserve(thread_count_);
  for (std::size_t i = 0; i < thread_count_; ++i) {
    threads_.emplace_back([this] {
      while (auto task = tasks_.pop()) (*task)();
    });
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

Result<void> WorkerPool::submit(Task task) {
  if (tasks_.try_push(std::move(task))) return {};
  return failure(ErrorCode::kUnavailable, "overloaded: no room in the queue of " +
                                              std::to_string(tasks_.capacity()) +
                                              " tasks; try again later");
}

void WorkerPool::stop() {
  tasks_.close();
  const std::scoped_lock lock(stop_mutex_);
  threads_.clear();
}

}  // namespace attune::concurrency
