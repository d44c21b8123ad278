#include "api/gateway/gateway.h"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <future>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/gateway/test_server.h"
#include "api/operations/catalogue.h"
#include "domain/resources/status.h"
#include "foundation/base/check.h"
#include "foundation/database/database.h"
#include "foundation/telemetry/log.h"

namespace attune::gateway {

json::Value Seen::document() const {
  return json::parse(body).value_or(json::Value());
}

std::string Seen::text(std::string_view member) const {
  json::Value value = document();
  while (!member.empty()) {
    const std::size_t dot = member.find('.');
    const json::Value* found = value.find(member.substr(0, dot));
    if (found == nullptr) return "(absent)";
    value = json::Value(*found);
    member.remove_prefix(dot == std::string_view::npos ? member.size() : dot + 1);
  }
  const std::string* text = value.if_string();
  return text != nullptr ? *text : json::write(value);
}

TestServer::TestServer()
    : control_{.database = *database_, .clock = clock_},
      events_(events::EventLog::open(*database_, {}).value()),
      campaigns_(campaigns::Campaigns::create(*events_, {})),
      trackers_(control_),
      context_{
          .control = control_, .campaigns = *campaigns_, .events = *events_, .trackers = trackers_},
      authenticator_(OpenMode{.account_id = "123456789012"}, clock_),
      gateway_({.authenticator = authenticator_,
                .context = context_,
                .metrics = metrics_,
                .clock = clock_},
               {.workers = {.thread_count = 1, .queue_tasks_max = 16}}) {
  log::set_level(log::Level::kOff);
}

TestServer::~TestServer() {
  gateway_.stop();
}

Seen TestServer::send(http::Request request) {
  std::promise<http::Response> promise;
  gateway_.handle(std::move(request),
                  [&](http::Response response) { promise.set_value(std::move(response)); });
  http::Response response = promise.get_future().get();
  Seen seen{.status = response.status,
            .code = {},
            .body = std::move(response.body),
            .headers = std::move(response.headers)};
  if (seen.status != 200) seen.code = seen.text("__type");
  return seen;
}

Seen TestServer::call(std::string_view operation, std::string_view body, std::string_view region) {
  http::Request request{.method = "POST", .target = "/", .headers = {}, .body = std::string(body)};
  request.headers.add("X-Amz-Target", "AmazonPersonalize." + std::string(operation));
  request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=AK/20260501/" +
                                           std::string(region) +
                                           "/personalize/aws4_request, SignedHeaders=host, "
                                           "Signature=0000");
  return send(std::move(request));
}

Seen TestServer::post(std::string_view path, std::string_view body) {
  http::Request request{
      .method = "POST", .target = std::string(path), .headers = {}, .body = std::string(body)};
  request.headers.add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=AK/20260501/eu-west-1/personalize/aws4_request, "
                      "SignedHeaders=host, Signature=0000");
  return send(std::move(request));
}

void TestServer::pump() {
  std::vector<database::Row> rows;
  const auto read = database_->read([&](database::Transaction& transaction) -> Result<void> {
    ATTUNE_TRY(found, transaction.run("SELECT account_id, arn, status, kind FROM resources"));
    rows = std::move(found);
    return {};
  });
  ATTUNE_CHECK(read.has_value());
  const control::Transitions transitions(control_);
  for (const database::Row& row : rows) {
    const auto& account = std::get<std::string>(row[0]);
    const auto& arn = std::get<std::string>(row[1]);
    const auto& status = std::get<std::string>(row[2]);
    if (std::get<std::string>(row[3]) == "schema") continue;
    static_cast<void>(transitions.mark_in_progress(account, arn));
    if (resources::status::is_deleting(status)) {
      static_cast<void>(transitions.remove(account, arn));
    } else {
      static_cast<void>(transitions.mark_active(account, arn));
    }
  }
}

