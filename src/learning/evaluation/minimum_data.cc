#include "learning/evaluation/minimum_data.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"

namespace attune::evaluation {

Result<void> check_minimum_data(const data::InteractionTable& table, std::string_view event_type) {
  if (table.row_count() < kInteractionsMin) {
    std::string message = "Dataset has fewer than 1000 interactions";
    if (!event_type.empty())
      message += " after filtering by event type: " + std::string(event_type);
    return invalid_input(message);
  }
  std::size_t users = 0;
  std::size_t active_users = 0;
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    const std::size_t length = table.offsets[user + 1] - table.offsets[user];
    users += length > 0 ? 1U : 0U;
    active_users += length >= 2 ? 1U : 0U;
  }
  if (active_users < kActiveUsersMin) {
    return invalid_input(
        "Create failed. Dataset has fewer than 25 users with at least 2 interactions each.");
  }
  if (static_cast<double>(active_users) < kActiveUserShareMin * static_cast<double>(users)) {
    return invalid_input(
        "Create failed. Fewer than 1% of the users in the dataset have at least 2 interactions "
        "each.");
  }
  return {};
}

}  // namespace attune::evaluation
