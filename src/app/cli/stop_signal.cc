#include "app/cli/stop_signal.h"

#include <signal.h>

#include <csignal>

namespace attune::cli {
namespace {

volatile std::sig_atomic_t g_stop_requested = 0;

void note_signal(int) {
  g_stop_requested = 1;
}

}  // namespace

void watch_stop_signals() {
  struct sigaction action{};
  action.sa_handler = note_signal;
  // After the first signal the default action returns, so that a second one ends the process.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool stop_requested() {
  return g_stop_requested != 0;
}

}  // namespace attune::cli
