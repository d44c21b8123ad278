#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/telemetry/metrics.h"

namespace attune::campaigns {

/// Where the time of an answer goes: the user's state is fetched and brought up to date, the
/// catalogue is scored, the filters are evaluated, the list is chosen, the answer is written.
/// `kAnswer` is all of it but the writing.
enum class Stage : std::uint8_t { kState, kScore, kFilter, kRank, kAnswer, kSerialise };
inline constexpr std::size_t kStageCount = 6;
[[nodiscard]] std::string_view name_of(Stage stage);

/// A campaign's histograms, attune_campaign_stage_seconds{campaign, stage}. Thread-safe.
class StageTimes {
 public:
  StageTimes(metrics::Registry& registry, const std::string& campaign_arn);

  void observe(Stage stage, double seconds) const {
    histograms_[static_cast<std::size_t>(stage)].observe(seconds);
  }
  [[nodiscard]] metrics::HistogramSnapshot snapshot(Stage stage) const {
    return histograms_[static_cast<std::size_t>(stage)].snapshot();
  }

 private:
  std::array<metrics::Histogram, kStageCount> histograms_;
};

/// Measures the stages of one answer. Without `times` it measures nothing.
class StageTimer {
 public:
  explicit StageTimer(const StageTimes* times) : times_(times) {
    if (times_ != nullptr) started_ = last_ = Clock::now();
  }
  /// What went by since the start or the last call belongs to that stage.
  void lap(Stage stage);
  /// The answer stands.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  const StageTimes* times_;
  Clock::time_point started_;
  Clock::time_point last_;
  std::array<Clock::duration, kStageCount> spent_{};
};

}  // namespace attune::campaigns
