#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/aws/key_policy.h"
#include "foundation/aws/sigv4.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"

namespace attune::aws {

/// A key with which callers sign.
struct CallerKey {
  std::string access_key_id;      // 20 letters and digits
  std::string secret_access_key;  // 40; never logged or listed
  std::string name;               // for people
  std::string account_id;         // 12 digits: the account in the ARNs the caller sees
  KeyPolicy policy;
  std::int64_t created_at_ms = 0;
};

/// The keys in a directory, one file each (docs/formats/keys.md), readable by the owner only. Keys
/// that another process adds or removes are seen within kRecheckInterval. Thread-safe.
class KeyStore {
 public:
  static constexpr std::chrono::milliseconds kRecheckInterval{1'000};
  static constexpr std::size_t kKeyCountMax = 10'000;

  /// Creates the directory if it is absent. `clock` must outlive the store.
  [[nodiscard]] static Result<std::unique_ptr<KeyStore>> open(std::filesystem::path directory,
                                                              const Clock& clock);

  /// Makes a key and returns it with its secret, which is shown this once. kInvalidInput for a name
  /// that is empty or above 128 bytes, an account that is not 12 digits, or an empty policy.
  [[nodiscard]] Result<CallerKey> create(std::string_view name, std::string_view account_id,
                                         const KeyPolicy& policy = {});
  /// Null if there is none.
  [[nodiscard]] std::shared_ptr<const CallerKey> find(std::string_view access_key_id) const;
  /// By creation time.
  [[nodiscard]] std::vector<std::shared_ptr<const CallerKey>> list() const;
  /// kNotFound if there is none.
  [[nodiscard]] Result<void> remove(std::string_view access_key_id);

  /// For verify(). Valid as long as the store.
  [[nodiscard]] FindSecret find_secret() const;

 private:
  using Keys = std::map<std::string, std::shared_ptr<const CallerKey>, std::less<>>;

  KeyStore(std::filesystem::path directory, const Clock& clock);
  [[nodiscard]] std::shared_ptr<const Keys> current() const;
  [[nodiscard]] Result<void> write(const CallerKey& key) const;

  const std::filesystem::path directory_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Keys> keys_;
  mutable std::int64_t checked_at_ms_ = 0;
  mutable std::filesystem::file_time_type changed_at_;
  mutable bool is_settled_ = false;  // nothing can have changed since keys_ within one clock tick
};

}  // namespace attune::aws
