#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "app/cli/command.h"
#include "app/cli/exit_code.h"

int main(int argc, char** argv) {
  try {
    CLI::App root("Attune: recommendations that learn from every event, on your own machine.");
    root.require_subcommand(1);
    root.set_version_flag("--version", std::string(attune::cli::kVersion));
    root.footer("attune COMMAND --help explains a command.");
    int exit_code = attune::cli::kExitSuccess;
    for (const attune::cli::Command& command : attune::cli::catalogue()) {
      command.add(root, exit_code);
    }
    try {
      root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return root.exit(error) == 0 ? attune::cli::kExitSuccess : attune::cli::kExitUsage;
    }
    return exit_code;
  } catch (const std::exception& error) {
    std::cerr << "attune: " << error.what() << "\n";
    return attune::cli::kExitFailure;
  }
}
