#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/concurrency/bounded_queue.h"

namespace attune::concurrency {

struct WorkerPoolOptions {
  std::size_t thread_count = 0;  // 0: one per core
  std::size_t queue_tasks_max = 1024;
};

/// A fixed number of threads that run tasks in the order of their submission. Thread-safe.
class WorkerPool {
 public:
  using Task = std::move_only_function<void()>;  // must not throw

  explicit WorkerPool(const WorkerPoolOptions& options);
  ~WorkerPool();  // stops
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// kUnavailable at once when the queue is full or the pool is stopped; the task is then dropped.
  Result<void> submit(Task task);
  /// Takes no more tasks, runs those accepted and waits for them. Not from a task.
  void stop();
  [[nodiscard]] std::size_t thread_count() const { return thread_count_; }

 private:
  BoundedQueue<Task> tasks_;
  const std::size_t thread_count_;
  std::mutex stop_mutex_;  // guards threads_
  std::vector<std::jthread> threads_;
};

/// The number of hardware threads, at least 1.
[[nodiscard]] std::size_t core_count();

}  // namespace attune::concurrency
