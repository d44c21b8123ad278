#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "learning/training/progress.h"

namespace attune::cli {

/// A bar on stderr: one line rewritten on a terminal, otherwise a line every few seconds. Stops
/// the training when a stop signal came.
class ProgressBar final : public training::ProgressSink {
 public:
  ProgressBar();
  ~ProgressBar() override;
  bool report(const training::Progress& progress) override;

 private:
  bool is_terminal_;
  bool line_open_ = false;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point printed_;
};

/// One JSON object a line on stdout, at most ten a second and one for each epoch.
class ProgressLines final : public training::ProgressSink {
 public:
  bool report(const training::Progress& progress) override;

 private:
  std::chrono::steady_clock::time_point printed_;
  int epoch_ = 0;
};

/// By the value of --progress: "bar", "json" or "none".
[[nodiscard]] std::unique_ptr<training::ProgressSink> make_progress(std::string_view style);

}  // namespace attune::cli
