#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "foundation/base/error.h"

namespace attune::job_kinds {

struct MetadataRefresherOptions {
  std::chrono::milliseconds interval{2000};  // between two rounds of refreshing
  /// A round is followed by a rest of at least this many times its own length, so that a large
  /// table put item by item costs a bounded share of a core.
  std::int64_t rest_factor = 9;
  std::size_t attempts_max = 3;  // of a group, one a round
};

/// Brings what is served of items and users up to date after single records were put: in the
/// background, once for all that came meanwhile. A process that ends with a refresh outstanding
/// loses nothing: at its next start everything is read anew. Thread-safe.
class MetadataRefresher {
 public:
  using Refresh =
      std::function<Result<void>(std::string_view account_id, std::string_view dataset_group_arn)>;

  explicit MetadataRefresher(Refresh refresh, const MetadataRefresherOptions& options = {});
  ~MetadataRefresher();
  MetadataRefresher(const MetadataRefresher&) = delete;
  MetadataRefresher& operator=(const MetadataRefresher&) = delete;

  /// The group's refresh begins after this call: at once after a quiet time, otherwise in the next
  /// round. Never waits. What waits is bounded by the number of dataset groups.
  void ask(std::string_view account_id, std::string_view dataset_group_arn);
  /// Waits for a refresh that is running; drops those that wait.
  void stop();

 private:
  using Groups = std::map<std::pair<std::string, std::string>, std::size_t>;  // to attempts made

  void run();
  void refresh_all(const Groups& groups);
  void ask_again(const Groups::value_type& group);

  const Refresh refresh_;
  const MetadataRefresherOptions options_;
  std::mutex mutex_;  // guards waiting_ and stopping_
  std::condition_variable changed_;
  Groups waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when all else stands
};

}  // namespace attune::job_kinds
