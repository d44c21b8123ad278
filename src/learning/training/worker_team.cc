#include "learning/training/worker_team.h"

#include "foundation/base/check.h"

namespace attune::training {

WorkerTeam::WorkerTeam(std::size_t count)
    : start_(static_cast<std::ptrdiff_t>(count)), done_(static_cast<std::ptrdiff_t>(count)) {
  ATTUNE_CHECK(count > 0);
  for (std::size_t worker = 1; worker < count; ++worker) {
    threads_.emplace_back([this, worker] {
      for (;;) {
        start_.arrive_and_wait();
        if (task_ == nullptr) return;
        (*task_)(worker);
        done_.arrive_and_wait();
      }
    });
  }
}

WorkerTeam::~WorkerTeam() {
  task_ = nullptr;
  start_.arrive_and_wait();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerTeam::run(const std::function<void(std::size_t)>& task) {
  task_ = &task;
  start_.arrive_and_wait();
  task(0);
  done_.arrive_and_wait();
}

Slice slice_of(std::size_t size, std::size_t worker, std::size_t worker_count) {
  return {size * worker / worker_count, size * (worker + 1) / worker_count};
}

}  // namespace attune::training
