#include "app/cli/generate.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "domain/synthetic/shop.h"

namespace attune::cli {
namespace {

constexpr int kBarWidth = 40;

struct GenerateArguments {
  std::string folder;
  synthetic::ShopOptions shop;
};

// A bar on a terminal, nothing elsewhere.
bool show_progress(std::uint64_t written, std::uint64_t total) {
  static const bool kTerminal = isatty(STDERR_FILENO) == 1;
  if (!kTerminal) return true;
  const double share = static_cast<double>(written) / static_cast<double>(total);
  const int filled = static_cast<int>(share * kBarWidth);
  std::fprintf(stderr, "\r[%.*s%*s] %3.0f %%  %llu interactions", filled,
               "########################################", kBarWidth - filled, "", share * 100.0,
               static_cast<unsigned long long>(written));
  return true;
}

int generate(const GenerateArguments& arguments) {
  const std::uint64_t total = arguments.shop.interaction_count;
  const auto outcome = synthetic::generate_shop(
      arguments.shop, arguments.folder,
      [total](std::uint64_t written) { return show_progress(written, total); });
  if (!outcome) return fail(outcome.error());
  std::fprintf(stderr, "\n%s: %llu interactions\n", arguments.folder.c_str(),
               static_cast<unsigned long long>(total));
  return kExitSuccess;
}

}  // namespace

void add_generate(CLI::App& root, int& exit_code) {
  auto arguments = std::make_shared<GenerateArguments>();
  synthetic::ShopOptions& shop = arguments->shop;
  CLI::App* command =
      root.add_subcommand("generate", "Makes up a shop: interactions, items, users and schemas");
  command->add_option("--out", arguments->folder, "Folder for the files")->required();
  command->add_option("--users", shop.user_count, "Customers")->capture_default_str();
  command->add_option("--items", shop.item_count, "Items")->capture_default_str();
  command->add_option("--interactions", shop.interaction_count, "Events")->capture_default_str();
  command->add_option("--days", shop.day_count, "Length of the history")->capture_default_str();
  command->add_option("--seed", shop.seed, "The same seed gives the same files")
      ->capture_default_str();
  command->add_option("--end-time", shop.end_time_s, "End of the history, Unix epoch seconds")
      ->capture_default_str();
  command->add_option("--threads", shop.thread_count, "0: one per core")->capture_default_str();
  command->callback([arguments, &exit_code] { exit_code = generate(*arguments); });
}

}  // namespace attune::cli
