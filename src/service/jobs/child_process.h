#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::jobs {

struct ChildProcess {
  std::vector<std::string> arguments;  // [0] is the program's path
  int niceness = 10;
  std::function<void(std::string_view line)> on_line;  // each line of its stdout
  std::function<bool()> stop_requested;  // polled; true: SIGTERM, after `grace` SIGKILL
  std::chrono::milliseconds grace{5'000};
};

/// Runs the program to its end. kCancelled when it was asked to stop; kInternal with its last lines
/// of stderr and how it ended (exit status or signal: "killed by signal 9, perhaps out of memory")
/// otherwise. The child dies with its parent (PR_SET_PDEATHSIG).
[[nodiscard]] Result<void> run_child(const ChildProcess& child);

}  // namespace attune::jobs