namespace {

constexpr std::string_view kArn = "arn:aws:personalize:eu-west-1:123456789012:";
constexpr std::string_view kInteractions =
    R"({\"type\":\"record\",\"name\":\"Interactions\",)"
    R"(\"namespace\":\"com.amazonaws.personalize.schema\",\"version\":\"1.0\",\"fields\":[)"
    R"({\"name\":\"USER_ID\",\"type\":\"string\"},{\"name\":\"ITEM_ID\",\"type\":\"string\"},)"
    R"({\"name\":\"TIMESTAMP\",\"type\":\"long\"},)"
    R"({\"name\":\"NUM_RATINGS\",\"type\":[\"null\",\"int\"]}]})";

std::string arn(std::string_view tail) {
  return std::string(kArn) + std::string(tail);
}
std::string object(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  json::Value value{json::Object{}};
  for (const auto& [name, text] : members) value.add(std::string(name), text);
  return json::write(value);
}

// The names of the listed dataset groups, one after the other.
std::string names_of(const Seen& seen) {
  const json::Value document = seen.document();
  const json::Value* list = document.find("datasetGroups");
  const json::Array* groups = list == nullptr ? nullptr : list->if_array();
  std::string names;
  if (groups == nullptr) return names;
  for (const json::Value& group : *groups) {
    const json::Value* name = group.find("name");
    if (name != nullptr && name->if_string() != nullptr) names += *name->if_string();
  }
  return names;
}

class GatewayTest : public testing::Test {
 protected:
  Seen call(std::string_view operation, std::string_view body) {
    return server.call(operation, body);
  }
  // A group with an Interactions dataset, ACTIVE.
  void make_data() {
    EXPECT_EQ(call("CreateSchema", R"({"name":"s","schema":")" + std::string(kInteractions) + "\"}")
                  .text("schemaArn"),
              arn("schema/s"));
    EXPECT_EQ(call("CreateDatasetGroup", R"({"name":"g"})").status, 200);
    server.pump();
    const Seen made = call("CreateDataset", dataset_request());
    EXPECT_EQ(made.text("datasetArn"), arn("dataset/g/INTERACTIONS")) << made.body;
    server.pump();
  }
  static std::string dataset_request() {
    return object({{"name", "d"},
                   {"schemaArn", arn("schema/s")},
                   {"datasetGroupArn", arn("dataset-group/g")},
                   {"datasetType", "interactions"}});
  }
  // A solution with an ACTIVE version "v1" and a campaign on it.
  void make_campaign() {
    make_data();
    const Seen made =
        call("CreateSolution", object({{"name", "m"},
                                       {"recipeArn", "arn:aws:personalize:::recipe/aws-hrnn"},
                                       {"datasetGroupArn", arn("dataset-group/g")}}));
    EXPECT_EQ(made.text("solutionArn"), arn("solution/m")) << made.body;
    call("CreateSolutionVersion", object({{"name", "v1"}, {"solutionArn", arn("solution/m")}}));
    server.pump();
    const Seen campaign = call(
        "CreateCampaign", object({{"name", "c"}, {"solutionVersionArn", arn("solution/m/v1")}}));
    EXPECT_EQ(campaign.text("campaignArn"), arn("campaign/c")) << campaign.body;
    server.pump();
  }

  TestServer server;
};

