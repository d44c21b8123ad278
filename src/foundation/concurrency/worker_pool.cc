#include "foundation/concurrency/worker_pool.h"

#include <cstddef>
#include <utility>

namespace attune {

WorkerPool::WorkerPool(std::size_t thread_count, std::size_t queue_max) : queue_(queue_max) {
  threads_.reserve(thread_count);
  for (std::size_t index = 0; index < thread_count; ++index) {
    threads_.emplace_back([this] {
      while (auto work = queue_.pop()) (*work)();
    });
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::post(Work&& work) {
  return queue_.push(std::move(work));
}

void WorkerPool::stop() {
  queue_.close();
  threads_.clear();
}

}  // namespace attune
