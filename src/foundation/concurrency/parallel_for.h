#pragma once

#include <cstddef>
#include <functional>

namespace attune::concurrency {

/// Rows [begin, end) of a range, the `part`-th of its partition.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t part = 0;
};

/// The `part`-th of `part_count` consecutive parts of [0, count): sizes differ by at most one and
/// depend on nothing else, so work reduced in the order of parts gives the same bits every time.
[[nodiscard]] constexpr Part part_of(std::size_t count, std::size_t part_count, std::size_t part) {
  const std::size_t size = count / part_count;
  const std::size_t larger = count % part_count;  // the first ones have one more
  const std::size_t begin = part * size + (part < larger ? part : larger);
  return {begin, begin + size + (part < larger ? 1 : 0), part};
}

/// Runs `work` on `thread_count` (0: one per core) parts of [0, count) at once, the first on the
/// caller's thread, and waits for all. Empty parts are left out. An exception of the lowest part
/// that threw is rethrown. Starts threads: meant for work of a millisecond and more.
void parallel_for(std::size_t count, std::size_t thread_count,
                  const std::function<void(const Part&)>& work);

}  // namespace attune::concurrency
