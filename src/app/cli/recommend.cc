#include "app/cli/recommend.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/item_titles.h"
#include "app/cli/text_table.h"
#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/evaluation/ranked.h"
#include "learning/models/model.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::cli {
namespace {

constexpr std::size_t kHistoryShown = 10;

struct RecommendOptions {
  std::string model;
  std::string user;
  std::string item;
  std::vector<std::string> history;
  std::size_t count = 10;
  std::string items_csv;
  bool exclude_seen = false;
};

using History = std::vector<data::Interaction>;

Result<data::ItemIndex> item_named(const data::InteractionTable& table, const std::string& id) {
  const auto index = table.items->find(id);
  if (!index) return not_found("the model knows no item \"" + id + "\"");
  return data::ItemIndex{*index};
}

History history_of_user(const data::InteractionTable& table, const std::string& id) {
  const auto user = table.users->find(id);
  if (!user) {
    std::cerr << "unknown user \"" << id << "\": what everyone likes\n";
    return {};
  }
  History history;
  for (std::size_t row = table.offsets[*user]; row < table.offsets[*user + 1]; ++row) {
    history.push_back(table.row(row));
  }
  return history;
}

Result<History> history_of(const RecommendOptions& options, const data::InteractionTable& table) {
  if (!options.user.empty()) return history_of_user(table, options.user);
  History history;
  for (const std::string& id : options.history) {
    ATTUNE_TRY(item, item_named(table, id));
    history.push_back({.item = item,
                       .event_value = std::nanf(""),
                       .timestamp_s = static_cast<std::int64_t>(history.size())});
  }
  return history;
}

std::optional<data::UserIndex> user_index(const RecommendOptions& options,
                                          const data::InteractionTable& table) {
  const auto user = table.users->find(options.user);
  if (options.user.empty() || !user) return std::nullopt;
  return data::UserIndex{*user};
}

Result<std::vector<float>> scores_of(const RecommendOptions& options, const History& history,
                                     const recipes::SolutionArtefact& solution) {
  std::vector<float> scores(solution.model->item_count());
  if (!options.item.empty()) {
    ATTUNE_TRY(item, item_named(*solution.interactions, options.item));
    if (solution.model->related(item, scores)) {
      scores[data::raw(item)] = -1e30F;
      return scores;
    }
    std::cerr << "nothing is known about \"" << options.item << "\": what everyone likes\n";
  }
  const auto state = solution.model->start(user_index(options, *solution.interactions));
  for (const data::Interaction& event : history) solution.model->advance(*state, event);
  solution.model->score(*state, scores);
  return scores;
}

std::vector<bool> marks_of(const History& history, std::size_t item_count) {
  std::vector<bool> marks(item_count, false);
  for (const data::Interaction& event : history) {
    if (data::raw(event.item) < item_count) marks[data::raw(event.item)] = true;
  }
  return marks;
}

// The logarithm of the sum of exponentials: a score minus it is the logarithm of its softmax.
double log_sum(const std::vector<float>& scores) {
  const double most = static_cast<double>(*std::ranges::max_element(scores));
  double sum = 0.0;
  for (const float score : scores) sum += std::exp(static_cast<double>(score) - most);
  return most + std::log(sum);
}

void print_history(const History& history, const data::InteractionTable& table,
                   const ItemTitles& titles) {
  const std::size_t shown = std::min(kHistoryShown, history.size());
  std::cout << "history: " << history.size() << " events"
            << (shown < history.size() ? ", the newest of them:" : "") << "\n";
  for (std::size_t i = history.size() - shown; i < history.size(); ++i) {
    const auto id = table.items->text(static_cast<std::uint32_t>(history[i].item));
    std::cout << "  " << id << "  " << titles.of(id) << "\n";
  }
  std::cout << "\n";
}

void print_items(const std::vector<data::ItemIndex>& items, const std::vector<float>& scores,
                 const recipes::SolutionArtefact& solution, const ItemTitles& titles) {
  const bool with_scores = solution.recipe->answers_scores;
  std::vector<std::vector<std::string>> rows{{"item"}};
  if (with_scores) rows[0].push_back("score");
  const double total = items.empty() ? 0.0 : log_sum(scores);
  std::string names;
  for (const data::ItemIndex item : items) {
    const auto id = solution.interactions->items->text(static_cast<std::uint32_t>(item));
    std::vector<std::string> row{std::string(id)};
    if (!titles.empty()) row[0] += "  " + std::string(titles.of(id));
    if (with_scores) {
      row.push_back(decimal(std::exp(static_cast<double>(scores[data::raw(item)]) - total), 7));
    }
    rows.push_back(std::move(row));
  }
  std::cout << text_table(rows);
}

Result<void> recommend(const RecommendOptions& options) {
  ATTUNE_TRY(solution, recipes::read_solution(options.model));
  ItemTitles titles;
  if (!options.items_csv.empty()) {
    ATTUNE_TRY(read, ItemTitles::read(options.items_csv));
    titles = std::move(read);
  }
  ATTUNE_TRY(history, history_of(options, *solution.interactions));
  ATTUNE_TRY(scores, scores_of(options, history, solution));
  std::vector<bool> excluded;
  if (options.exclude_seen) excluded = marks_of(history, scores.size());
  if (options.item.empty()) print_history(history, *solution.interactions, titles);
  print_items(evaluation::best_items(scores, options.count, excluded), scores, solution, titles);
  return {};
}

}  // namespace

void add_recommend(CLI::App& root, int& exit_code) {
  auto options = std::make_shared<RecommendOptions>();
  CLI::App& command =
      *root.add_subcommand("recommend", "Asks a trained solution what it would show");
  command.add_option("--model", options->model, "Directory of the solution")->required();
  auto* whom = command.add_option_group("whom", "For whom or what");
  whom->add_option("--user", options->user, "A user of the training data");
  whom->add_option("--history", options->history,
                   "Items that someone had, oldest first, separated by commas")
      ->delimiter(',');
  whom->add_option("--item", options->item, "An item: what goes with it");
  whom->require_option(1);
  command.add_option("-k,--count", options->count, "Length of the list")
      ->check(CLI::Range(1, 500))
      ->capture_default_str();
  command.add_option("--items", options->items_csv, "Items CSV file, for titles");
  command.add_flag("--exclude-seen", options->exclude_seen, "Leave out items of the history");
  command.callback([options, &exit_code] {
    const Result<void> outcome = recommend(*options);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
