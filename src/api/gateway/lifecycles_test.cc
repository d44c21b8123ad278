#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "api/gateway/test_server.h"
#include "foundation/json/value.h"

namespace attune::gateway {
namespace {

constexpr std::string_view kRole = "arn:aws:iam::123456789012:role/r";

std::string arn(std::string_view tail) {
  return "arn:aws:personalize:eu-west-1:123456789012:" + std::string(tail);
}

// The text with each ' as a ", and each @x@ as the ARN with that tail.
std::string request(std::string_view text) {
  std::string body;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\'') {
      body += '"';
    } else if (text[at] == '@') {
      const std::size_t end = text.find('@', at + 1);
      body += '"' + arn(text.substr(at + 1, end - at - 1)) + '"';
      at = end;
    } else {
      body += text[at];
    }
  }
  return body;
}

std::string schema(std::string_view name, std::string_view fields) {
  return request("{'type':'record','name':'" + std::string(name) +
                 "','namespace':'com.amazonaws.personalize.schema','version':'1.0','fields':[" +
                 std::string(fields) + "]}");
}

class Lifecycles : public testing::Test {
 protected:
  Lifecycles() {
    done("CreateDatasetGroup", "{'name':'g','domain':'ECOMMERCE'}");
    add_schema("interactions", schema("Interactions",
                                      "{'name':'USER_ID','type':'string'},"
                                      "{'name':'ITEM_ID','type':'string'},"
                                      "{'name':'TIMESTAMP','type':'long'},"
                                      "{'name':'EVENT_TYPE','type':'string'}"));
    add_schema("items", schema("Items", kItemFields));
    add_schema("wider", schema("Items", std::string(kItemFields) +
                                            ",{'name':'AGE_GROUP','type':['null','string'],"
                                            "'categorical':true}"));
    done("CreateDataset", dataset("interactions"));
    done("CreateDataset", dataset("items"));
  }

  static constexpr std::string_view kItemFields =
      "{'name':'ITEM_ID','type':'string'},{'name':'PRICE','type':'float'},"
      "{'name':'CATEGORY_L1','type':'string','categorical':true}";

  static std::string dataset(const std::string& type) {
    return "{'name':'" + type + "','schemaArn':@schema/" + type +
           "@,'datasetGroupArn':@dataset-group/g@,'datasetType':'" + type + "'}";
  }
  void add_schema(const std::string& name, const std::string& text) {
    const json::Value body =
        json::Object{{"name", name}, {"schema", text}, {"domain", "ECOMMERCE"}};
    EXPECT_EQ(server.call("CreateSchema", json::write(body)).status, 200);
  }
  Seen call(std::string_view operation, std::string_view text) {
    return server.call(operation, request(text));
  }
  // Succeeds, and what it began is finished.
  void done(std::string_view operation, std::string_view text) {
    const Seen seen = call(operation, text);
    EXPECT_EQ(seen.status, 200) << operation << ": " << seen.body;
    server.pump();
  }
  std::string code(std::string_view operation, std::string_view text) {
    return call(operation, text).code;
  }
  std::string shown(std::string_view operation, std::string_view text, std::string_view member) {
    return call(operation, text).text(member);
  }

  TestServer server;
};

