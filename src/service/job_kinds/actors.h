#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "domain/events/event_log.h"
#include "foundation/base/error.h"

namespace attune::job_kinds {

/// Who did an event: an anonymous visitor who later gave a user id counts as that user
/// (reference 9.2), any other one as a user called after the session.
class Actors {
 public:
  Actors(const events::EventLog& log, std::string dataset_group_arn)
      : log_(log), dataset_group_arn_(std::move(dataset_group_arn)) {}

  Result<std::string> of(const events::Event& event) {
    if (!event.user_id.empty()) return event.user_id;
    const auto known = users_.find(event.session_id);
    if (known != users_.end()) return known->second;
    ATTUNE_TRY(user, log_.user_of_session(dataset_group_arn_, event.session_id));
    return users_.emplace(event.session_id, user.value_or(event.session_id)).first->second;
  }

 private:
  const events::EventLog& log_;
  const std::string dataset_group_arn_;
  std::map<std::string, std::string, std::less<>> users_;
};

}  // namespace attune::job_kinds
