#pragma once

#include <cstddef>
#include <functional>

namespace attune {

/// How many threads "one per core" is; at least 1.
[[nodiscard]] std::size_t core_count();

/// Splits [0, count) into `thread_count` contiguous parts of nearly equal size (the same split
/// every time) and calls `work(part, begin, end)` for each non-empty part, the first on the calling
/// thread. Returns when all are done; rethrows the first exception. `thread_count` 0: one per core.
void parallel_for(
    std::size_t count, std::size_t thread_count,
    const std::function<void(std::size_t part, std::size_t begin, std::size_t end)>& work);

}  // namespace attune
