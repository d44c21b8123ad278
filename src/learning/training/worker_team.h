#pragma once

#include <barrier>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace attune::training {

/// A fixed number of threads that do the same task side by side; the caller is worker 0.
class WorkerTeam {
 public:
  /// `count` > 0.
  explicit WorkerTeam(std::size_t count);
  WorkerTeam(const WorkerTeam&) = delete;
  WorkerTeam& operator=(const WorkerTeam&) = delete;
  ~WorkerTeam();

  [[nodiscard]] std::size_t size() const { return threads_.size() + 1; }
  /// Calls task(worker) on every worker and waits for all. The task must not throw.
  void run(const std::function<void(std::size_t)>& task);

 private:
  std::barrier<> start_, done_;
  const std::function<void(std::size_t)>* task_ = nullptr;  // null: stop
  std::vector<std::thread> threads_;
};

/// The part [first, last) of `size` things that belongs to a worker.
struct Slice {
  std::size_t first = 0;
  std::size_t last = 0;
};
[[nodiscard]] Slice slice_of(std::size_t size, std::size_t worker, std::size_t worker_count);

}  // namespace attune::training
