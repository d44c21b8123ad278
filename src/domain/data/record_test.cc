#include "domain/data/record.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "domain/data/schema.h"

namespace attune::data {
namespace {

const Schema kItems{
    .dataset_type = DatasetType::kItems,
    .columns = {{.name = "ITEM_ID"},
                {.name = "GENRES", .nullable = true, .categorical = true},
                {.name = "PRICE", .type = ColumnType::kFloat},
                {.name = "NUMBER_OF_RATINGS", .type = ColumnType::kInt, .nullable = true},
                {.name = "ADULT", .type = ColumnType::kBoolean, .nullable = true},
                {.name = "CREATION_TIMESTAMP", .type = ColumnType::kLong, .nullable = true},
                {.name = "BLURB", .nullable = true, .textual = true}}};

std::string kept(std::string_view text) {
  const auto record = read_record(kItems, text, "items[0].properties");
  return record ? *record : "refused: " + record.error().message;
}

struct Case {
  std::string_view title, given, kept;
};

class RecordKeeps : public testing::TestWithParam<Case> {};

TEST_P(RecordKeeps, WhatItsColumnsHold) {
  EXPECT_EQ(kept(GetParam().given), GetParam().kept);
}

INSTANTIATE_TEST_SUITE_P(
    Values, RecordKeeps,
    testing::Values(
        Case{"CamelCaseKeys", R"({"price":1.5,"numberOfRatings":7})",
             R"({"PRICE":1.5,"NUMBER_OF_RATINGS":7})"},
        Case{"ColumnNamesAsKeys", R"({"PRICE":1,"NUMBER_OF_RATINGS":7.0})",
             R"({"PRICE":1,"NUMBER_OF_RATINGS":7})"},
        Case{"NumbersAsStrings", R"({"price":"2.5","numberOfRatings":"3"})",
             R"({"PRICE":2.5,"NUMBER_OF_RATINGS":3})"},
        Case{"Categories", R"({"genres":"Action|Crime","price":1})",
             R"({"GENRES":"Action|Crime","PRICE":1})"},
        Case{"Booleans", R"({"price":1,"adult":"true"})", R"({"PRICE":1,"ADULT":true})"},
        Case{"FractionsOfTimeAreCut", R"({"price":1,"creationTimestamp":1596238243.9})",
             R"({"PRICE":1,"CREATION_TIMESTAMP":1596238243})"},
        Case{"NumbersOfTextColumns", R"({"price":1,"genres":7})", R"({"GENRES":"7","PRICE":1})"},
        Case{"NullsAndEmptyTextsAreLeftOut", R"({"price":1,"genres":null,"blurb":""})",
             R"({"PRICE":1})"},
        Case{"UnknownKeysAndTheIdAreLeftOut", R"({"price":1,"itemId":"x","colour":"red"})",
             R"({"PRICE":1})"}),
    [](const auto& instance) { return std::string(instance.param.title); });

class RecordRefuses : public testing::TestWithParam<Case> {};

TEST_P(RecordRefuses, WithThePathAndTheColumn) {
  const auto record = read_record(kItems, GetParam().given, "items[0].properties");
  ASSERT_FALSE(record.has_value());
  EXPECT_EQ(record.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(record.error().message.starts_with("items[0].properties: "))
      << record.error().message;
  EXPECT_NE(record.error().message.find(GetParam().kept), std::string::npos)
      << record.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Values, RecordRefuses,
    testing::Values(Case{"NoJson", "price=1", "no JSON object"},
                    Case{"AnArray", "[1]", "no JSON object"},
                    Case{"AMissingRequiredColumn", R"({"genres":"a"})", "PRICE"},
                    Case{"ANullRequiredColumn", R"({"price":null})", "PRICE"},
                    Case{"AnEmptyRequiredColumn", R"({"price":""})", "PRICE"},
                    Case{"AWordAsANumber", R"({"price":"cheap"})", "PRICE"},
                    Case{"AFractionAsAnInt", R"({"price":1,"numberOfRatings":1.5})", "RATINGS"},
                    Case{"MoreThanAnInt", R"({"price":1,"numberOfRatings":3000000000})", "RATINGS"},
                    Case{"AListAsAText", R"({"price":1,"genres":["a"]})", "GENRES"}),
    [](const auto& instance) { return std::string(instance.param.title); });

TEST(Record, BoundsEachText) {
  const auto with = [](std::string_view key, std::size_t length) {
    return kept(R"({"price":1,")" + std::string(key) + "\":\"" + std::string(length, 'x') + "\"}");
  };
  EXPECT_TRUE(with("genres", 1000).starts_with("{"));
  EXPECT_TRUE(with("genres", 1001).starts_with("refused"));
  EXPECT_TRUE(with("blurb", 20'000).starts_with("{"));
  EXPECT_TRUE(with("blurb", 20'001).starts_with("refused"));
}

}  // namespace
}  // namespace attune::data
