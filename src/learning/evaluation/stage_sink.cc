#include "learning/evaluation/stage_sink.h"

#include <algorithm>

#include "learning/training/progress.h"

namespace attune::evaluation {

bool StageSink::report(const training::Progress& progress) {
  training::Progress mapped = progress;
  mapped.fraction = begin_ + (end_ - begin_) * std::clamp(progress.fraction, 0.0, 1.0);
  return whole_.report(mapped);
}

}  // namespace attune::evaluation
