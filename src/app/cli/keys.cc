#include "app/cli/keys.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"
#include "foundation/aws/key_policy.h"
#include "foundation/aws/key_store.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"

namespace attune::cli {
namespace {

struct KeysOptions {
  std::string data_dir = "attune-data";
  std::string name = "default";
  std::string account_id = "000000000000";
  std::string access_key_id;
  aws::KeyPolicy policy;
};

Result<void> create(const KeysOptions& options) {
  const SystemClock clock;
  ATTUNE_TRY(store, aws::KeyStore::open(std::filesystem::path(options.data_dir) / "keys", clock));
  ATTUNE_TRY(key, store->create(options.name, options.account_id, options.policy));
  std::cout << "AWS_ACCESS_KEY_ID=" << key.access_key_id
            << "\nAWS_SECRET_ACCESS_KEY=" << key.secret_access_key << std::endl;
  std::cerr << "The secret is shown this once.\n";
  return {};
}

Result<void> list(const KeysOptions& options) {
  const SystemClock clock;
  ATTUNE_TRY(store, aws::KeyStore::open(std::filesystem::path(options.data_dir) / "keys", clock));
  for (const auto& key : store->list()) {
    std::cout << key->access_key_id << "  " << key->account_id << "  " << key->name << "\n";
  }
  return {};
}

Result<void> remove(const KeysOptions& options) {
  const SystemClock clock;
  ATTUNE_TRY(store, aws::KeyStore::open(std::filesystem::path(options.data_dir) / "keys", clock));
  return store->remove(options.access_key_id);
}

CLI::App& add_action(CLI::App& keys, const std::string& name, const std::string& sentence,
                     const std::shared_ptr<KeysOptions>& options, int& exit_code,
                     Result<void> (*action)(const KeysOptions&)) {
  CLI::App& command = *keys.add_subcommand(name, sentence);
  command.add_option("--data-dir", options->data_dir, "The server's data directory")
      ->capture_default_str();
  command.callback([options, &exit_code, action] {
    const Result<void> outcome = action(*options);
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
  return command;
}

}  // namespace

void add_keys(CLI::App& root, int& exit_code) {
  auto options = std::make_shared<KeysOptions>();
  CLI::App& keys =
      *root.add_subcommand("keys", "Makes, lists and removes the keys that callers sign with");
  keys.require_subcommand(1);
  CLI::App& making =
      add_action(keys, "create", "Makes a key pair and prints it", options, exit_code, create);
  making.add_option("--name", options->name, "For people")->capture_default_str();
  making
      .add_option("--account-id", options->account_id,
                  "12 digits; what the caller sees is that account's")
      ->capture_default_str();
  making.add_option("--allow", options->policy.actions,
                    "Allowed actions, such as personalize:Get*; all by default");
  making.add_option("--resource", options->policy.resources,
                    "Allowed ARNs with * for any text; all by default");
  add_action(keys, "list", "Lists the keys without their secrets", options, exit_code, list);
  CLI::App& removing =
      add_action(keys, "remove", "Removes a key; its callers are refused within a second", options,
                 exit_code, remove);
  removing.add_option("ACCESS_KEY_ID", options->access_key_id)->required();
}

}  // namespace attune::cli
