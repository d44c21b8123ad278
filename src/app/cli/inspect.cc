#include "app/cli/inspect.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/text_table.h"
#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/recipes/manifest.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::cli {
namespace {

namespace fs = std::filesystem;

void print_sizes(const fs::path& directory) {
  std::vector<std::vector<std::string>> rows{{"file", "bytes"}};
  for (const auto& entry : fs::directory_iterator(directory)) {
    std::error_code failed;
    const auto size = fs::file_size(entry.path(), failed);
    if (!failed) rows.push_back({entry.path().filename().string(), std::to_string(size)});
  }
  std::sort(rows.begin() + 1, rows.end());
  std::cout << text_table(rows) << "\n";
}

void print_interactions(const data::InteractionTable& table) {
  std::size_t longest = 0;
  std::size_t active = 0;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    const std::size_t length = table.offsets[user + 1] - table.offsets[user];
    longest = std::max(longest, length);
    active += length >= 2 ? 1U : 0U;
  }
  std::cout << text_table({{"interactions", std::to_string(table.row_count())},
                           {"users", std::to_string(table.user_count())},
                           {"users with 2 or more", std::to_string(active)},
                           {"longest history", std::to_string(longest)},
                           {"items", std::to_string(table.item_count())},
                           {"event types", std::to_string(table.event_types->size())},
                           {"context columns", std::to_string(table.context.size())},
                           {"fingerprint", data::fingerprint(table)}});
}

void print_tensors(const models::Artefact& artefact) {
  std::vector<std::vector<std::string>> rows{{"tensor", "shape", "type"}};
  for (const models::Tensor& tensor : artefact.tensors) {
    std::string shape;
    for (const std::size_t size : tensor.shape) {
      shape += (shape.empty() ? "" : " x ") + std::to_string(size);
    }
    const char* const types[] = {"F32", "I32", "I64"};
    rows.push_back({tensor.name, shape, types[tensor.values.index()]});
  }
  std::cout << json::write(artefact.configuration) << "\n\n" << text_table(rows);
}

void print_metrics(const recipes::SolutionArtefact& solution) {
  std::vector<std::vector<std::string>> rows{{"metric", std::string(solution.recipe->name)}};
  for (const auto& [name, metrics] : solution.baselines) rows[0].push_back(name);
  for (const auto& [metric, value] : solution.metrics) {
    rows.push_back({metric, decimal(value)});
    for (const auto& [name, metrics] : solution.baselines) {
      const auto found = metrics.find(metric);
      rows.back().push_back(found == metrics.end() ? "-" : decimal(found->second));
    }
  }
  std::cout << text_table(rows) << "\n";
}

Result<void> inspect_solution(const std::string& directory) {
  ATTUNE_TRY(solution, recipes::read_solution(directory));
  std::vector<std::vector<std::string>> rows{{"recipe", std::string(solution.recipe->name)}};
  rows.push_back({"seed", std::to_string(solution.seed)});
  rows.push_back({"data fingerprint", solution.data_fingerprint});
  rows.push_back({"training seconds", decimal(solution.training_seconds, 1)});
  for (const auto& [name, value] : solution.evaluation) rows.push_back({name, value});
  for (const auto& [name, value] : solution.parameters) rows.push_back({name, value});
  std::cout << text_table(rows) << "\n";
  print_metrics(solution);
  print_interactions(*solution.interactions);
  std::cout << "\n";
  print_sizes(directory);
  return {};
}

Result<void> inspect_file(const std::string& path) {
  if (auto weights = models::read_artefact(path)) {
    print_tensors(*weights);
    return {};
  }
  auto interactions = data::read_interactions(path);
  if (!interactions) {
    return invalid_input(path + ": neither a solution directory nor one of its files: " +
                         interactions.error().message);
  }
  print_interactions(*interactions);
  return {};
}

Result<void> inspect(const std::string& path) {
  if (fs::is_directory(path)) return inspect_solution(path);
  if (!fs::exists(path)) return not_found("there is no " + path);
  return inspect_file(path);
}

}  // namespace

void add_inspect(CLI::App& root, int& exit_code) {
  auto path = std::make_shared<std::string>();
  CLI::App& command = *root.add_subcommand(
      "inspect", "Shows what is in a solution directory, a model file or an interactions file");
  command.add_option("PATH", *path, "What to look into")->required();
  command.callback([path, &exit_code] {
    const Result<void> outcome = inspect(*path);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
