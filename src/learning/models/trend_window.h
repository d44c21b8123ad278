#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace attune::models {

/// How often each item was touched in the newest window and in the one before it, moved forward by
/// time in steps of a sixtieth of the window. An event and a step cost O(1) on average.
/// Events beyond kTrendEventsMax in both windows are not counted. Not thread-safe.
class TrendWindow {
 public:
  TrendWindow(std::int64_t window_s, std::int64_t now_s);

  /// An event of the future moves the time; one older than both windows is left out.
  void add(std::uint32_t item, std::int64_t timestamp_s);
  /// Never moves back.
  void advance(std::int64_t now_s) { move_to(step_of(now_s)); }

  struct Counts {
    std::uint32_t latest = 0;
    std::uint32_t before = 0;
  };
  /// Items with an event in either window.
  [[nodiscard]] const std::unordered_map<std::uint32_t, Counts>& counts() const { return counts_; }

 private:
  static constexpr std::int64_t kSteps = 60;  // of a window

  [[nodiscard]] std::int64_t step_of(std::int64_t timestamp_s) const;
  [[nodiscard]] std::vector<std::uint32_t>& events_of(std::int64_t step) {
    return events_[static_cast<std::size_t>(((step % (2 * kSteps)) + 2 * kSteps) % (2 * kSteps))];
  }
  void move_to(std::int64_t step);
  void move_one();

  std::int64_t step_s_;
  std::int64_t newest_;                                        // step
  std::array<std::vector<std::uint32_t>, 2 * kSteps> events_;  // items by step, a ring
  std::size_t event_count_ = 0;
  std::unordered_map<std::uint32_t, Counts> counts_;
};
inline constexpr std::size_t kTrendEventsMax = 4'000'000;

/// (a - b) / sqrt(a + b + 1) for a events in the latest window and b in the one before it: the
/// growth against its chance, for counts that scatter as Poisson's.
[[nodiscard]] float trend_of(TrendWindow::Counts counts);

}  // namespace attune::models
