#include "domain/events/event_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"

namespace attune::events {
namespace {

using database::Cell;
using database::Row;
using database::Transaction;

constexpr std::size_t kColumnCount = 14;
constexpr std::size_t kLinkColumnCount = 3;
// A batch of any size is a few statements of 64, 32, ..., 1 rows, so that few serve every size.
constexpr std::size_t kRowsPerStatementMax = 64;
constexpr std::size_t kStatementSizes = 7;
static_assert(1U << (kStatementSizes - 1) == kRowsPerStatementMax);

constexpr std::string_view kSelect =
    "SELECT e.sequence, e.user_key, e.anonymous, e.session_id, e.event_id, e.event_type, "
    "e.item_id, e.event_value, e.timestamp_s, e.properties, e.recommendation_id, e.impression, "
    "e.attribution_source, g.account_id, g.dataset_group_arn FROM events e "
    "JOIN event_groups g ON g.group_id = e.group_id WHERE e.group_id = $1 AND ";

/// "($1, $2), ($3, $4)" for two rows of two columns.
std::string placeholders(std::size_t rows, std::size_t columns) {
  std::string text;
  for (std::size_t i = 0; i < rows * columns; ++i) {
    text += i % columns != 0 ? ", $" : i == 0 ? "($" : "), ($";
    text += std::to_string(i + 1);
  }
  return text + ")";
}

std::string insert_sql(std::size_t rows) {
  return "INSERT INTO events (sequence, group_id, user_key, anonymous, session_id, event_id, "
         "event_type, item_id, event_value, timestamp_s, properties, recommendation_id, "
         "impression, attribution_source) VALUES " +
         placeholders(rows, kColumnCount) +
         " ON CONFLICT (group_id, event_id) DO NOTHING RETURNING sequence";
}

std::string link_sql(std::size_t rows) {
  return "INSERT INTO event_sessions (group_id, session_id, user_id) VALUES " +
         placeholders(rows, kLinkColumnCount) +
         " ON CONFLICT (group_id, session_id) DO UPDATE SET user_id = excluded.user_id "
         "WHERE event_sessions.user_id <> excluded.user_id";
}

/// The largest statement that `left` rows fill; 0 for none.
std::size_t rows_of_next(std::size_t left) {
  return std::min(std::bit_floor(left), kRowsPerStatementMax);
}

/// The text for so many rows, a power of two; written once.
template <std::string (*kSql)(std::size_t)>
const std::string& statement(std::size_t rows) {
  static const auto kTexts = [] {
    std::array<std::string, kStatementSizes> texts;
    for (std::size_t i = 0; i < kStatementSizes; ++i) texts[i] = kSql(std::size_t{1} << i);
    return texts;
  }();
  return kTexts[static_cast<std::size_t>(std::countr_zero(rows))];
}

std::int64_t id_of(const GroupIds& ids, const Event& event) {
  const auto found = ids.find(event.dataset_group_arn);
  ATTUNE_CHECK(found != ids.end());
  return found->second;
}

void add_cells(const Event& event, std::int64_t sequence, std::int64_t group_id,
               std::vector<Cell>& cells) {
  const bool anonymous = event.user_id.empty();
  cells.emplace_back(sequence);
  cells.emplace_back(group_id);
  cells.emplace_back(anonymous ? event.session_id : event.user_id);
  cells.emplace_back(std::int64_t{anonymous ? 1 : 0});
  cells.emplace_back(event.session_id);
  cells.emplace_back(event.event_id);
  cells.emplace_back(event.event_type);
  cells.emplace_back(event.item_id);
  if (event.event_value) {
    cells.emplace_back(double{*event.event_value});
  } else {
    cells.emplace_back(nullptr);
  }
  cells.emplace_back(event.timestamp_s);
  cells.emplace_back(event.properties);
  cells.emplace_back(event.recommendation_id);
  cells.emplace_back(event.impression);
  cells.emplace_back(event.attribution_source);
}

StoredEvent event_of(Row& row) {
  const auto text = [&](std::size_t at) { return std::move(std::get<std::string>(row[at])); };
  const bool anonymous = std::get<std::int64_t>(row[2]) != 0;
  const double* value = std::get_if<double>(&row[7]);
  Event event{.account_id = text(13),
              .dataset_group_arn = text(14),
              .user_id = anonymous ? std::string() : text(1),
              .session_id = text(3),
              .event_id = text(4),
              .event_type = text(5),
              .item_id = text(6),
              .event_value = std::nullopt,
              .timestamp_s = std::get<std::int64_t>(row[8]),
              .properties = text(9),
              .recommendation_id = text(10),
              .impression = text(11),
              .attribution_source = text(12)};
  if (value != nullptr) event.event_value = static_cast<float>(*value);
  return {.sequence = static_cast<std::uint64_t>(std::get<std::int64_t>(row[0])),
          .event = std::move(event)};
}

std::vector<StoredEvent> events_of(std::vector<Row>& rows) {
  std::vector<StoredEvent> events;
  events.reserve(rows.size());
  for (Row& row : rows) events.push_back(event_of(row));
  return events;
}

/// Numbers as SQL takes them.
std::int64_t bounded(std::uint64_t number) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(number, kMax));
}

}  // namespace

