#include "learning/features/parallel_blocks.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace attune::features {
namespace {

std::size_t block_count_of(const BlockWork& work) {
  return (work.count + work.block_size - 1) / work.block_size;
}

class Blocks {
 public:
  explicit Blocks(const BlockWork& work) : work_(work), block_count_(block_count_of(work)) {}

  void drain(std::size_t worker) {
    while (!stopped_.load()) {
      const std::size_t block = next_.fetch_add(1);
      if (block >= block_count_) return;
      const std::size_t begin = block * work_.block_size;
      work_.run(worker, begin, std::min(begin + work_.block_size, work_.count));
      note_done();
    }
  }

  [[nodiscard]] bool stopped() const { return stopped_.load(); }

 private:
  void note_done() {
    const std::lock_guard lock(progress_mutex_);
    ++done_;
    const double fraction = static_cast<double>(done_) / static_cast<double>(block_count_);
    if (work_.keep_going && !work_.keep_going(fraction)) stopped_.store(true);
  }

  const BlockWork& work_;
  const std::size_t block_count_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stopped_{false};
  std::mutex progress_mutex_;
  std::size_t done_ = 0;  // guarded by progress_mutex_
};

}  // namespace

std::size_t worker_count_of(const BlockWork& work) {
  const std::size_t wanted =
      work.worker_count > 0 ? work.worker_count : std::thread::hardware_concurrency();
  return std::max<std::size_t>(1, std::min(wanted, block_count_of(work)));
}

bool parallel_blocks(const BlockWork& work) {
  Blocks blocks(work);
  {
    std::vector<std::jthread> threads;
    for (std::size_t worker = 1; worker < worker_count_of(work); ++worker) {
      threads.emplace_back([&blocks, worker] { blocks.drain(worker); });
    }
    blocks.drain(0);
  }
  return !blocks.stopped();
}

}  // namespace attune::features
