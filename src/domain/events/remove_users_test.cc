#include "domain/events/remove_users.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/events/event_log.h"
#include "foundation/database/temporary_database.h"

namespace attune::events {
namespace {

Event event(const std::string& group, const std::string& user, const std::string& session,
            const std::string& id) {
  Event made;
  made.account_id = "123456789012";
  made.dataset_group_arn = group;
  made.user_id = user;
  made.session_id = session;
  made.event_id = id;
  made.event_type = "click";
  made.item_id = "i";
  return made;
}

TEST(RemoveUsers, ForgetsTheirEventsAndTheirSessionsAndNobodyElses) {
  database::TemporaryDatabase database;
  const auto log = EventLog::open(*database, {}).value();
  std::promise<Result<void>> stored;
  log->append({event("g", "", "s1", "1"), event("g", "u1", "s1", "2"), event("g", "u2", "s2", "3"),
               event("g", "", "s3", "4"), event("other", "u1", "s1", "5")},
              [&](Result<void> outcome) { stored.set_value(std::move(outcome)); });
  ASSERT_TRUE(stored.get_future().get().has_value());

  const std::vector<std::string> users{"u1", "nobody"};
  EXPECT_EQ(remove_users(*database, "g", users).value(), 2);
  EXPECT_EQ(remove_users(*database, "g", users).value(), 0);
  EXPECT_EQ(remove_users(*database, "no such group", users).value(), 0);
  const auto ids_of = [&](const std::string& group) {
    std::string ids;
    EXPECT_TRUE(log->read(group, 0, [&](const StoredEvent& kept) { ids += kept.event.event_id; })
                    .has_value());
    return ids;
  };
  EXPECT_EQ(ids_of("g"), "34");
  EXPECT_EQ(ids_of("other"), "5");
  EXPECT_FALSE(log->user_of_session("g", "s1").value().has_value());
  EXPECT_TRUE(log->user_of_session("g", "s2").value().has_value());
}

}  // namespace
}  // namespace attune::events
