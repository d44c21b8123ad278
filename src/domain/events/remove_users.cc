#include "domain/events/remove_users.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/events/event_table.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::events {
namespace {

// A session's events stand under its id until it has a user.
constexpr std::string_view kDeleteEvents =
    "DELETE FROM events WHERE group_id = $1 AND (user_key = $2 OR (anonymous = 1 AND user_key IN "
    "(SELECT session_id FROM event_sessions WHERE group_id = $1 AND user_id = $2)))";
constexpr std::string_view kDeleteSessions =
    "DELETE FROM event_sessions WHERE group_id = $1 AND user_id = $2";

}  // namespace

Result<std::int64_t> remove_users(database::Database& database, std::string_view dataset_group_arn,
                                  std::span<const std::string> users) {
  std::int64_t removed = 0;
  for (const std::string& user : users) {
    std::int64_t of_user = 0;
    ATTUNE_TRY_VOID(database.write([&](database::Transaction& transaction) -> Result<void> {
      of_user = 0;
      ATTUNE_TRY(group, find_group(transaction, dataset_group_arn));
      if (!group) return {};
      ATTUNE_TRY_VOID(transaction.run(kDeleteEvents, {*group, user}));
      of_user = transaction.changed_row_count();
      ATTUNE_TRY_VOID(transaction.run(kDeleteSessions, {*group, user}));
      return {};
    }));
    removed += of_user;
  }
  return removed;
}

}  // namespace attune::events
