#include "learning/recipes/counting_progress.h"

#include <chrono>
#include <cstddef>

#include "learning/models/neighbour_lists.h"
#include "learning/training/progress.h"

namespace attune::recipes {

models::CountingOptions counting_for(std::size_t worker_count, training::ProgressSink& sink) {
  const auto started = std::chrono::steady_clock::now();
  const auto report = [&sink, started, reported = 0.0](double fraction) mutable {
    if (fraction < reported + 0.01 && fraction < 1.0) return true;
    reported = fraction;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
    return sink.report({.stage = "count",
                        .fraction = fraction,
                        .loss = {},
                        .validation_ndcg_at_10 = {},
                        .elapsed_s = elapsed.count(),
                        .remaining_s = elapsed.count() * (1.0 - fraction) / fraction});
  };
  return {.worker_count = worker_count, .progress = report};
}

}  // namespace attune::recipes
