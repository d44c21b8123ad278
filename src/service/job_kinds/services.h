#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <string>

#include "service/control/trackers.h"
#include "service/job_kinds/group_data.h"

namespace attune {
class Clock;
}
namespace attune::campaigns {
class Campaigns;
}
namespace attune::events {
class EventLog;
}
namespace attune::objects {
class LocationResolver;
}

namespace attune::job_kinds {

/// What the kinds of jobs work with. Everything outlives the runner.
struct Services {
  database::Database& database;
  const control::Control& control;
  campaigns::Campaigns& campaigns;
  events::EventLog& events;
  const objects::LocationResolver& locations;
  std::filesystem::path objects;        // segments/ and solutions/ stand below it
  std::filesystem::path database_path;  // for the training child
  std::string program;                  // the path of this binary, to be started as that child
  std::size_t training_workers = 0;     // 0: one per core

  /// How long events may still come for a dataset whose deletion was asked for.
  std::chrono::milliseconds late_events_max{control::Trackers::kTrackerAgeMsMax};

  /// Held from reading a group's metadata to serving it, so that an older reading never replaces a
  /// newer one.
  mutable std::mutex metadata_refresh = {};

  [[nodiscard]] GroupFiles files() const { return {.database = database, .objects = objects}; }
};

}  // namespace attune::job_kinds
