#include "service/campaigns/stage_times.h"

#include <utility>
#include <vector>

namespace attune::campaigns {
namespace {

constexpr std::array<std::string_view, kStageCount> kNames{"state", "score",  "filter",
                                                           "rank",  "answer", "serialise"};
constexpr std::size_t kCampaignsMax = 200;

std::vector<double> bounds_seconds() {
  return {1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4,
          5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 0.05, 0.2,  1};
}

template <std::size_t... kIndex>
std::array<metrics::Histogram, kStageCount> histograms_of(const metrics::HistogramFamily& family,
                                                          const std::string& campaign_arn,
                                                          std::index_sequence<kIndex...>) {
  return {family.with({campaign_arn, std::string(kNames[kIndex])})...};
}

metrics::HistogramFamily family_of(metrics::Registry& registry) {
  return registry.histogram({.name = "attune_campaign_stage_seconds",
                             .help = "Time of a campaign's answers by stage",
                             .label_names = {"campaign", "stage"},
                             .series_count_max = kCampaignsMax * kStageCount},
                            bounds_seconds());
}

}  // namespace

std::string_view name_of(Stage stage) {
  return kNames[static_cast<std::size_t>(stage)];
}

StageTimes::StageTimes(metrics::Registry& registry, const std::string& campaign_arn)
    : histograms_(histograms_of(family_of(registry), campaign_arn,
                                std::make_index_sequence<kStageCount>())) {}

void StageTimer::lap(Stage stage) {
  if (times_ == nullptr) return;
  const auto now = Clock::now();
  spent_[static_cast<std::size_t>(stage)] += now - last_;
  last_ = now;
}

void StageTimer::finish() {
  if (times_ == nullptr) return;
  const auto seconds = [](Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
  };
  for (const Stage stage : {Stage::kState, Stage::kScore, Stage::kFilter, Stage::kRank}) {
    times_->observe(stage, seconds(spent_[static_cast<std::size_t>(stage)]));
  }
  times_->observe(Stage::kAnswer, seconds(last_ - started_));
}

}  // namespace attune::campaigns
