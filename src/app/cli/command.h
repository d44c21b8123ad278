#pragma once

#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace attune::cli {

/// A subcommand: one file of this folder and one line of the catalogue. `add` declares its options
/// on `root` and sets `exit_code` when it runs; messages for people go to stderr, results to
/// stdout.
struct Command {
  std::string_view name;
  void (*add)(CLI::App& root, int& exit_code);
};

/// Every subcommand, sorted by name.
[[nodiscard]] std::span<const Command> catalogue();

}  // namespace attune::cli
