#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/base/error.h"
#include "service/campaigns/scoring.h"
#include "service/ranking/ranking.h"

namespace attune::campaigns {

struct ListOptions {
  std::size_t count = 0;
  std::int64_t now_ms = 0;
  std::uint64_t seed = 0;  // of promoted items' places
};

/// From scores to a list: filters, softmax, exploration, promotions. Exploration moves the scores
/// in the request's buffers.
[[nodiscard]] Result<std::vector<ranking::RankedItem>> run_stages(const Answering& request,
                                                                  const ListOptions& options);

/// The exploration of the request's campaign over the request's scores; nothing happens where there
/// is none.
void explore(const Answering& request, std::int64_t now_ms);

}  // namespace attune::campaigns
