#include "foundation/concurrency/parallel_for.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

#include "foundation/concurrency/worker_pool.h"

namespace attune::concurrency {

void parallel_for(std::size_t count, std::size_t thread_count,
                  const std::function<void(const Part&)>& work) {
  if (count == 0) return;
  const std::size_t parts = std::min(count, thread_count == 0 ? core_count() : thread_count);
  std::vector<std::exception_ptr> thrown(parts);
  const auto run = [&](std::size_t part) {
    try {
      work(part_of(count, parts, part));
    } catch (...) {
      thrown[part] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    threads.reserve(parts - 1);
    for (std::size_t part = 1; part < parts; ++part) threads.emplace_back(run, part);
    run(0);
  }
  for (const std::exception_ptr& error : thrown) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace attune::concurrency
