#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::server {

enum class Auth : std::uint8_t {
  kOff,  // every caller is let in; only on loopback
  kOn,   // SigV4 with keys of `attune keys`
};

/// How `attune serve` runs. Filled from the rows below only.
struct Options {
  std::string data_dir = "attune-data";
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> file_roots;
  Auth auth = Auth::kOff;
  bool auth_given = false;
  std::string account_id = "000000000000";
  std::string region = "us-east-1";  // of callers whose requests name none
  std::size_t io_threads = 0;        // 0: one per core
  std::size_t job_threads = 2;
  std::size_t training_workers = 0;  // 0: one per core
  std::size_t header_kib_max = 16;
  std::size_t body_kib_max = 8192;
  std::size_t connections_max = 10'000;
  std::size_t idle_timeout_s = 60;
  std::size_t read_timeout_s = 30;
  std::size_t stop_grace_s = 10;
  std::size_t live_users_max = 1'000'000;
  std::string log_level = "info";
};

/// An option, said once: `--name`, the configuration file's key, ATTUNE_NAME and the docs come from
/// it.
struct OptionRow {
  std::string_view name;  // "data-dir"
  std::string_view value_name;
  std::string_view default_text;
  std::string_view sentence;
  bool repeatable = false;
  /// kInvalidInput names the option, the value and what is allowed.
  Result<void> (*set)(Options&, std::string_view value);
};

/// Every option, in the order in which help shows them.
[[nodiscard]] std::span<const OptionRow> option_rows();

/// Rules between options: an open server listens on loopback only.
[[nodiscard]] Result<void> check(const Options& options);

}  // namespace attune::server
