#include "app/cli/progress_printer.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "app/cli/stop_signal.h"
#include "foundation/json/value.h"
#include "learning/training/progress.h"

namespace attune::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kBarWidth = 24;
constexpr std::chrono::milliseconds kTerminalInterval{100};
constexpr std::chrono::seconds kLogInterval{5};
constexpr std::chrono::milliseconds kJsonInterval{100};

class NoProgress final : public training::ProgressSink {
 public:
  bool report(const training::Progress&) override { return !stop_requested(); }
};

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  char text[64];
  std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

std::string details_of(const training::Progress& progress, double elapsed_s) {
  std::string text;
  if (progress.epoch > 0) {
    text += " epoch " + std::to_string(progress.epoch) + "/" + std::to_string(progress.epoch_count);
  }
  if (progress.loss) text += "  loss " + fixed(*progress.loss, 4);
  if (progress.validation_ndcg_at_10) {
    text += "  ndcg@10 " + fixed(*progress.validation_ndcg_at_10, 4);
  }
  if (progress.events_per_s > 0.0) text += "  " + fixed(progress.events_per_s, 0) + " events/s";
  // Of the whole work, not of the stage that reports.
  if (progress.fraction > 0.02) {
    text +=
        "  " + duration_text(elapsed_s * (1.0 - progress.fraction) / progress.fraction) + " left";
  }
  return text;
}

std::string bar_of(double fraction) {
  const auto filled = static_cast<std::size_t>(std::clamp(fraction, 0.0, 1.0) * kBarWidth);
  return "[" + std::string(filled, '=') + std::string(kBarWidth - filled, ' ') + "]";
}

}  // namespace

ProgressBar::ProgressBar() : is_terminal_(::isatty(STDERR_FILENO) == 1), started_(Clock::now()) {}

ProgressBar::~ProgressBar() {
  if (line_open_) std::cerr << "\n";
}

bool ProgressBar::report(const training::Progress& progress) {
  const auto now = Clock::now();
  const auto interval = is_terminal_ ? Clock::duration(kTerminalInterval) : kLogInterval;
  if (now - printed_ >= interval) {
    printed_ = now;
    const double elapsed_s = std::chrono::duration<double>(now - started_).count();
    const std::string line = bar_of(progress.fraction) + " " + fixed(100.0 * progress.fraction, 0) +
                             "% " + progress.stage + details_of(progress, elapsed_s);
    if (is_terminal_) {
      std::cerr << "\r" << line << "\033[K" << std::flush;
      line_open_ = true;
    } else {
      std::cerr << line << "\n";
    }
  }
  return !stop_requested();
}

bool ProgressLines::report(const training::Progress& progress) {
  const auto now = Clock::now();
  if (now - printed_ >= kJsonInterval || progress.epoch != epoch_ ||
      progress.validation_ndcg_at_10) {
    printed_ = now;
    epoch_ = progress.epoch;
    json::Object line{{"stage", progress.stage}, {"fraction", progress.fraction}};
    if (progress.epoch > 0) {
      line.emplace_back("epoch", progress.epoch);
      line.emplace_back("epoch_count", progress.epoch_count);
    }
    if (progress.loss) line.emplace_back("loss", *progress.loss);
    if (progress.validation_ndcg_at_10) {
      line.emplace_back("validation_ndcg_at_10", *progress.validation_ndcg_at_10);
    }
    line.emplace_back("events_per_s", progress.events_per_s);
    line.emplace_back("elapsed_s", progress.elapsed_s);
    line.emplace_back("remaining_s", progress.remaining_s);
    std::cout << json::write(line) << std::endl;
  }
  return !stop_requested();
}

std::unique_ptr<training::ProgressSink> make_progress(std::string_view style) {
  if (style == "json") return std::make_unique<ProgressLines>();
  if (style == "none") return std::make_unique<NoProgress>();
  return std::make_unique<ProgressBar>();
}

}  // namespace attune::cli
