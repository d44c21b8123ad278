#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/concurrency/worker_pool.h"
#include "foundation/http/message.h"
#include "foundation/http/server.h"

namespace attune::campaigns {
class Campaigns;
}
namespace attune::gateway {
class Authenticator;
}

namespace attune::additions {

/// What can be asked of a campaign in service beyond the protocol (docs/howto/live_answers.md):
///
///   POST /attune/v1/campaigns/{name}/explanation   why an item stands where it does for a user
///   POST /attune/v1/campaigns/{name}/what-if       the answer to a history that the request brings
///   GET  /attune/v1/campaigns/{name}/latency       where the time of its answers goes
///
/// Bodies have the members of GetRecommendations. Callers are those of the protocol; a key needs
/// the actions GetRecommendationExplanation, GetWhatIfRecommendations, GetCampaignLatency.
/// Thread-safe.
class LiveAnswers {
 public:
  /// Both must outlive it.
  LiveAnswers(const campaigns::Campaigns& campaigns, const gateway::Authenticator& authenticator);

  [[nodiscard]] static bool is_mine(std::string_view path);
  void handle(http::Request request, http::Reply reply);

 private:
  static constexpr concurrency::WorkerPoolOptions kWorkers{.thread_count = 1,
                                                           .queue_tasks_max = 64};

  [[nodiscard]] http::Response answer(const http::Request& request) const;

  const campaigns::Campaigns& campaigns_;
  const gateway::Authenticator& authenticator_;
  concurrency::WorkerPool workers_;
};

}  // namespace attune::additions
