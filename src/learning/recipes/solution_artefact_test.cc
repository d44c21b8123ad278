#include "learning/recipes/solution_artefact.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "learning/features/sequences.h"
#include "learning/models/popularity.h"
#include "learning/recipes/manifest.h"
#include "learning/recipes/recipe.h"

namespace attune::recipes {
namespace {

namespace fs = std::filesystem;

class SolutionDirectory : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) /
            testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  [[nodiscard]] std::string directory() const { return (root_ / "solution").string(); }

  fs::path root_;
};

SolutionArtefact popular() {
  auto table = features::table_of({{"ann", {"a", "b"}}, {"bob", {"b"}}});
  SolutionArtefact artefact;
  artefact.recipe = find_recipe("aws-popularity-count");
  artefact.parameters = {{"seed", "9"}};
  artefact.seed = 9;
  artefact.data_fingerprint = "0123456789abcdef";
  artefact.event_watermark = 41;
  artefact.training_seconds = 1.5;
  artefact.metrics = {{"coverage", 0.25}};
  artefact.baselines = {{"popularity", {{"coverage", 0.125}}}};
  artefact.evaluation = {{"protocol", "hold-out"}};
  artefact.model = models::fit_popularity(table);
  artefact.interactions = std::make_shared<const data::InteractionTable>(std::move(table));
  return artefact;
}

TEST_F(SolutionDirectory, ComesBackAsItWasWritten) {
  const SolutionArtefact written = popular();
  const auto outcome = write_solution(written, directory());
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  const auto read = read_solution(directory() + "/");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->recipe, written.recipe);
  EXPECT_EQ(read->parameters, written.parameters);
  EXPECT_EQ(read->seed, 9U);
  EXPECT_EQ(read->data_fingerprint, written.data_fingerprint);
  EXPECT_EQ(read->event_watermark, 41U);
  EXPECT_EQ(read->metrics, written.metrics);
  EXPECT_EQ(read->baselines, written.baselines);
  EXPECT_EQ(read->evaluation, written.evaluation);
  EXPECT_EQ(read->model->item_count(), 2U);
  EXPECT_EQ(read->interactions->user_count(), 2U);
}

TEST_F(SolutionDirectory, LeavesNothingBesideIt) {
  ASSERT_TRUE(write_solution(popular(), directory()).has_value());
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1);
}

TEST_F(SolutionDirectory, IsNeverOverwritten) {
  ASSERT_TRUE(write_solution(popular(), directory()).has_value());
  const auto again = write_solution(popular(), directory());
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kAlreadyExists);
}

TEST_F(SolutionDirectory, IsNotFoundWhereThereIsNone) {
  EXPECT_EQ(read_solution(directory()).error().code, ErrorCode::kNotFound);
}

TEST_F(SolutionDirectory, IsRefusedWhenAFileIsMissing) {
  for (const char* name : {"manifest.json", "weights.safetensors", "interactions.attune"}) {
    ASSERT_TRUE(write_solution(popular(), directory()).has_value());
    fs::remove(fs::path(directory()) / name);
    EXPECT_FALSE(read_solution(directory()).has_value()) << name;
    fs::remove_all(directory());
  }
}

TEST_F(SolutionDirectory, IsRefusedWhenAFileIsCut) {
  for (const char* name : {"manifest.json", "weights.safetensors", "interactions.attune"}) {
    ASSERT_TRUE(write_solution(popular(), directory()).has_value());
    const fs::path file = fs::path(directory()) / name;
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_FALSE(read_solution(directory()).has_value()) << name;
    fs::remove_all(directory());
  }
}

TEST_F(SolutionDirectory, IsRefusedWhenModelAndVocabularyDisagree) {
  SolutionArtefact artefact = popular();
  artefact.model = models::fit_popularity(features::table_of({{"ann", {"a"}}}));
  ASSERT_TRUE(write_solution(artefact, directory()).has_value());
  EXPECT_FALSE(read_solution(directory()).has_value());
}

SolutionArtefact of_views() {
  SolutionArtefact artefact = popular();
  artefact.selection.rules = {
      {.event_type = "View", .value_min = 2.5, .weight = 0.5},
      {.event_type = "Watch", .value_min = {}},
  };
  auto unselected = features::table_of({{"cat", {"a", "a"}}});
  unselected.items = artefact.interactions->items;
  artefact.unselected = std::make_shared<const data::InteractionTable>(std::move(unselected));
  return artefact;
}

TEST_F(SolutionDirectory, KeepsWhatItWasTrainedOnAndTheOtherEvents) {
  ASSERT_TRUE(write_solution(of_views(), directory()).has_value());
  const auto read = read_solution(directory());
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->selection.rules.size(), 2U);
  EXPECT_TRUE(read->selection.takes("view", 2.5F));
  EXPECT_FALSE(read->selection.takes("view", 2.0F));
  EXPECT_TRUE(read->selection.takes("Watch", 0.0F));
  EXPECT_EQ(read->selection.rules[0].weight, 0.5);
  ASSERT_TRUE(read->unselected);
  EXPECT_EQ(read->unselected->row_count(), 2U);
  EXPECT_EQ(read->unselected->items, read->interactions->items);
}

TEST_F(SolutionDirectory, IsRefusedWithoutTheOtherEventsOfItsSelection) {
  ASSERT_TRUE(write_solution(of_views(), directory()).has_value());
  fs::remove(fs::path(directory()) / "unselected.attune");
  EXPECT_FALSE(read_solution(directory()).has_value());
}

TEST_F(SolutionDirectory, IsRefusedWhenTheOtherEventsAreOfOtherItems) {
  SolutionArtefact artefact = of_views();
  artefact.unselected =
      std::make_shared<const data::InteractionTable>(features::table_of({{"cat", {"a"}}}));
  ASSERT_TRUE(write_solution(artefact, directory()).has_value());
  EXPECT_FALSE(read_solution(directory()).has_value());
}

TEST(ManifestOfBefore, HasNoSelectionAndTakesEveryEvent) {
  json::Value manifest = manifest_of(popular());
  std::erase_if(*manifest.if_object(),
                [](const auto& member) { return member.first == "selection"; });
  const auto read = parse_manifest(json::write(manifest));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_TRUE(read->selection.takes("anything", 0.0F));
}

struct BadManifest {
  const char* name;
  const char* from;
  const char* to;
};

class Manifest : public testing::TestWithParam<BadManifest> {};

TEST_P(Manifest, IsRefusedWhenAMemberIsWrong) {
  std::string text = json::write(manifest_of(popular()));
  ASSERT_TRUE(parse_manifest(text).has_value());
  const std::string from = GetParam().from;
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << text;
  text.replace(at, from.size(), GetParam().to);
  EXPECT_FALSE(parse_manifest(text).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Manifest,
    testing::Values(BadManifest{"format", "attune-solution", "other"},
                    BadManifest{"version", "\"version\":1", "\"version\":2"},
                    BadManifest{"recipe", "aws-popularity-count", "aws-nothing"},
                    BadManifest{"parameter", "{\"seed\":\"9\"}", "{\"bptt\":\"9\"}"},
                    BadManifest{"seed", "\"seed\":9", "\"seed\":-9"},
                    BadManifest{"metric", "\"coverage\":0.25", "\"coverage\":\"high\""},
                    BadManifest{"baselines", "\"baselines\":{", "\"others\":{"},
                    BadManifest{"cut", "\"metrics\"", "\"met"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace attune::recipes
