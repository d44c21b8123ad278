#include "app/cli/train_job.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "app/cli/exit_code.h"
#include "app/cli/stop_signal.h"
#include "foundation/base/error.h"
#include "foundation/io/mapped_file.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "learning/training/progress.h"
#include "service/job_kinds/run_training.h"
#include "service/job_kinds/training_spec.h"

namespace attune::cli {
namespace {

constexpr std::chrono::milliseconds kPauseBetweenLines{250};

// A line for each epoch, and a few a second between them.
class ServerLines final : public training::ProgressSink {
 public:
  bool report(const training::Progress& progress) override {
    const auto now = std::chrono::steady_clock::now();
    if (progress.epoch != epoch_ || progress.stage != stage_ ||
        now - printed_ >= kPauseBetweenLines) {
      std::cout << job_kinds::progress_line(progress) << std::endl;
      printed_ = now;
      epoch_ = progress.epoch;
      stage_ = progress.stage;
    }
    return !stop_requested();
  }

 private:
  std::chrono::steady_clock::time_point printed_;
  int epoch_ = 0;
  std::string stage_;
};

Result<void> train(const std::string& spec_path) {
  ATTUNE_TRY(file, io::MappedFile::open(spec_path));
  ATTUNE_TRY(document, json::parse({file.bytes().data(), file.bytes().size()}));
  ATTUNE_TRY(spec, json::read<job_kinds::TrainingSpec>(document));
  ServerLines lines;
  return job_kinds::run_training(spec, lines);
}

}  // namespace

void add_train_job(CLI::App& root, int& exit_code) {
  auto spec_path = std::make_shared<std::string>();
  CLI::App& command = *root.add_subcommand("train-job", "What the server runs to train a version");
  command.group("");
  command.add_option("SPEC", *spec_path)->required();
  command.callback([spec_path, &exit_code] {
    watch_stop_signals();
    const Result<void> outcome = train(*spec_path);
    if (!outcome) {
      std::cout << json::write(json::Object{{"error", outcome.error().message}}) << std::endl;
    }
    exit_code = outcome ? kExitSuccess : fail(outcome.error());
  });
}

}  // namespace attune::cli