Result<std::optional<std::int64_t>> find_group(Transaction& transaction,
                                               std::string_view dataset_group_arn) {
  ATTUNE_TRY(rows, transaction.run("SELECT group_id FROM event_groups WHERE dataset_group_arn = $1",
                                   {std::string(dataset_group_arn)}));
  if (rows.empty()) return std::nullopt;
  return std::get<std::int64_t>(rows[0][0]);
}

Result<std::int64_t> find_or_add_group(Transaction& transaction, const Event& event) {
  ATTUNE_TRY(found, find_group(transaction, event.dataset_group_arn));
  if (found) return *found;
  // Whoever adds a group holds the counter, so two nodes cannot add the same one at once.
  ATTUNE_TRY(id, database::draw_numbers(transaction, "event_groups"));
  ATTUNE_TRY(rows,
             transaction.run("INSERT INTO event_groups (group_id, account_id, dataset_group_arn) "
                             "VALUES ($1, $2, $3) ON CONFLICT (dataset_group_arn) DO UPDATE SET "
                             "account_id = excluded.account_id RETURNING group_id",
                             {id, event.account_id, event.dataset_group_arn}));
  return std::get<std::int64_t>(rows[0][0]);
}

Result<void> insert_events(Transaction& transaction, const GroupIds& ids, std::span<Event> events,
                           std::vector<StoredEvent>& stored) {
  ATTUNE_TRY(first, database::draw_numbers(transaction, "events",
                                           static_cast<std::int64_t>(events.size())));
  std::vector<Cell> cells;
  for (std::size_t begin = 0; begin < events.size();) {
    const std::size_t count = rows_of_next(events.size() - begin);
    cells.clear();
    for (std::size_t i = begin; i < begin + count; ++i) {
      add_cells(events[i], first + static_cast<std::int64_t>(i), id_of(ids, events[i]), cells);
    }
    ATTUNE_TRY(rows, transaction.run(statement<insert_sql>(count), cells));
    for (const Row& row : rows) {
      const std::int64_t sequence = std::get<std::int64_t>(row[0]);
      stored.push_back({.sequence = static_cast<std::uint64_t>(sequence),
                        .event = std::move(events[static_cast<std::size_t>(sequence - first)])});
    }
    begin += count;
  }
  return {};
}

Result<void> link_sessions(Transaction& transaction, const GroupIds& ids,
                           std::span<const StoredEvent> events) {
  // A statement may touch a session once only: the latest event of it counts.
  std::map<std::pair<std::int64_t, std::string_view>, std::string_view> links;
  for (const StoredEvent& stored : events) {
    const Event& event = stored.event;
    if (event.user_id.empty() || event.session_id.empty()) continue;
    links[{id_of(ids, event), event.session_id}] = event.user_id;
  }
  std::vector<Cell> cells;
  std::size_t left = links.size(), count = rows_of_next(left);
  for (const auto& [session, user] : links) {
    cells.emplace_back(session.first);
    cells.emplace_back(std::string(session.second));
    cells.emplace_back(std::string(user));
    if (cells.size() < count * kLinkColumnCount) continue;
    ATTUNE_TRY_VOID(transaction.run(statement<link_sql>(count), cells));
    cells.clear();
    left -= count;
    count = rows_of_next(left);
  }
  return {};
}

Result<std::vector<StoredEvent>> select_after(Transaction& transaction, std::int64_t group_id,
                                              std::uint64_t after, std::size_t limit) {
  ATTUNE_TRY(rows,
             transaction.run(std::string(kSelect) + "e.sequence > $2 ORDER BY e.sequence LIMIT $3",
                             {group_id, bounded(after), static_cast<std::int64_t>(limit)}));
  return events_of(rows);
}

Result<std::vector<StoredEvent>> select_user(Transaction& transaction, std::int64_t group_id,
                                             std::string_view user_key, std::uint64_t before,
                                             std::size_t limit) {
  ATTUNE_TRY(rows, transaction.run(std::string(kSelect) + "e.user_key = $2 AND e.sequence < $3 "
                                                          "ORDER BY e.sequence DESC LIMIT $4",
                                   {group_id, std::string(user_key), bounded(before),
                                    static_cast<std::int64_t>(limit)}));
  return events_of(rows);
}

Result<std::int64_t> remove_page(Transaction& transaction, std::int64_t group_id,
                                 std::int64_t limit) {
  ATTUNE_TRY_VOID(
      transaction.run("DELETE FROM events WHERE sequence IN (SELECT sequence FROM "
                      "events WHERE group_id = $1 ORDER BY sequence LIMIT $2)",
                      {group_id, limit}));
  const std::int64_t events = transaction.changed_row_count();
  if (events == limit) return limit;
  ATTUNE_TRY_VOID(transaction.run(
      "DELETE FROM event_sessions WHERE group_id = $1 AND session_id IN (SELECT session_id FROM "
      "event_sessions WHERE group_id = $1 ORDER BY session_id LIMIT $2)",
      {group_id, limit - events}));
  return events + transaction.changed_row_count();
}

Result<void> remove_group_if_empty(Transaction& transaction, std::int64_t group_id) {
  ATTUNE_TRY_VOID(
      transaction.run("DELETE FROM event_groups WHERE group_id = $1 AND NOT EXISTS (SELECT 1 FROM "
                      "events WHERE group_id = $1) AND NOT EXISTS (SELECT 1 FROM event_sessions "
                      "WHERE group_id = $1)",
                      {group_id}));
  return {};
}

}  // namespace attune::events
