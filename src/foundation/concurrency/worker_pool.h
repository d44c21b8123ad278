#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "foundation/concurrency/bounded_queue.h"

namespace attune {

/// Threads that run posted work in order of arrival. Thread-safe. Work must not throw.
class WorkerPool {
 public:
  using Work = std::move_only_function<void()>;

  WorkerPool(std::size_t thread_count, std::size_t queue_max);
  ~WorkerPool();  // as stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False, and `work` untouched, when the queue is full or the pool has stopped.
  [[nodiscard]] bool post(Work&& work);
  /// Runs what is queued, then ends the threads.
  void stop();

 private:
  BoundedQueue<Work> queue_;
  std::vector<std::jthread> threads_;
};

}  // namespace attune
