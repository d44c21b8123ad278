#include "foundation/aws/key_store.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "foundation/aws/key_file.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/io/file_source.h"
#include "foundation/io/sync_directory.h"
#include "foundation/telemetry/log.h"

namespace attune::aws {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".json";
constexpr std::size_t kNameBytesMax = 128;
constexpr std::size_t kFileBytesMax = std::size_t{64} * 1024;
/// Two changes closer than this may carry the same time in a directory.
constexpr std::chrono::milliseconds kTimestampGrain{2'000};

/// Each letter equally likely: bytes beyond a multiple of the alphabet are drawn again.
std::string random_text(std::size_t length, std::string_view alphabet) {
  std::string text;
  const std::size_t usable = 256 - 256 % alphabet.size();
  while (text.size() < length) {
    unsigned char byte = 0;
    ATTUNE_CHECK(RAND_bytes(&byte, 1) == 1);
    if (byte < usable) text += alphabet[byte % alphabet.size()];
  }
  return text;
}

std::unexpected<Error> system_failure(const fs::path& path, int number) {
  return failure(ErrorCode::kInternal,
                 path.string() + ": " + std::generic_category().message(number));
}

/// Writes a new file that only its owner can read, synced.
Result<void> write_private(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return system_failure(path, errno);
  const ssize_t written = ::write(file, text.data(), text.size());
  const bool is_whole = written == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const int number = errno;
  ::close(file);
  if (is_whole) return {};
  ::unlink(path.c_str());
  return system_failure(path, number);
}

Result<CallerKey> read_key(const fs::path& path) {
  ATTUNE_TRY(source, io::FileSource::open(path.string()));
  std::string text(kFileBytesMax + 1, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    ATTUNE_TRY(count, source->read(std::span(text).subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  if (filled > kFileBytesMax) return invalid_input("the file is larger than 64 KiB");
  text.resize(filled);
  ATTUNE_TRY(key, parse_key(text));
  if (path.stem() != key.access_key_id) {
    return invalid_input("the file is not named after its access key id");
  }
  return std::move(key);
}

Result<void> check_request(std::string_view name, std::string_view account_id,
                           const KeyPolicy& policy) {
  if (name.empty() || name.size() > kNameBytesMax) {
    return invalid_input("the name of a key must have 1 to 128 bytes, not " +
                         std::to_string(name.size()));
  }
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  if (account_id.size() != 12 || !std::ranges::all_of(account_id, is_digit)) {
    return invalid_input("account id '" + std::string(account_id) + "' is not 12 digits");
  }
  if (policy.actions.empty() || policy.resources.empty()) {
    return invalid_input("a policy must allow at least one action and one resource");
  }
  return {};
}

}  // namespace

KeyStore::KeyStore(fs::path directory, const Clock& clock)
    : directory_(std::move(directory)), clock_(clock) {}

Result<std::unique_ptr<KeyStore>> KeyStore::open(fs::path directory, const Clock& clock) {
  std::error_code error;
  if (fs::create_directories(directory, error)) ::chmod(directory.c_str(), 0700);
  if (error) return internal_error(directory.string() + ": " + error.message());
  return std::unique_ptr<KeyStore>(new KeyStore(std::move(directory), clock));
}

Result<CallerKey> KeyStore::create(std::string_view name, std::string_view account_id,
                                   const KeyPolicy& policy) {
  ATTUNE_TRY_VOID(check_request(name, account_id, policy));
  constexpr std::string_view kIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  constexpr std::string_view kSecretLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  CallerKey key{.access_key_id = "AKIA" + random_text(16, kIdLetters),
                .secret_access_key = random_text(40, kSecretLetters),
                .name = std::string(name),
                .account_id = std::string(account_id),
                .policy = policy,
                .created_at_ms = clock_.now_ms()};
  if (current()->size() >= kKeyCountMax) {
    return failure(ErrorCode::kLimitExceeded, "there are 10000 keys already");
  }
  ATTUNE_TRY_VOID(write(key));
  const std::scoped_lock lock(mutex_);
  keys_.reset();
  return key;
}

Result<void> KeyStore::write(const CallerKey& key) const {
  const fs::path beside = directory_ / (".unfinished-" + make_hex_id(16));
  ATTUNE_TRY_VOID(write_private(beside, write_key(key)));
  const fs::path place = directory_ / (key.access_key_id + std::string(kExtension));
  std::error_code error;
  fs::rename(beside, place, error);
  if (error) {
    ::unlink(beside.c_str());
    return internal_error(place.string() + ": " + error.message());
  }
  return io::sync_directory(directory_);
}

std::shared_ptr<const CallerKey> KeyStore::find(std::string_view access_key_id) const {
  const auto keys = current();
  const auto found = keys->find(access_key_id);
  return found == keys->end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const CallerKey>> KeyStore::list() const {
  std::vector<std::shared_ptr<const CallerKey>> all;
  const auto keys = current();
  for (const auto& [id, key] : *keys) all.push_back(key);
  std::ranges::sort(all, {}, [](const auto& key) {
    return std::pair(key->created_at_ms, std::string_view(key->access_key_id));
  });
  return all;
}

Result<void> KeyStore::remove(std::string_view access_key_id) {
  if (find(access_key_id) == nullptr) {
    return not_found("there is no access key '" + std::string(access_key_id) + "'");
  }
  const fs::path path = directory_ / (std::string(access_key_id) + std::string(kExtension));
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return system_failure(path, errno);
  {
    const std::scoped_lock lock(mutex_);
    keys_.reset();
  }
  return io::sync_directory(directory_);
}

FindSecret KeyStore::find_secret() const {
  return [this](std::string_view access_key_id) -> std::optional<std::string> {
    const auto key = find(access_key_id);
    if (key == nullptr) return std::nullopt;
    return key->secret_access_key;
  };
}

/// The keys, read again if the directory changed since the last look.
std::shared_ptr<const KeyStore::Keys> KeyStore::current() const {
  const std::int64_t now_ms = clock_.now_ms();
  const std::scoped_lock lock(mutex_);
  const bool is_fresh = keys_ != nullptr && now_ms - checked_at_ms_ < kRecheckInterval.count();
  if (is_fresh && now_ms >= checked_at_ms_) return keys_;
  checked_at_ms_ = now_ms;
  std::error_code error;
  const auto changed_at = fs::last_write_time(directory_, error);
  if (!error && keys_ != nullptr && is_settled_ && changed_at == changed_at_) return keys_;

  auto keys = std::make_shared<Keys>();
  for (fs::directory_iterator entry(directory_, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() != kExtension || keys->size() == kKeyCountMax) continue;
    auto key = read_key(entry->path());
    if (!key) {
      log::warning("a key file is ignored",
                   {{"file", entry->path().string()}, {"why", key.error().message}});
      continue;
    }
    std::string id = key->access_key_id;
    keys->emplace(std::move(id), std::make_shared<const CallerKey>(std::move(*key)));
  }
  if (error) log::error("the keys cannot be read", {{"why", error.message()}});
  changed_at_ = changed_at;
  is_settled_ = !error && fs::file_time_type::clock::now() - changed_at > kTimestampGrain;
  keys_ = std::move(keys);
  return keys_;
}

}  // namespace attune::aws
