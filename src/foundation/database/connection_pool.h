#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace attune::database {

/// Lends connections, in the order in which they were asked for: a busy borrower who comes again
/// at once cannot keep the others waiting. Thread-safe.
template <typename Connection>
class ConnectionPool {
 public:
  /// Not while connections are lent.
  void add(std::unique_ptr<Connection> connection) { give_back(std::move(connection)); }

  /// Waits for a free connection; null when none came in time.
  [[nodiscard]] std::unique_ptr<Connection> borrow(std::chrono::milliseconds wait_max) {
    std::unique_lock lock(mutex_);
    if (!free_.empty()) {
      auto connection = std::move(free_.back());
      free_.pop_back();
      return connection;
    }
    waiters_.emplace_back();
    const auto self = std::prev(waiters_.end());
    self->handed.wait_for(lock, wait_max, [&] { return self->connection != nullptr; });
    auto connection = std::move(self->connection);
    waiters_.erase(self);
    return connection;
  }

  void give_back(std::unique_ptr<Connection> connection) {
    const std::scoped_lock lock(mutex_);
    for (Waiter& waiter : waiters_) {
      if (waiter.connection != nullptr) continue;  // has one, but did not wake yet
      waiter.connection = std::move(connection);
      waiter.handed.notify_one();
      return;
    }
    free_.push_back(std::move(connection));
  }

 private:
  struct Waiter {
    std::condition_variable handed;
    std::unique_ptr<Connection> connection;
  };
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> free_;  // the warmest last
  std::list<Waiter> waiters_;                      // the longest waiting first
};

}  // namespace attune::database
