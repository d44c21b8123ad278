#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "api/gateway/test_server.h"
#include "foundation/json/value.h"
#include "service/control/transitions.h"

namespace attune::gateway {
namespace {

constexpr std::string_view kInteractions =
    R"({"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema",)"
    R"("version":"1.0","fields":[{"name":"USER_ID","type":"string"},)"
    R"({"name":"ITEM_ID","type":"string"},{"name":"TIMESTAMP","type":"long"}]})";

std::string arn(std::string_view tail) {
  return "arn:aws:personalize:eu-west-1:123456789012:" + std::string(tail);
}

class HpoTest : public testing::Test {
 protected:
  HpoTest() {
    server.call("CreateDatasetGroup", R"({"name":"g"})");
    const json::Value schema = json::Object{{"name", "s"}, {"schema", std::string(kInteractions)}};
    server.call("CreateSchema", json::write(schema));
    server.pump();
    const json::Value dataset = json::Object{{"name", "d"},
                                             {"schemaArn", arn("schema/s")},
                                             {"datasetGroupArn", arn("dataset-group/g")},
                                             {"datasetType", "Interactions"}};
    server.call("CreateDataset", json::write(dataset));
    server.pump();
  }

  /// `config` is the JSON of solutionConfig, or empty.
  Seen create(std::string_view recipe, std::string_view config, bool perform_hpo = true) {
    std::string body = R"({"name":"m","datasetGroupArn":")" + arn("dataset-group/g") +
                       R"(","recipeArn":"arn:aws:personalize:::recipe/)" + std::string(recipe) +
                       R"(","performHPO":)" + (perform_hpo ? "true" : "false");
    if (!config.empty()) body += R"(,"solutionConfig":)" + std::string(config);
    return server.call("CreateSolution", body + '}');
  }
  static std::string ranges(std::string_view text) {
    return R"({"hpoConfig":{"algorithmHyperParameterRanges":{)" + std::string(text) + "}}}";
  }

  TestServer server;
};

TEST_F(HpoTest, IsAcceptedAndDescribed) {
  const Seen made = create("aws-hrnn", "");
  ASSERT_EQ(made.status, 200) << made.body;
  server.pump();
  const std::string solution = R"({"solutionArn":")" + arn("solution/m") + '"';
  EXPECT_EQ(server.call("DescribeSolution", solution + '}').text("solution.performHPO"), "true");
  server.call("CreateSolutionVersion", solution + R"(,"name":"v"})");
  const std::string version = R"({"solutionVersionArn":")" + arn("solution/m/v") + "\"}";
  EXPECT_EQ(server.call("DescribeSolutionVersion", version).text("solutionVersion.performHPO"),
            "true");
}

TEST_F(HpoTest, ShowsWhatItFound) {
  create("aws-hrnn", "");
  server.pump();
  server.call("CreateSolutionVersion",
              R"({"name":"v","solutionArn":")" + arn("solution/m") + "\"}");
  const control::Transitions transitions(server.control());
  const auto finished = transitions.finish_training(
      "123456789012", arn("solution/m/v"),
      {.training_hours = 0.1,
       .metrics = {},
       .artefact_key = "solutions/job-1",
       .data_fingerprint = "0",
       .tuned_parameters = json::StringMap<std::string>{{"bptt", "7"}}});
  ASSERT_TRUE(finished.has_value()) << finished.error().message;
  const Seen seen = server.call("DescribeSolutionVersion",
                                R"({"solutionVersionArn":")" + arn("solution/m/v") + "\"}");
  EXPECT_EQ(seen.text("solutionVersion.tunedHPOParams"),
            R"({"algorithmHyperParameters":{"bptt":"7"}})");
}

TEST_F(HpoTest, TakesRangesInsideOfTheRecipes) {
  const Seen made = create(
      "aws-hrnn",
      R"({"hpoConfig":{"hpoResourceConfig":{"maxNumberOfTrainingJobs":"40",)"
      R"("maxParallelTrainingJobs":"10"},"algorithmHyperParameterRanges":{)"
      R"("integerHyperParameterRanges":[{"name":"training.bptt","minValue":2,"maxValue":8}],)"
      R"("categoricalHyperParameterRanges":[{"name":"recency_mask","values":["true"]}]}}})");
  EXPECT_EQ(made.status, 200) << made.body;
}

TEST_F(HpoTest, RefusesWhatCannotBeSearched) {
  const auto refuses = [&](std::string_view recipe, const std::string& config) {
    return create(recipe, config).code == "InvalidInputException";
  };
  EXPECT_TRUE(refuses("aws-popularity-count", ""));
  EXPECT_TRUE(refuses("aws-hrnn",
                      R"({"hpoConfig":{"hpoResourceConfig":{"maxNumberOfTrainingJobs":"41"}}})"));
  EXPECT_TRUE(refuses("aws-hrnn",
                      R"({"hpoConfig":{"hpoResourceConfig":{"maxNumberOfTrainingJobs":"many"}}})"));
  EXPECT_TRUE(refuses("aws-hrnn",
                      R"({"hpoConfig":{"hpoResourceConfig":{"maxParallelTrainingJobs":"11"}}})"));
  EXPECT_TRUE(refuses(
      "aws-hrnn",
      ranges(R"("integerHyperParameterRanges":[{"name":"bptt","minValue":2,"maxValue":99}])")));
  EXPECT_TRUE(refuses("aws-hrnn",
                      ranges(R"("integerHyperParameterRanges":[{"name":"bptt","minValue":2}])")));
  EXPECT_TRUE(
      refuses("aws-hrnn",
              ranges(R"("integerHyperParameterRanges":[{"name":"bptt","minValue":2,"maxValue":3},)"
                     R"({"name":"bptt","minValue":2,"maxValue":3}])")));
}

TEST_F(HpoTest, RangesNeedIt) {
  const std::string config =
      ranges(R"("integerHyperParameterRanges":[{"name":"bptt","minValue":2,"maxValue":8}])");
  EXPECT_EQ(create("aws-hrnn", config, false).code, "InvalidInputException");
}

TEST_F(HpoTest, AutoMlIsRefused) {
  const Seen seen = server.call("CreateSolution", R"({"name":"m","performAutoML":true,)"
                                                  R"("datasetGroupArn":")" +
                                                      arn("dataset-group/g") + "\"}");
  EXPECT_EQ(seen.code, "InvalidInputException");
  EXPECT_NE(seen.text("message").find("performAutoML"), std::string::npos);
}

}  // namespace
}  // namespace attune::gateway
