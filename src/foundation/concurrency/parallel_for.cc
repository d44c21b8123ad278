#include "foundation/concurrency/parallel_for.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace attune {

std::size_t core_count() {
  return std::max(1U, std::thread::hardware_concurrency());
}

void parallel_for(
    std::size_t count, std::size_t thread_count,
    const std::function<void(std::size_t part, std::size_t begin, std::size_t end)>& work) {
  const std::size_t parts =
      std::min(std::max<std::size_t>(1, count), thread_count == 0 ? core_count() : thread_count);
  if (count == 0) return;
  std::vector<std::exception_ptr> failures(parts);
  const auto run = [&](std::size_t part) {
    try {
      work(part, count * part / parts, count * (part + 1) / parts);
    } catch (...) {
      failures[part] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    threads.reserve(parts - 1);
    for (std::size_t part = 1; part < parts; ++part) threads.emplace_back(run, part);
    run(0);
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace attune