TEST_F(GatewayTest, AnswersWithTheProtocolsHeaders) {
  const Seen seen = call("ListSchemas", "");
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, R"({"schemas":[]})");
  EXPECT_EQ(seen.headers.find("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(seen.headers.find("x-amzn-RequestId").size(), 36U);
}

TEST_F(GatewayTest, RefusesWhatIsNoJson) {
  EXPECT_EQ(call("ListSchemas", "{").code, "SerializationException");
  EXPECT_EQ(call("ListSchemas", "[]").code, "SerializationException");
}

TEST_F(GatewayTest, KnowsAllOperationsOfTheProtocolAndNoOther) {
  std::set<std::string_view> names;
  for (const auto& operation : operations::catalogue()) names.insert(operation.name);
  EXPECT_EQ(names.size(), 79U);
  EXPECT_EQ(call("CreateRecommender", "{}").code, "InvalidInputException");
  EXPECT_EQ(server.post("/action-recommendations", "{}").code, "InvalidInputException");
  EXPECT_EQ(call("MakeCoffee", "{}").code, "UnknownOperationException");
  EXPECT_EQ(server.post("/coffee", "{}").status, 404);
}

TEST_F(GatewayTest, ToleratesAQueryAndATrailingSlash) {
  EXPECT_EQ(server.post("/recommendations/?x=1", "{}").code, "InvalidInputException");
}

TEST_F(GatewayTest, Trap03NotFoundIs400InControlAnd404AtRunTime) {
  const Seen control = call("DescribeCampaign", object({{"campaignArn", arn("campaign/x")}}));
  EXPECT_EQ(control.code, "ResourceNotFoundException");
  EXPECT_EQ(control.status, 400);
  EXPECT_EQ(control.headers.find("x-amzn-ErrorType"), "ResourceNotFoundException");
  const Seen runtime = server.post("/recommendations",
                                   object({{"campaignArn", arn("campaign/x")}, {"userId", "u"}}));
  EXPECT_EQ(runtime.code, "ResourceNotFoundException");
  EXPECT_EQ(runtime.status, 404);
}

TEST_F(GatewayTest, Trap04TimesAreSecondsAsNumbers) {
  make_data();
  EXPECT_NE(call("DescribeSchema", object({{"schemaArn", arn("schema/s")}}))
                .body.find(R"("creationDateTime":1731420000.123)"),
            std::string::npos);
}

TEST_F(GatewayTest, Trap05SchemaNestsAndFiltersIsCapital) {
  make_data();
  EXPECT_TRUE(call("DescribeSchema", object({{"schemaArn", arn("schema/s")}}))
                  .text("schema.schema")
                  .starts_with("{\"type\":\"record\""));
  EXPECT_EQ(call("ListFilters", "{}").body, R"({"Filters":[]})");
}

TEST_F(GatewayTest, Trap06DatasetTypeIsUpperCaseAndTheArnIsPredictable) {
  make_data();
  const Seen seen =
      call("DescribeDataset", object({{"datasetArn", arn("dataset/g/INTERACTIONS")}}));
  EXPECT_EQ(seen.text("dataset.datasetType"), "INTERACTIONS");
  EXPECT_EQ(seen.text("dataset.status"), "ACTIVE");
}

TEST_F(GatewayTest, Trap08CampaignUpdateShowsOnlyAfterTheFirstUpdate) {
  make_campaign();
  const std::string request = object({{"campaignArn", arn("campaign/c")}});
  EXPECT_EQ(call("DescribeCampaign", request).text("campaign.latestCampaignUpdate"), "(absent)");
  const std::string update =
      R"({"campaignArn":")" + arn("campaign/c") + R"(","minProvisionedTPS":3})";
  EXPECT_EQ(call("UpdateCampaign", update).text("campaignArn"), arn("campaign/c"));
  const Seen updating = call("DescribeCampaign", request);
  EXPECT_EQ(updating.text("campaign.status"), "ACTIVE");
  EXPECT_EQ(updating.text("campaign.latestCampaignUpdate.status"), "CREATE PENDING");
  EXPECT_EQ(updating.text("campaign.minProvisionedTPS"), "1");
  EXPECT_EQ(call("UpdateCampaign", update).code, "ResourceInUseException");
  server.pump();
  const Seen updated = call("DescribeCampaign", request);
  EXPECT_EQ(updated.text("campaign.latestCampaignUpdate.status"), "ACTIVE");
  EXPECT_EQ(updated.text("campaign.minProvisionedTPS"), "3");
}

TEST_F(GatewayTest, Trap09DeletedResourcesAreNotFoundInTheEnd) {
  make_campaign();
  const std::string campaign = object({{"campaignArn", arn("campaign/c")}});
  const std::string solution = object({{"solutionArn", arn("solution/m")}});
  EXPECT_EQ(call("DeleteSolution", solution).code, "ResourceInUseException");
  const Seen deleted = call("DeleteCampaign", campaign);
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(call("DescribeCampaign", campaign).text("campaign.status"), "DELETE PENDING");
  EXPECT_EQ(call("DeleteCampaign", campaign).code, "ResourceInUseException");
  server.pump();
  EXPECT_EQ(call("DescribeCampaign", campaign).code, "ResourceNotFoundException");
  EXPECT_EQ(call("DeleteCampaign", campaign).code, "ResourceNotFoundException");
  EXPECT_EQ(call("DeleteSolution", solution).status, 200);
  server.pump();
  EXPECT_EQ(
      call("DescribeSolutionVersion", object({{"solutionVersionArn", arn("solution/m/v1")}})).code,
      "ResourceNotFoundException");
}

TEST_F(GatewayTest, Trap10ARepeatedNameIsRefusedAndFreeAgainAfterItsDeletion) {
  make_data();
  EXPECT_EQ(call("CreateDatasetGroup", R"({"name":"g"})").code, "ResourceAlreadyExistsException");
  EXPECT_EQ(call("CreateDataset", dataset_request()).code, "ResourceAlreadyExistsException");
  EXPECT_EQ(server.call("CreateDatasetGroup", R"({"name":"g"})", "us-east-1").status, 200);
  EXPECT_EQ(call("DeleteDatasetGroup", object({{"datasetGroupArn", arn("dataset-group/g")}})).code,
            "ResourceInUseException");
  EXPECT_EQ(call("DeleteSchema", object({{"schemaArn", arn("schema/s")}})).code,
            "ResourceInUseException");
  call("DeleteDataset", object({{"datasetArn", arn("dataset/g/INTERACTIONS")}}));
  server.pump();
  EXPECT_EQ(call("DeleteSchema", object({{"schemaArn", arn("schema/s")}})).status, 200);
  EXPECT_EQ(
      call("DeleteDatasetGroup", object({{"datasetGroupArn", arn("dataset-group/g")}})).status,
      200);
  server.pump();
  EXPECT_EQ(call("CreateDatasetGroup", R"({"name":"g"})").status, 200);
}

TEST_F(GatewayTest, Trap11AutomaticTrainingIsOnUnlessRefused) {
  make_campaign();
  EXPECT_EQ(call("DescribeSolution", object({{"solutionArn", arn("solution/m")}}))
                .text("solution.performAutoTraining"),
            "true");
}

TEST_F(GatewayTest, Trap27ADescribeWorksRightAfterTheCreate) {
  EXPECT_EQ(call("CreateDatasetGroup", R"({"name":"g"})").body,
            R"({"datasetGroupArn":")" + arn("dataset-group/g") + R"("})");
  const Seen seen =
      call("DescribeDatasetGroup", object({{"datasetGroupArn", arn("dataset-group/g")}}));
  EXPECT_EQ(seen.text("datasetGroup.status"), "CREATE PENDING");
  EXPECT_EQ(seen.text("datasetGroup.failureReason"), "(absent)");
}

TEST_F(GatewayTest, Trap29PagesEndWithoutATokenAndForeignTokensAreRefused) {
  for (const std::string_view name : {"a", "b", "c", "d", "e"}) {
    call("CreateDatasetGroup", object({{"name", std::string(name)}}));
  }
  std::set<std::string> tokens;
  std::string names;
  std::string body = R"({"maxResults":2})";
  for (int page = 0; page < 3; ++page) {
    const Seen seen = call("ListDatasetGroups", body);
    names += names_of(seen);
    const std::string token = seen.text("nextToken");
    EXPECT_EQ(token == "(absent)", page == 2);
    EXPECT_TRUE(tokens.insert(token).second);
    body = R"({"maxResults":2,"nextToken":")" + token + "\"}";
    if (page == 0) {
      EXPECT_EQ(call("ListSchemas", object({{"nextToken", token}})).code,
                "InvalidNextTokenException");
    }
  }
  EXPECT_EQ(names, "edcba");
  EXPECT_EQ(call("ListDatasetGroups", R"({"nextToken":"AAAA"})").code, "InvalidNextTokenException");
}

