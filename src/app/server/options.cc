#include "app/server/options.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::server {
namespace {

std::unexpected<Error> refused(std::string_view name, std::string_view value,
                               std::string_view allowed) {
  return invalid_input(std::string(name) + ": \"" + std::string(value) + "\" is not " +
                       std::string(allowed));
}

Result<std::uint64_t> number(std::string_view name, std::string_view value, std::uint64_t min,
                             std::uint64_t max) {
  std::uint64_t parsed = 0;
  const auto end = value.data() + value.size();
  const auto outcome = std::from_chars(value.data(), end, parsed);
  if (outcome.ec != std::errc{} || outcome.ptr != end || parsed < min || parsed > max) {
    return refused(name, value,
                   "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return parsed;
}

template <std::size_t Options::* kMember, std::uint64_t kMin, std::uint64_t kMax>
Result<void> set_count(Options& options, std::string_view value) {
  ATTUNE_TRY(parsed, number("value", value, kMin, kMax));
  options.*kMember = parsed;
  return {};
}

template <std::string Options::* kMember>
Result<void> set_text(Options& options, std::string_view value) {
  if (value.empty()) return invalid_input("value: empty");
  options.*kMember = value;
  return {};
}

// "HOST:PORT", "[::1]:PORT".
Result<void> set_listen(Options& options, std::string_view value) {
  const std::size_t colon = value.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return refused("listen", value, "HOST:PORT");
  }
  std::string_view host = value.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  ATTUNE_TRY(port, number("listen", value.substr(colon + 1), 0,
                          std::numeric_limits<std::uint16_t>::max()));
  options.host = host;
  options.port = static_cast<std::uint16_t>(port);
  return {};
}

Result<void> add_file_root(Options& options, std::string_view value) {
  if (!value.starts_with('/')) return refused("file-root", value, "an absolute path");
  options.file_roots.emplace_back(value);
  return {};
}

Result<void> set_auth(Options& options, std::string_view value) {
  if (value != "on" && value != "off") return refused("auth", value, "on or off");
  options.auth = value == "on" ? Auth::kOn : Auth::kOff;
  options.auth_given = true;
  return {};
}

Result<void> set_account(Options& options, std::string_view value) {
  if (value.size() != 12 || value.find_first_not_of("0123456789") != std::string_view::npos) {
    return refused("account-id", value, "12 digits");
  }
  options.account_id = value;
  return {};
}

Result<void> set_log_level(Options& options, std::string_view value) {
  for (const std::string_view level : {"debug", "info", "warn", "error"}) {
    if (value == level) {
      options.log_level = value;
      return {};
    }
  }
  return refused("log-level", value, "debug, info, warn or error");
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace

std::span<const OptionRow> option_rows() {
  static constexpr std::array kRows{
      OptionRow{"data-dir", "DIR", "attune-data", "Where everything is stored", false,
                set_text<&Options::data_dir>},
      OptionRow{"listen", "HOST:PORT", "127.0.0.1:8080",
                "Address to answer on; port 0 takes a free one", false, set_listen},
      OptionRow{"file-root", "DIR", "", "Folder below which file:// data locations are allowed",
                true, add_file_root},
      OptionRow{"auth", "on|off", "off", "Check signatures; off is refused beyond loopback", false,
                set_auth},
      OptionRow{"account-id", "ID", "000000000000", "Account of callers without a key", false,
                set_account},
      OptionRow{"region", "REGION", "us-east-1", "Region of callers whose requests name none",
                false, set_text<&Options::region>},
      OptionRow{"io-threads", "N", "0", "Threads that answer requests; 0 is one per core", false,
                set_count<&Options::io_threads, 0, 1024>},
      OptionRow{"job-threads", "N", "2", "Background jobs at a time", false,
                set_count<&Options::job_threads, 1, 64>},
      OptionRow{"training-workers", "N", "0", "Threads of one training; 0 is one per core", false,
                set_count<&Options::training_workers, 0, 1024>},
      OptionRow{"header-kib-max", "KIB", "16", "Largest request header", false,
                set_count<&Options::header_kib_max, 1, 1024>},
      OptionRow{"body-kib-max", "KIB", "8192", "Largest request body", false,
                set_count<&Options::body_kib_max, 1, 1'048'576>},
      OptionRow{"connections-max", "N", "10000", "Connections at a time", false,
                set_count<&Options::connections_max, 1, 1'000'000>},
      OptionRow{"idle-timeout-s", "S", "60", "Closes connections that stay silent that long", false,
                set_count<&Options::idle_timeout_s, 1, 86'400>},
      OptionRow{"read-timeout-s", "S", "30", "Time for a request to arrive whole", false,
                set_count<&Options::read_timeout_s, 1, 86'400>},
      OptionRow{"stop-grace-s", "S", "10",
                "Time for requests in flight when the server is asked to stop", false,
                set_count<&Options::stop_grace_s, 0, 3'600>},
      OptionRow{"live-users-max", "N", "1000000", "Users per campaign whose state stays in memory",
                false, set_count<&Options::live_users_max, 1, 1'000'000'000>},
      OptionRow{"log-level", "LEVEL", "info", "debug, info, warn or error", false, set_log_level},
  };
  return kRows;
}

Result<void> check(const Options& options) {
  if (options.auth == Auth::kOff && !is_loopback(options.host)) {
    return invalid_input("auth: off is only allowed on a loopback address, not on \"" +
                         options.host +
                         "\"; make a key with `attune keys create` and use --auth on");
  }
  return {};
}

}  // namespace attune::server
