#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "foundation/base/check.h"

namespace attune::concurrency {

/// First in, first out, for any number of producers and consumers, never more than `capacity` long.
/// Once closed it takes nothing more and hands out what it has. Thread-safe.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) { ATTUNE_CHECK(capacity > 0); }

  /// False, with `value` untouched, when the queue is full or closed. Never waits.
  [[nodiscard]] bool try_push(T&& value) {
    {
      const std::scoped_lock lock(mutex_);
      if (closed_ || values_.size() >= capacity_) return false;
      values_.push_back(std::move(value));
    }
    filled_.notify_one();
    return true;
  }

  /// Waits for room. False, with `value` untouched, when the queue is closed.
  [[nodiscard]] bool push(T&& value) {
    {
      std::unique_lock lock(mutex_);
      drained_.wait(lock, [this] { return closed_ || values_.size() < capacity_; });
      if (closed_) return false;
      values_.push_back(std::move(value));
    }
    filled_.notify_one();
    return true;
  }

  /// Waits for a value. Nothing when the queue is closed and empty.
  [[nodiscard]] std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return closed_ || !values_.empty(); });
    return take_first(lock);
  }

  /// Nothing when the queue is empty. Never waits.
  [[nodiscard]] std::optional<T> try_pop() {
    std::unique_lock lock(mutex_);
    return take_first(lock);
  }

  /// Wakes everybody who waits. Values already in the queue can still be popped.
  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    filled_.notify_all();
    drained_.notify_all();
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return values_.size();
  }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  std::optional<T> take_first(std::unique_lock<std::mutex>& lock) {
    if (values_.empty()) return std::nullopt;
    std::optional<T> first(std::move(values_.front()));
    values_.pop_front();
    lock.unlock();
    drained_.notify_one();
    return first;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable drained_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace attune::concurrency