TEST_F(GatewayTest, Trap31LatestMeansTheNewestActiveVersion) {
  make_campaign();
  const Seen seen =
      call("CreateCampaign",
           object({{"name", "latest"}, {"solutionVersionArn", arn("solution/m/$LATEST")}}));
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(call("DescribeCampaign", object({{"campaignArn", arn("campaign/latest")}}))
                .text("campaign.solutionVersionArn"),
            arn("solution/m/$LATEST"));
}

TEST_F(GatewayTest, AVersionInTrainingCanBeStoppedOnce) {
  make_campaign();
  call("CreateSolutionVersion", object({{"name", "v2"}, {"solutionArn", arn("solution/m")}}));
  const std::string request = object({{"solutionVersionArn", arn("solution/m/v2")}});
  EXPECT_EQ(call("GetSolutionMetrics", request).code, "ResourceInUseException");
  EXPECT_EQ(call("StopSolutionVersionCreation", request).status, 200);
  EXPECT_EQ(call("DescribeSolutionVersion", request).text("solutionVersion.status"),
            "CREATE STOPPED");
  EXPECT_EQ(call("StopSolutionVersionCreation", request).code, "InvalidInputException");
  EXPECT_EQ(call("DescribeSolution", object({{"solutionArn", arn("solution/m")}}))
                .text("solution.latestSolutionVersion.solutionVersionArn"),
            arn("solution/m/v2"));
}

