#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "domain/events/event_log.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "learning/models/model.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::campaigns {

/// What streamed events add to a campaign's model between trainings (models::LiveCounts): every
/// event of the group after the solution's watermark that its selection takes, once and in order.
/// Nothing for a recipe without live updates or a model that takes in none. An event of the future
/// counts as of now, or one wrong clock would age all others. Thread-safe.
class LiveFeed {
 public:
  /// `clock` outlives the feed.
  LiveFeed(std::shared_ptr<const recipes::SolutionArtefact> solution, std::string group_arn,
           const Clock& clock);

  /// For models::Moment; null: nothing live.
  [[nodiscard]] const models::LiveCounts* counts() const { return counts_.get(); }

  /// Events of the log that were not fed yet.
  Result<void> catch_up(const events::EventLog& log);
  /// The next event of the group, as announced; nothing if it was fed already.
  void observe(const events::StoredEvent& stored);

  /// While it lives announced events wait: put the campaign in service and catch up with it, and
  /// none is missed.
  class Pause {
   public:
    explicit Pause(LiveFeed& feed) : feed_(feed), lock_(feed.feeding_) {}
    Result<void> catch_up(const events::EventLog& log) { return feed_.read(log); }

   private:
    LiveFeed& feed_;
    const std::lock_guard<std::mutex> lock_;
  };

 private:
  Result<void> read(const events::EventLog& log);
  void feed(const events::StoredEvent& stored);

  const std::shared_ptr<const recipes::SolutionArtefact> solution_;
  const std::string group_arn_;
  const Clock& clock_;
  const std::unique_ptr<models::LiveCounts> counts_;
  std::mutex feeding_;
  std::uint64_t newest_sequence_;  // guarded by feeding_
};

}  // namespace attune::campaigns
