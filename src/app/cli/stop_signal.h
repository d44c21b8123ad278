#pragma once

namespace attune::cli {

/// From now on SIGINT and SIGTERM only set a flag; a second one ends the process at once.
void watch_stop_signals();
[[nodiscard]] bool stop_requested();

}  // namespace attune::cli
