#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "learning/models/model.h"
#include "learning/models/transformer_network.h"

namespace attune::models {

/// The bytes that all states of a model may keep in keys and values. Thread-safe.
class CacheBudget {
 public:
  explicit CacheBudget(std::size_t bytes_max) : free_(bytes_max) {}
  [[nodiscard]] bool take(std::size_t bytes);
  void give_back(std::size_t bytes) { free_.fetch_add(bytes, std::memory_order_relaxed); }

 private:
  std::atomic<std::size_t> free_;
};

/// What a transformer remembers of a user. Events are noted by advance() and read by the next
/// score(): what it reads is a memo, so that it may change in a state that is const.
class TransformerState final : public UserState {
 public:
  TransformerState(std::shared_ptr<CacheBudget> budget, std::optional<std::uint32_t> user_row)
      : user(user_row), budget_(std::move(budget)) {}
  TransformerState(const TransformerState&) = delete;
  TransformerState& operator=(const TransformerState&) = delete;
  ~TransformerState() override { drop_cache(); }

  /// Without keys and values: the copy reads its window when it is scored after an event.
  [[nodiscard]] std::unique_ptr<UserState> clone() const override;

  std::optional<std::uint32_t> user;  // row of the user features
  std::optional<std::int64_t> last_s;
  std::vector<HrnnEvent> events;                   // of the window
  std::deque<std::vector<ContextInput>> contexts;  // of each event, which points there

  struct Memo {
    TransformerCache cache;  // of the user's row and the first cache.rows - 1 events
    std::vector<float> output;
    bool current = false;  // output is that of the newest event
  };
  [[nodiscard]] Memo& memo() const { return memo_; }
  /// Keeps the cache if the budget allows.
  void keep_cache() const;
  void drop_cache() const;

 private:
  std::shared_ptr<CacheBudget> budget_;
  mutable Memo memo_;
  mutable std::size_t taken_ = 0;  // bytes of the budget
};

}  // namespace attune::models
