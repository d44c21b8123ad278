#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/events/event_log.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/temporary_database.h"
#include "foundation/objects/location_resolver.h"
#include "service/campaigns/campaigns.h"
#include "service/control/control.h"
#include "service/control/dataset_groups.h"
#include "service/control/datasets.h"
#include "service/control/entity_records.h"
#include "service/control/schemas.h"
#include "service/control/transitions.h"
#include "service/job_kinds/group_data.h"
#include "service/job_kinds/kinds.h"
#include "service/job_kinds/services.h"

namespace attune::job_kinds {
namespace {

using data::DatasetType;

std::string schema_text(std::string_view name, std::string_view fields) {
  return R"({"type":"record","name":")" + std::string(name) +
         R"(","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[)" +
         std::string(fields) + "]}";
}

/// A group "g" with its datasets ACTIVE, two records and two events.
class DeleteTest : public testing::Test {
 protected:
  DeleteTest()
      : control_{.database = *database_, .clock = clock_},
        events_(events::EventLog::open(*database_, {}).value()),
        campaigns_(campaigns::Campaigns::create(*events_, {})),
        locations_(objects::make_location_resolver({}).value()),
        services_{.database = *database_,
                  .control = control_,
                  .campaigns = *campaigns_,
                  .events = *events_,
                  .locations = *locations_,
                  .objects = database_.folder() / "objects",
                  .database_path = database_.file(),
                  .program = {},
                  .late_events_max = std::chrono::milliseconds(0)} {
    group_ =
        control::create_dataset_group(control_, caller_, {.name = "g"}).value().dataset_group_arn;
    activate(group_);
    create("Interactions", R"({"name":"USER_ID","type":"string"},)"
                           R"({"name":"ITEM_ID","type":"string"},)"
                           R"({"name":"TIMESTAMP","type":"long"})");
    create("Items", R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":"float"})");
    create("Users", R"({"name":"USER_ID","type":"string"},{"name":"AGE","type":"int"})");
    put("ITEMS", DatasetType::kItems, R"({"price":1})");
    put("USERS", DatasetType::kUsers, R"({"age":33})");
    append();
  }

  void activate(const std::string& arn) {
    ASSERT_TRUE(control::Transitions(control_).mark_active(caller_.account_id, arn).has_value());
  }
  void create(const std::string& type, std::string_view fields) {
    const auto schema = control::create_schema(control_, caller_,
                                               {.name = type, .schema = schema_text(type, fields)});
    ASSERT_TRUE(schema.has_value()) << schema.error().message;
    create_dataset(type);
  }
  void create_dataset(const std::string& type) {
    const auto made =
        control::create_dataset(control_, caller_,
                                {.name = type,
                                 .schema_arn = resources::arn_of(caller_, "schema", type),
                                 .dataset_group_arn = group_,
                                 .dataset_type = type});
    ASSERT_TRUE(made.has_value()) << made.error().message;
    activate(made->arn);
  }
  [[nodiscard]] std::string dataset(std::string_view type) const {
    return resources::arn_of(caller_, "dataset", "g/" + std::string(type));
  }
  void put(std::string_view name, DatasetType type, std::string properties) {
    const auto stored = control::put_records(
        control_, caller_,
        {.dataset_arn = dataset(name),
         .type = type,
         .records = {{.id = "x", .properties = std::move(properties), .path = "records[0]"}}});
    ASSERT_TRUE(stored.has_value()) << stored.error().message;
  }
  void append() {
    std::promise<bool> stored;
    events::Event event{.account_id = caller_.account_id,
                        .dataset_group_arn = group_,
                        .user_id = "u",
                        .session_id = "s",
                        .event_id = "e",
                        .event_type = "click",
                        .item_id = "i",
                        .event_value = {},
                        .timestamp_s = 1,
                        .properties = {},
                        .recommendation_id = {},
                        .impression = {},
                        .attribution_source = {}};
    events_->append({std::move(event)},
                    [&](const Result<void>& outcome) { stored.set_value(outcome.has_value()); });
    ASSERT_TRUE(stored.get_future().get());
  }

  void remove_dataset(std::string_view type) {
    ASSERT_TRUE(control::delete_dataset(control_, caller_, {dataset(type)}).has_value());
    run(dataset(type));
  }
  void run(const std::string& arn) {
    const jobs::RunningJob job{.id = 1,
                               .account_id = caller_.account_id,
                               .subject_arn = arn,
                               .payload = {},
                               .stop_requested = [] { return false; },
                               .report = [](std::string_view) {}};
    const auto done = run_delete(services_, job);
    ASSERT_TRUE(done.has_value()) << done.error().message;
    ASSERT_TRUE(run_delete(services_, job).has_value());  // a repeat finds nothing to do
  }

  std::size_t record_count(DatasetType type) {
    const auto found =
        find_dataset_files(services_.files(), caller_.account_id, group_, type).value();
    return found ? found->records.size() : 0;
  }
  bool has_events() { return events_->latest_sequence(group_).value() > 0; }

  const control::Caller caller_{.account_id = "123456789012", .region = "eu-west-1"};
  database::TemporaryDatabase database_;
  ManualClock clock_{1'731'420'000'123};
  control::Control control_;
  std::unique_ptr<events::EventLog> events_;
  std::unique_ptr<campaigns::Campaigns> campaigns_;
  std::unique_ptr<objects::LocationResolver> locations_;
  Services services_;
  std::string group_;
};

TEST_F(DeleteTest, InteractionsTakeTheirStreamedEventsWithThem) {
  EXPECT_TRUE(has_events());
  remove_dataset("INTERACTIONS");
  EXPECT_FALSE(has_events());
  EXPECT_EQ(record_count(DatasetType::kItems), 1U);
  create_dataset("Interactions");
  EXPECT_FALSE(has_events());
}

TEST_F(DeleteTest, ItemsTakeTheirRecordsWithThem) {
  remove_dataset("ITEMS");
  EXPECT_EQ(record_count(DatasetType::kUsers), 1U);
  EXPECT_TRUE(has_events());
  create_dataset("Items");
  EXPECT_EQ(record_count(DatasetType::kItems), 0U);
}

TEST_F(DeleteTest, UsersTakeTheirRecordsWithThem) {
  remove_dataset("USERS");
  create_dataset("Users");
  EXPECT_EQ(record_count(DatasetType::kUsers), 0U);
  EXPECT_EQ(record_count(DatasetType::kItems), 1U);
}

TEST_F(DeleteTest, AGroupTakesWhateverIsLeft) {
  for (const std::string_view type : {"INTERACTIONS", "ITEMS", "USERS"}) remove_dataset(type);
  append();
  EXPECT_TRUE(has_events());
  ASSERT_TRUE(control::delete_dataset_group(control_, caller_, {group_}).has_value());
  run(group_);
  EXPECT_FALSE(has_events());
}

}  // namespace
}  // namespace attune::job_kinds
