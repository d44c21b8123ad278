#include "app/cli/contest.h"

#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/contestants.h"
#include "app/cli/progress_printer.h"
#include "app/cli/trial.h"
#include "foundation/base/error.h"
#include "learning/evaluation/standing.h"
#include "learning/models/model.h"
#include "learning/training/progress.h"

namespace attune::cli {
namespace {

// Passes reports on and keeps what they say of epochs.
class CurveRecorder final : public training::ProgressSink {
 public:
  explicit CurveRecorder(training::ProgressSink& whole) : whole_(whole) {}

  bool report(const training::Progress& progress) override {
    if (progress.epoch > 0) {
      if (curve_.empty() || curve_.back().epoch != progress.epoch) {
        curve_.push_back({.epoch = progress.epoch, .loss = {}, .validation_ndcg_at_10 = {}});
      }
      if (progress.loss) curve_.back().loss = progress.loss;
      if (progress.validation_ndcg_at_10) {
        curve_.back().validation_ndcg_at_10 = progress.validation_ndcg_at_10;
      }
    }
    return whole_.report(progress);
  }
  [[nodiscard]] std::vector<evaluation::CurvePoint> take() { return std::move(curve_); }

 private:
  training::ProgressSink& whole_;
  std::vector<evaluation::CurvePoint> curve_;
};

Result<evaluation::Run> run(const Contestant& contestant, std::optional<std::uint64_t> seed,
                            const Trial& trial, const std::string& style) {
  const auto progress = make_progress(style);
  CurveRecorder recorder(*progress);
  const auto started = std::chrono::steady_clock::now();
  ATTUNE_TRY(model, contestant.fit(*trial.train, seed, recorder));
  const std::chrono::duration<double> fit_time = std::chrono::steady_clock::now() - started;
  ATTUNE_TRY(report, trial.test(*model));
  std::cerr << contestant.name << ": fitted in " << fit_time.count() << " s, asked "
            << report.user_count << " questions in " << report.seconds << " s\n";
  return evaluation::Run{.seed = seed,
                         .report = std::move(report),
                         .fit_seconds = fit_time.count(),
                         .curve = recorder.take()};
}

}  // namespace

Result<std::vector<evaluation::Standing>> hold_contest(const std::vector<Contestant>& contestants,
                                                       const Trial& trial,
                                                       const std::string& progress) {
  std::vector<evaluation::Standing> standings;
  for (const Contestant& contestant : contestants) {
    evaluation::Standing standing{
        .name = contestant.name, .parameters = contestant.parameters, .runs = {}};
    for (const std::optional<std::uint64_t> seed : contestant.seeds) {
      ATTUNE_TRY(one, run(contestant, seed, trial, progress));
      standing.runs.push_back(std::move(one));
    }
    standings.push_back(std::move(standing));
  }
  return standings;
}

}  // namespace attune::cli