TEST_F(Lifecycles, ARecommenderIsMadeStoppedStartedUpdatedAndDeleted) {
  constexpr std::string_view kMe = "{'recommenderArn':@recommender/r@}";
  constexpr std::string_view kUpdate =
      "{'recommenderArn':@recommender/r@,'recommenderConfig':"
      "{'enableMetadataWithRecommendations':true}}";
  const std::string create =
      "{'name':'r','datasetGroupArn':@dataset-group/g@,"
      "'recipeArn':'arn:aws:personalize:::recipe/aws-ecomm-popular-items-by-views'}";
  EXPECT_EQ(shown("CreateRecommender", create, "recommenderArn"), arn("recommender/r"));
  EXPECT_EQ(shown("DescribeRecommender", kMe, "recommender.status"), "CREATE PENDING");
  EXPECT_EQ(code("StopRecommender", kMe), "ResourceInUseException");
  EXPECT_EQ(code("DeleteDataset", "{'datasetArn':@dataset/g/ITEMS@}"), "ResourceInUseException");
  server.pump();
  EXPECT_EQ(code("CreateRecommender", create), "ResourceAlreadyExistsException");
  EXPECT_EQ(code("StartRecommender", kMe), "InvalidInputException");
  EXPECT_EQ(shown("StopRecommender", kMe, "recommenderArn"), arn("recommender/r"));
  EXPECT_EQ(shown("DescribeRecommender", kMe, "recommender.status"), "STOP PENDING");
  server.pump();
  EXPECT_EQ(shown("DescribeRecommender", kMe, "recommender.status"), "INACTIVE");
  EXPECT_EQ(code("UpdateRecommender", kUpdate), "InvalidInputException");
  done("StartRecommender", kMe);
  EXPECT_EQ(call("UpdateRecommender", kUpdate).status, 200);
  EXPECT_EQ(shown("DescribeRecommender", kMe, "recommender.latestRecommenderUpdate.status"),
            "CREATE PENDING");
  EXPECT_EQ(shown("DescribeRecommender", kMe, "recommender.status"), "ACTIVE");
  EXPECT_EQ(code("UpdateRecommender", kUpdate), "ResourceInUseException");
  server.pump();
  EXPECT_NE(call("DescribeRecommender", kMe)
                .body.find(R"("recommenderConfig":{"enableMetadataWithRecommendations":true})"),
            std::string::npos);
  EXPECT_EQ(code("DeleteDatasetGroup", "{'datasetGroupArn':@dataset-group/g@}"),
            "ResourceInUseException");
  done("DeleteRecommender", kMe);
  EXPECT_EQ(code("DescribeRecommender", kMe), "ResourceNotFoundException");
}

TEST_F(Lifecycles, ADatasetIsUpdatedToAWiderSchema) {
  constexpr std::string_view kMe = "{'datasetArn':@dataset/g/ITEMS@}";
  EXPECT_EQ(code("UpdateDataset",
                 "{'datasetArn':@dataset/g/INTERACTIONS@,'schemaArn':@schema/interactions@}"),
            "InvalidInputException");
  constexpr std::string_view kUpdate =
      "{'datasetArn':@dataset/g/ITEMS@,'schemaArn':@schema/wider@}";
  EXPECT_EQ(call("UpdateDataset", kUpdate).status, 200);
  EXPECT_EQ(shown("DescribeDataset", kMe, "dataset.status"), "UPDATE PENDING");
  EXPECT_EQ(shown("DescribeDataset", kMe, "dataset.schemaArn"), arn("schema/items"));
  EXPECT_EQ(code("UpdateDataset", kUpdate), "ResourceInUseException");
  EXPECT_EQ(code("DeleteDataset", kMe), "ResourceInUseException");
  server.pump();
  EXPECT_EQ(shown("DescribeDataset", kMe, "dataset.status"), "ACTIVE");
  EXPECT_EQ(shown("DescribeDataset", kMe, "dataset.schemaArn"), arn("schema/wider"));
  EXPECT_EQ(shown("DescribeDataset", kMe, "dataset.latestDatasetUpdate.status"), "ACTIVE");
  EXPECT_EQ(code("UpdateDataset", "{'datasetArn':@dataset/g/ITEMS@,'schemaArn':@schema/items@}"),
            "InvalidInputException");
}

TEST_F(Lifecycles, AFailedUpdateLeavesTheDatasetAsItWas) {
  done("UpdateDataset", "{'datasetArn':@dataset/g/ITEMS@,'schemaArn':@schema/wider@}");
  add_schema("widest", schema("Items", std::string(kItemFields) +
                                           ",{'name':'AGE_GROUP','type':['null','string'],"
                                           "'categorical':true},{'name':'SIZE','type':['null',"
                                           "'int']}"));
  EXPECT_EQ(
      call("UpdateDataset", "{'datasetArn':@dataset/g/ITEMS@,'schemaArn':@schema/widest@}").status,
      200);
  const control::Transitions transitions(server.control());
  ASSERT_TRUE(transitions.mark_failed("123456789012", arn("dataset/g/ITEMS"), "why").has_value());
  const Seen seen = call("DescribeDataset", "{'datasetArn':@dataset/g/ITEMS@}");
  EXPECT_EQ(seen.text("dataset.status"), "ACTIVE");
  EXPECT_EQ(seen.text("dataset.schemaArn"), arn("schema/wider"));
  EXPECT_EQ(seen.text("dataset.latestDatasetUpdate.failureReason"), "why");
}

