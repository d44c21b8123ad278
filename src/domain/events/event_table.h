#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/events/event_log.h"
#include "foundation/base/error.h"

namespace attune::database {
class Transaction;
}

namespace attune::events {

/// Short numbers of dataset groups, by ARN. They hold inside one transaction: a group whose events
/// were removed gets a new number with its next event.
using GroupIds = std::map<std::string, std::int64_t, std::less<>>;

/// The number of the group, if it ever had an event.
Result<std::optional<std::int64_t>> find_group(database::Transaction& transaction,
                                               std::string_view dataset_group_arn);
Result<std::int64_t> find_or_add_group(database::Transaction& transaction, const Event& event);

/// Stores events whose (group, event_id) is new and moves them to the end of `stored` with their
/// sequences. `ids` knows every group of them.
Result<void> insert_events(database::Transaction& transaction, const GroupIds& ids,
                           std::span<Event> events, std::vector<StoredEvent>& stored);

/// Remembers the latest user of each session.
Result<void> link_sessions(database::Transaction& transaction, const GroupIds& ids,
                           std::span<const StoredEvent> events);

/// At most `limit` events of sequence > `after`, oldest first.
Result<std::vector<StoredEvent>> select_after(database::Transaction& transaction,
                                              std::int64_t group_id, std::uint64_t after,
                                              std::size_t limit);
/// At most `limit` events of sequence < `before`, newest first.
Result<std::vector<StoredEvent>> select_user(database::Transaction& transaction,
                                             std::int64_t group_id, std::string_view user_key,
                                             std::uint64_t before, std::size_t limit);

/// Removes at most `limit` events and sessions of the group; returns how many, `limit` if there may
/// be more.
Result<std::int64_t> remove_page(database::Transaction& transaction, std::int64_t group_id,
                                 std::int64_t limit);
/// Removes the group's number unless an event or a session still has it.
Result<void> remove_group_if_empty(database::Transaction& transaction, std::int64_t group_id);

}  // namespace attune::events
