#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace attune::training {

/// What a training tells after each step of work.
struct Progress {
  std::string stage;  // "train", "validate", "count", ...
  int epoch = 0;      // 1-based; 0: the stage has no epochs
  int epoch_count = 0;
  double fraction = 0.0;  // of the whole training, in [0, 1]
  std::optional<double> loss;
  std::optional<double> validation_ndcg_at_10;
  double events_per_s = 0.0;
  double elapsed_s = 0.0;
  double remaining_s = 0.0;  // estimate
};

class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  /// False: stop as soon as possible; the training ends with kCancelled.
  virtual bool report(const Progress& progress) = 0;
};

}  // namespace attune::training
