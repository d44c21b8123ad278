#pragma once

#include "learning/training/progress.h"

namespace attune::evaluation {

/// Maps a stage's progress into its part [begin, end] of the whole. Thread-safe as its target.
class StageSink final : public training::ProgressSink {
 public:
  StageSink(training::ProgressSink& whole, double begin, double end)
      : whole_(whole), begin_(begin), end_(end) {}

  bool report(const training::Progress& progress) override;

 private:
  training::ProgressSink& whole_;
  double begin_;
  double end_;
};

}  // namespace attune::evaluation
