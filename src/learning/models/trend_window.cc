#include "learning/models/trend_window.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace attune::models {

TrendWindow::TrendWindow(std::int64_t window_s, std::int64_t now_s)
    : step_s_(std::max<std::int64_t>(1, window_s / kSteps)), newest_(step_of(now_s)) {}

// Steps end at their multiple: an event at `now` is in the newest one.
std::int64_t TrendWindow::step_of(std::int64_t timestamp_s) const {
  const std::int64_t step = timestamp_s / step_s_;
  return timestamp_s % step_s_ < 0 ? step - 1 : step;
}

void TrendWindow::add(std::uint32_t item, std::int64_t timestamp_s) {
  const std::int64_t step = step_of(timestamp_s);
  move_to(step);
  if (newest_ - step >= 2 * kSteps || event_count_ >= kTrendEventsMax) return;
  events_of(step).push_back(item);
  ++event_count_;
  Counts& counts = counts_[item];
  ++(newest_ - step < kSteps ? counts.latest : counts.before);
}

void TrendWindow::move_to(std::int64_t step) {
  if (step - newest_ >= 2 * kSteps) {
    for (auto& events : events_) events.clear();
    event_count_ = 0;
    counts_.clear();
    newest_ = step;
  }
  while (newest_ < step) move_one();
}

void TrendWindow::move_one() {
  ++newest_;
  std::vector<std::uint32_t>& gone = events_of(newest_);  // two windows old
  for (const std::uint32_t item : gone) {
    const auto counts = counts_.find(item);
    if (--counts->second.before == 0 && counts->second.latest == 0) counts_.erase(counts);
  }
  event_count_ -= gone.size();
  gone.clear();
  for (const std::uint32_t item : events_of(newest_ - kSteps)) {
    Counts& counts = counts_[item];
    --counts.latest;
    ++counts.before;
  }
}

float trend_of(TrendWindow::Counts counts) {
  const double latest = counts.latest;
  const double before = counts.before;
  return static_cast<float>((latest - before) / std::sqrt(latest + before + 1.0));
}

}  // namespace attune::models