TEST_F(GatewayTest, Trap13EventsMayHoldItemAndValueInProperties) {
  make_data();
  const Seen tracker = call("CreateEventTracker",
                            object({{"name", "t"}, {"datasetGroupArn", arn("dataset-group/g")}}));
  server.pump();
  const std::string id = tracker.text("trackingId");
  const Seen put = server.post(
      "/events",
      R"({"trackingId":")" + id +
          R"(","sessionId":"s","eventList":[{"eventType":"view","sentAt":1731420000.25,)"
          R"("properties":"{\"itemId\":\"7\",\"eventValue\":4,\"numRatings\":\"3\"}"}]})");
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.body, "");
  std::vector<events::Event> stored;
  ASSERT_TRUE(server.events()
                  .read(arn("dataset-group/g"), 0,
                        [&](const events::StoredEvent& each) { stored.push_back(each.event); })
                  .has_value());
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].item_id, "7");
  EXPECT_EQ(stored[0].event_value, 4.0F);
  EXPECT_EQ(stored[0].properties, R"({"NUM_RATINGS":3})");
  EXPECT_FALSE(stored[0].event_id.empty());
}

TEST_F(GatewayTest, Trap14EveryRefusalOfPutEventsIsInvalidInput) {
  make_data();
  const std::string id = call("CreateEventTracker",
                              object({{"name", "t"}, {"datasetGroupArn", arn("dataset-group/g")}}))
                             .text("trackingId");
  server.pump();
  const auto put = [&](std::string_view tracker, std::string_view event) {
    return server.post("/events", R"({"trackingId":")" + std::string(tracker) +
                                      R"(","sessionId":"s","eventList":[)" + std::string(event) +
                                      "]}");
  };
  EXPECT_EQ(put("nobody", R"({"eventType":"v","sentAt":1})").code, "InvalidInputException");
  EXPECT_EQ(put(id, R"({"eventType":"v"})").code, "InvalidInputException");
  EXPECT_EQ(put(id, R"({"eventType":"v","sentAt":1,"properties":"{\"UserId\":\"x\"}"})").code,
            "InvalidInputException");
  EXPECT_EQ(put(id, R"({"eventType":"v","sentAt":1,"properties":"{\"numRatings\":\"x\"}"})").code,
            "InvalidInputException");
  EXPECT_EQ(put(id, R"({"eventType":"v","sentAt":1,"properties":"no"})").code,
            "InvalidInputException");
  EXPECT_EQ(server.events().latest_sequence(arn("dataset-group/g")).value(), 0U);
}

TEST_F(GatewayTest, TagsAreMergedAndBounded) {
  call("CreateDatasetGroup", R"({"name":"g","tags":[{"tagKey":"a","tagValue":"1"}]})");
  const std::string arn_member = R"({"resourceArn":")" + arn("dataset-group/g") + "\"";
  EXPECT_EQ(call("TagResource", arn_member + R"(,"tags":[{"tagKey":"a","tagValue":"2"}]})").body,
            "{}");
  EXPECT_EQ(call("ListTagsForResource", arn_member + "}").body,
            R"({"tags":[{"tagKey":"a","tagValue":"2"}]})");
  std::string many;
  for (int i = 0; i < 50; ++i) {
    many += (i == 0 ? "" : ",") + (R"({"tagKey":"k)" + std::to_string(i) + R"(","tagValue":""})");
  }
  EXPECT_EQ(call("TagResource", arn_member + ",\"tags\":[" + many + "]}").code,
            "TooManyTagsException");
}

TEST_F(GatewayTest, HealthAndMetricsAnswerWithoutASignature) {
  for (const std::string_view path : {"/healthz", "/readyz", "/metrics"}) {
    EXPECT_EQ(server.send({.method = "GET", .target = std::string(path), .headers = {}, .body = {}})
                  .status,
              200)
        << path;
  }
  EXPECT_EQ(server.send({.method = "GET", .target = "/x", .headers = {}, .body = {}}).status, 404);
}

}  // namespace
}  // namespace attune::gateway
