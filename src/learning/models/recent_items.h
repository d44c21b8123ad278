#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "learning/models/model.h"

namespace attune::models {

/// A user's newest items, oldest first, at most `capacity`.
class RecentItems final : public UserState {
 public:
  explicit RecentItems(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] std::unique_ptr<UserState> clone() const override;

  /// Repeats are kept.
  void append(std::uint32_t item);
  /// An item that was there moves to the end.
  void append_distinct(std::uint32_t item);
  [[nodiscard]] std::span<const std::uint32_t> items() const { return items_; }

 private:
  std::size_t capacity_;
  std::vector<std::uint32_t> items_;
};

}  // namespace attune::models
