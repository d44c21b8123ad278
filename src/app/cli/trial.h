#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/report/contest.h"
#include "foundation/base/error.h"
#include "learning/evaluation/report.h"
#include "learning/evaluation/test_user.h"
#include "learning/features/training_set.h"
#include "learning/models/model.h"

namespace CLI {
class App;
}

namespace attune::cli {

/// How models are tested: a protocol and what may be varied in it.
struct TrialOptions {
  std::string protocol = "hold-out";
  std::string seen;  // "allow", "exclude"; empty: the protocol's habit
  std::string target = "test";
  std::string asked = "last";
  std::string new_users = "exclude";
  std::string request_time = "newest-event";
  double quantile = 0.9;
  std::size_t history_max = 0;
  std::size_t core = 0;
  bool drop_repeats = false;
  std::uint64_t split_seed = 1;  // of hold-out
  std::size_t worker_count = 0;
};

/// Declares --protocol, --seen, --target, --asked, --new-users, --quantile, --history-max,
/// --request-time, --core and --drop-repeats.
void add_trial_options(CLI::App& command, TrialOptions& options);

/// What a protocol makes of data: something to train on and a test of the model trained on it.
struct Trial {
  std::shared_ptr<const features::TrainingSet> whole;  // after filters
  std::shared_ptr<const features::TrainingSet> train;
  std::vector<evaluation::TestUser> questions;  // rows of the whole table
  std::size_t skipped_count = 0;                // questions left out, see the protocol
  report::Facts facts;                          // what the data is and how it was split
  std::function<Result<evaluation::Report>(const models::Model&)> test;
};

/// kInvalidInput: data that the protocol cannot split.
[[nodiscard]] Result<Trial> make_trial(std::shared_ptr<const features::TrainingSet> data,
                                       const TrialOptions& options);

}  // namespace attune::cli
