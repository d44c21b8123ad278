#include "app/cli/serve.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/stop_signal.h"
#include "app/server/options.h"
#include "app/server/server.h"
#include "foundation/base/error.h"
#include "foundation/telemetry/log.h"

namespace attune::cli {
namespace {

// What was given, by option name: on the command line, in the environment or in the file.
using Given = std::map<std::string_view, std::vector<std::string>>;

Result<server::Options> options_of(const Given& given) {
  server::Options options;
  for (const server::OptionRow& row : server::option_rows()) {
    for (const std::string& value : given.at(row.name)) {
      if (auto outcome = row.set(options, value); !outcome) {
        outcome.error().message = "--" + std::string(row.name) + ": " + outcome.error().message;
        return std::unexpected(outcome.error());
      }
    }
  }
  return options;
}

std::string program_path() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored);
}

Result<void> serve(const Given& given) {
  ATTUNE_TRY(options, options_of(given));
  ATTUNE_TRY(level, log::parse_level(options.log_level == "warn" ? "warning" : options.log_level));
  log::set_level(level);
  watch_stop_signals();
  ATTUNE_TRY(running, server::Server::start(options, program_path()));
  std::cout << "attune listens on http://" << options.host << ":" << running->port() << std::endl;
  while (!stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  log::info("stopping");
  running->stop();
  return {};
}

std::string environment_name(std::string_view option) {
  std::string name = "ATTUNE_";
  for (const char c : option) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

void add_row(CLI::App& command, const server::OptionRow& row, std::vector<std::string>& values) {
  std::string sentence(row.sentence);
  if (!row.default_text.empty()) sentence += " [" + std::string(row.default_text) + "]";
  CLI::Option* option = command.add_option("--" + std::string(row.name), values, sentence);
  option->envname(environment_name(row.name))->type_name(std::string(row.value_name));
  option->expected(row.repeatable ? -1 : 1);
  if (row.repeatable) option->delimiter(',')->take_all();
}

}  // namespace

void add_serve(CLI::App& root, int& exit_code) {
  auto given = std::make_shared<Given>();
  CLI::App& command = *root.add_subcommand("serve", "Runs the server until it is told to stop");
  for (const server::OptionRow& row : server::option_rows()) {
    add_row(command, row, (*given)[row.name]);
  }
  command.set_config("--config", "", "File of options: name = value, a line each");
  command.footer(
      "S3 is reached with the usual AWS variables; ATTUNE_S3_ENDPOINT names another store.");
  command.callback([given, &exit_code] {
    const Result<void> outcome = serve(*given);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
