#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "service/job_kinds/group_data.h"

namespace attune {
class Clock;
}
namespace attune::campaigns {
class Campaigns;
}
namespace attune::control {
struct Control;
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
  const objects::LocationResolver& locations;
  std::filesystem::path objects;        // segments/ and solutions/ stand below it
  std::filesystem::path database_path;  // for the training child
  std::string program;                  // the path of this binary, to be started as that child
  std::size_t training_workers = 0;     // 0: one per core

  [[nodiscard]] GroupFiles files() const { return {.database = database, .objects = objects}; }
};

}  // namespace attune::job_kinds