TEST_F(Lifecycles, AnExportJobIsListedBelowItsDatasetAndGoesWithIt) {
  const std::string create = "{'jobName':'x','datasetArn':@dataset/g/ITEMS@,'roleArn':'" +
                             std::string(kRole) +
                             "','jobOutput':{'s3DataDestination':{'path':'s3://b/out/'}}}";
  constexpr std::string_view kMe = "{'datasetExportJobArn':@dataset-export-job/x@}";
  EXPECT_EQ(shown("CreateDatasetExportJob", create, "datasetExportJobArn"),
            arn("dataset-export-job/x"));
  EXPECT_EQ(shown("DescribeDatasetExportJob", kMe, "datasetExportJob.ingestionMode"), "PUT");
  EXPECT_EQ(code("CreateDatasetExportJob", create), "ResourceAlreadyExistsException");
  server.pump();
  EXPECT_EQ(shown("DescribeDatasetExportJob", kMe, "datasetExportJob.status"), "ACTIVE");
  EXPECT_NE(call("ListDatasetExportJobs", "{'datasetArn':@dataset/g/ITEMS@}").body.find("/x"),
            std::string::npos);
  EXPECT_EQ(call("ListDatasetExportJobs", "{'datasetArn':@dataset/g/USERS@}").body,
            R"({"datasetExportJobs":[]})");
  done("DeleteDataset", "{'datasetArn':@dataset/g/ITEMS@}");
  EXPECT_EQ(code("DescribeDatasetExportJob", kMe), "ResourceNotFoundException");
}

TEST_F(Lifecycles, Trap07ADataDeletionJobHasWordsOfItsOwn) {
  const std::string create = "{'jobName':'d','datasetGroupArn':@dataset-group/g@,'roleArn':'" +
                             std::string(kRole) +
                             "','dataSource':{'dataLocation':'s3://b/users.csv'}}";
  constexpr std::string_view kMe = "{'dataDeletionJobArn':@data-deletion-job/d@}";
  EXPECT_EQ(call("CreateDataDeletionJob", create).status, 200);
  EXPECT_EQ(shown("DescribeDataDeletionJob", kMe, "dataDeletionJob.status"), "PENDING");
  const control::Transitions transitions(server.control());
  ASSERT_TRUE(transitions.mark_in_progress("123456789012", arn("data-deletion-job/d")).has_value());
  EXPECT_EQ(shown("DescribeDataDeletionJob", kMe, "dataDeletionJob.status"), "IN_PROGRESS");
  EXPECT_EQ(call("DescribeDataDeletionJob", kMe).body.find("numDeleted"), std::string::npos);
  ASSERT_TRUE(transitions.finish_purge("123456789012", arn("data-deletion-job/d"), 7).has_value());
  EXPECT_EQ(shown("DescribeDataDeletionJob", kMe, "dataDeletionJob.status"), "COMPLETED");
  EXPECT_NE(call("DescribeDataDeletionJob", kMe).body.find(R"("numDeleted":7)"), std::string::npos);
}

TEST_F(Lifecycles, ADatasetGroupHasOneMetricAttribution) {
  const auto create = [](std::string_view name) {
    return "{'name':'" + std::string(name) +
           "','datasetGroupArn':@dataset-group/g@,'metrics':[{'eventType':'v','metricName':'n',"
           "'expression':'SUM(Items.PRICE)'}],'metricsOutputConfig':{'roleArn':'" +
           std::string(kRole) + "'}}";
  };
  done("CreateMetricAttribution", create("m"));
  EXPECT_EQ(code("CreateMetricAttribution", create("other")), "ResourceAlreadyExistsException");
  constexpr std::string_view kMe = "{'metricAttributionArn':@metric-attribution/m@}";
  EXPECT_EQ(call("UpdateMetricAttribution",
                 "{'metricAttributionArn':@metric-attribution/m@,'addMetrics':[{'eventType':'v',"
                 "'metricName':'c','expression':'SAMPLECOUNT()'}]}")
                .status,
            200);
  EXPECT_EQ(shown("DescribeMetricAttribution", kMe, "metricAttribution.status"), "UPDATE PENDING");
  server.pump();
  EXPECT_EQ(shown("DescribeMetricAttribution", kMe, "metricAttribution.status"), "ACTIVE");
  EXPECT_EQ(code("UpdateMetricAttribution", "{}"), "InvalidInputException");
  EXPECT_EQ(code("UpdateMetricAttribution",
                 "{'metricAttributionArn':@metric-attribution/m@,'removeMetrics':['n','c']}"),
            "InvalidInputException");
  const Seen page = call("ListMetricAttributionMetrics",
                         "{'metricAttributionArn':@metric-attribution/m@,'maxResults':1}");
  EXPECT_FALSE(page.text("nextToken").empty());
  EXPECT_EQ(code("ListMetricAttributionMetrics", "{'nextToken':'" + page.text("nextToken") + "'}"),
            "InvalidNextTokenException");
  done("DeleteMetricAttribution", kMe);
  EXPECT_EQ(code("DescribeMetricAttribution", kMe), "ResourceNotFoundException");
}

