#pragma once

#include <cstddef>
#include <functional>

namespace attune::features {

/// Work on [0, count) in blocks, by several threads.
struct BlockWork {
  std::size_t count = 0;
  std::size_t block_size = 64;
  std::size_t worker_count = 0;  // 0: one per core
  /// Called with the worker's number and a half-open range; concurrently for different workers.
  std::function<void(std::size_t worker, std::size_t begin, std::size_t end)> run;
  /// Called by one thread at a time after each block with the share done; false: stop early.
  std::function<bool(double fraction)> keep_going;
};

/// How many threads `parallel_blocks` will use: at least 1, at most one per block.
[[nodiscard]] std::size_t worker_count_of(const BlockWork& work);

/// Runs every block once and waits. False when `keep_going` stopped it. `run` must not throw.
bool parallel_blocks(const BlockWork& work);

}  // namespace attune::features
