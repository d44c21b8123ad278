#include "service/job_kinds/metadata_refresher.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/telemetry/log.h"

namespace attune::job_kinds {

MetadataRefresher::MetadataRefresher(Refresh refresh, const MetadataRefresherOptions& options)
    : refresh_(std::move(refresh)), options_(options), thread_([this] { run(); }) {}

MetadataRefresher::~MetadataRefresher() {
  stop();
}

void MetadataRefresher::ask(std::string_view account_id, std::string_view dataset_group_arn) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_[{std::string(account_id), std::string(dataset_group_arn)}] = 0;
  }
  changed_.notify_one();
}

void MetadataRefresher::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void MetadataRefresher::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const Groups groups = std::exchange(waiting_, {});
    lock.unlock();
    const auto begin = std::chrono::steady_clock::now();
    refresh_all(groups);
    const auto taken = std::chrono::steady_clock::now() - begin;
    lock.lock();
    const auto rest = std::max<std::chrono::steady_clock::duration>(options_.interval,
                                                                    taken * options_.rest_factor);
    changed_.wait_for(lock, rest, [this] { return stopping_; });
  }
}

void MetadataRefresher::refresh_all(const Groups& groups) {
  for (const auto& group : groups) {
    const auto& [account_id, arn] = group.first;
    const auto refreshed = refresh_(account_id, arn);
    if (refreshed) continue;
    log::warning("metadata could not be refreshed",
                 {{"group", arn}, {"reason", refreshed.error().message}});
    if (group.second + 1 < options_.attempts_max) ask_again(group);
  }
}

void MetadataRefresher::ask_again(const Groups::value_type& group) {
  const std::scoped_lock lock(mutex_);
  waiting_.try_emplace(group.first, group.second + 1);
}

}  // namespace attune::job_kinds