TEST_F(Lifecycles, AnUpdatedSolutionStaysActive) {
  constexpr std::string_view kMe = "{'solutionArn':@solution/s@}";
  done("CreateSolution",
       "{'name':'s','datasetGroupArn':@dataset-group/g@,"
       "'recipeArn':'arn:aws:personalize:::recipe/aws-sims'}");
  const std::string update = "{'solutionArn':@solution/s@,'performAutoTraining':false}";
  EXPECT_EQ(call("UpdateSolution", update).status, 200);
  EXPECT_EQ(shown("DescribeSolution", kMe, "solution.status"), "ACTIVE");
  EXPECT_EQ(shown("DescribeSolution", kMe, "solution.latestSolutionUpdate.status"),
            "CREATE PENDING");
  EXPECT_EQ(code("UpdateSolution", update), "ResourceInUseException");
  server.pump();
  const Seen seen = call("DescribeSolution", kMe);
  EXPECT_EQ(seen.text("solution.latestSolutionUpdate.status"), "ACTIVE");
  EXPECT_NE(seen.body.find(R"("performAutoTraining":false,"recipeArn")"), std::string::npos)
      << seen.body;
}

TEST_F(Lifecycles, BatchJobsNeedAVersionThatAnswersThem) {
  done("CreateSolution",
       "{'name':'s','datasetGroupArn':@dataset-group/g@,"
       "'recipeArn':'arn:aws:personalize:::recipe/aws-sims'}");
  done("CreateSolutionVersion", "{'name':'v','solutionArn':@solution/s@}");
  done("CreateFilter",
       "{'name':'f','datasetGroupArn':@dataset-group/g@,'filterExpression':"
       "'INCLUDE ItemID WHERE Items.PRICE > 1'}");
  const auto create = [](std::string_view version, std::string_view output) {
    return "{'jobName':'b','solutionVersionArn':@solution/" + std::string(version) +
           "@,'filterArn':@filter/f@,'roleArn':'" + std::string(kRole) +
           "','jobInput':{'s3DataSource':{'path':'s3://b/in/'}},'jobOutput':{'s3DataDestination':"
           "{'path':'" +
           std::string(output) + "'}}}";
  };
  EXPECT_EQ(code("CreateBatchInferenceJob", create("s/w", "s3://b/out/")),
            "ResourceNotFoundException");
  EXPECT_EQ(code("CreateBatchInferenceJob", create("s/v", "s3://b/in")), "InvalidInputException");
  EXPECT_EQ(code("CreateBatchSegmentJob", create("s/v", "s3://b/out/")), "InvalidInputException");
  EXPECT_EQ(call("CreateBatchInferenceJob", create("s/v", "s3://b/out/")).status, 200);
  EXPECT_EQ(code("DeleteFilter", "{'filterArn':@filter/f@}"), "ResourceInUseException");
  server.pump();
  EXPECT_EQ(shown("DescribeBatchInferenceJob", "{'batchInferenceJobArn':@batch-inference-job/b@}",
                  "batchInferenceJob.status"),
            "ACTIVE");
  done("DeleteFilter", "{'filterArn':@filter/f@}");
  done("DeleteSolution", "{'solutionArn':@solution/s@}");
  EXPECT_EQ(code("DescribeBatchInferenceJob", "{'batchInferenceJobArn':@batch-inference-job/b@}"),
            "ResourceNotFoundException");
}

}  // namespace
}  // namespace attune::gateway
