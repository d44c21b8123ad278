#include "domain/data/schema.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace attune::data {
namespace {

struct SchemaCase {
  std::string title;
  Domain domain = Domain::kCustom;
  bool accepted = false;
  std::string words;  // of the refusal
  std::string text;
};

std::vector<SchemaCase> read_cases(const std::string& name) {
  std::ifstream in(ATTUNE_SOURCE_DIR "/tests/cases/schema/" + name);
  std::vector<SchemaCase> cases;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# ")) {
      cases.emplace_back().title = line.substr(2);
    } else if (line.starts_with("domain ")) {
      if (line == "domain ecommerce") cases.back().domain = Domain::kEcommerce;
      if (line == "domain video") cases.back().domain = Domain::kVideoOnDemand;
    } else if (line == "accepted") {
      cases.back().accepted = true;
    } else if (line.starts_with("refused")) {
      cases.back().words = line.substr(std::min(line.size(), std::size_t{8}));
    } else if (!cases.empty()) {
      cases.back().text += line + "\n";
    }
  }
  return cases;
}

void run_cases(const std::string& name, std::size_t count_min) {
  const auto cases = read_cases(name);
  ASSERT_GE(cases.size(), count_min);
  for (const SchemaCase& one : cases) {
    SCOPED_TRACE(one.title);
    const auto schema = parse_schema(one.text, one.domain);
    EXPECT_EQ(schema.has_value(), one.accepted) << (schema ? "" : schema.error().message);
    if (schema || one.accepted) continue;
    EXPECT_EQ(schema.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(schema.error().message.find(one.words), std::string::npos) << schema.error().message;
  }
}

TEST(Schema, AcceptsTheGoodCases) {
  run_cases("accepted.case", 7);
}

TEST(Schema, RefusesTheBadCasesNamingFieldAndRule) {
  run_cases("refused.case", 30);
}

TEST(Schema, RefusesTextsBeyond20000Characters) {
  const auto schema = parse_schema(std::string(20'001, ' '), Domain::kCustom);
  ASSERT_FALSE(schema.has_value());
  EXPECT_NE(schema.error().message.find("at most 20000"), std::string::npos);
}

TEST(Schema, ReadsTypesAndAttributes) {
  const auto schema = parse_schema(read_cases("accepted.case").at(1).text, Domain::kCustom);
  ASSERT_TRUE(schema.has_value());
  EXPECT_EQ(schema->dataset_type, DatasetType::kItems);
  EXPECT_TRUE(schema->find("title")->item_name);
  const Column* brand = schema->find("Brand");
  ASSERT_NE(brand, nullptr);
  EXPECT_TRUE(brand->nullable && brand->categorical && !brand->textual);
  EXPECT_EQ(schema->find("price")->type, ColumnType::kFloat);
  EXPECT_TRUE(schema->find("BLURB")->textual);
}

TEST(Schema, FindsColumnsWithoutRegardToCaseAndPunctuation) {
  const Schema schema{.dataset_type = DatasetType::kItems,
                      .columns = {Column{.name = "NUMBER_OF_RATINGS"}}};
  EXPECT_NE(schema.find("numberOfRatings"), nullptr);
  EXPECT_EQ(schema.find("numberOfRating"), nullptr);
  EXPECT_EQ(schema.find(""), nullptr);
}

TEST(DatasetTypes, AreReadInAnyCaseAndWrittenInUpperCase) {
  EXPECT_EQ(dataset_type_of("Interactions"), DatasetType::kInteractions);
  EXPECT_EQ(dataset_type_of("action_interactions"), DatasetType::kActionInteractions);
  EXPECT_EQ(dataset_type_of("Orders"), std::nullopt);
  EXPECT_EQ(dataset_type_of(""), std::nullopt);
  EXPECT_EQ(upper_name_of(DatasetType::kActionInteractions), "ACTION_INTERACTIONS");
}

}  // namespace
}  // namespace attune::data
