#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "domain/filter/ast.h"
#include "domain/filter/case_file_test.h"
#include "domain/filter/filter.h"

namespace attune::filter {
namespace {

using data::Column;
using data::ColumnType;

struct ShopSchemas {
  data::Schema interactions{data::DatasetType::kInteractions,
                            {{.name = "USER_ID"},
                             {.name = "ITEM_ID"},
                             {.name = "EVENT_TYPE"},
                             {.name = "DEVICE", .categorical = true},
                             {.name = "TIMESTAMP", .type = ColumnType::kLong}}};
  data::Schema items{data::DatasetType::kItems,
                     {{.name = "ITEM_ID"},
                      {.name = "GENRES", .categorical = true},
                      {.name = "BRAND", .categorical = true},
                      {.name = "LANG", .categorical = true},
                      {.name = "G", .categorical = true},
                      {.name = "PRICE", .type = ColumnType::kFloat},
                      {.name = "AGE_LIMIT", .type = ColumnType::kInt},
                      {.name = "CREATION_TIMESTAMP", .type = ColumnType::kLong},
                      {.name = "IN_STOCK", .type = ColumnType::kBoolean},
                      {.name = "BLURB", .textual = true}}};
  data::Schema users{data::DatasetType::kUsers,
                     {{.name = "USER_ID"},
                      {.name = "TIER", .categorical = true},
                      {.name = "AGE", .type = ColumnType::kInt},
                      {.name = "A", .type = ColumnType::kInt},
                      {.name = "B", .type = ColumnType::kInt}}};
  data::Schema actions{data::DatasetType::kActions,
                       {{.name = "ACTION_ID"},
                        {.name = "VALUE", .type = ColumnType::kLong},
                        {.name = "EXPIRATION_TIMESTAMP", .type = ColumnType::kLong},
                        {.name = "REPEAT_FREQUENCY", .type = ColumnType::kLong}}};
  data::Schema action_interactions{data::DatasetType::kActionInteractions,
                                   {{.name = "EVENT_TYPE"}, {.name = "ACTION_ID"}}};

  ShopSchemas() {
    for (int i = 1; i <= 10; ++i) {
      items.columns.push_back({.name = "F" + std::to_string(i), .type = ColumnType::kInt});
    }
  }
  [[nodiscard]] Schemas all() const {
    return {&interactions, &items, &users, &actions, &action_interactions};
  }
};

Result<void> parsed_and_checked(const std::string& text, const Schemas& schemas) {
  ATTUNE_TRY(expression, parse(text));
  return check(*expression, schemas);
}

TEST(Language, AcceptsAndRefusesWhatTheCasesSay) {
  const ShopSchemas shop;
  const std::vector<Case> cases = cases_of("language.case");
  ASSERT_GT(cases.size(), 60U);
  for (const Case& each : cases) {
    SCOPED_TRACE(each.title);
    const Result<void> outcome = parsed_and_checked(each.filter, shop.all());
    if (each.outcome == "valid") {
      EXPECT_TRUE(outcome.has_value()) << outcome.error().message;
      continue;
    }
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidInput);
    if (each.outcome == "refused") continue;
    EXPECT_NE(outcome.error().message.find("column " + each.outcome + ":"), std::string::npos)
        << outcome.error().message;
  }
}

TEST(Language, PrintsATextThatParsesToAnEqualExpression) {
  for (const Case& each : cases_of("language.case")) {
    const auto expression = parse(each.filter);
    if (!expression) continue;
    SCOPED_TRACE(each.filter);
    const std::string printed = print(**expression);
    const auto again = parse(printed);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(**again, **expression);
    EXPECT_EQ(print(**again), printed);
  }
}

TEST(Language, PrintsTheCanonicalForm) {
  const auto expression = parse(
      R"(exclude  itemid WHERE item.G in("a\"\\",  $P) or items.PRICE<= ($MAX)|INCLUDE ItemID where)"
      R"( Interactions.EVENT_TYPE in * if currentuser.AGE=1 and CurrentUser.T in currentitem.G)");
  ASSERT_TRUE(expression.has_value()) << expression.error().message;
  EXPECT_EQ(print(**expression),
            R"(EXCLUDE ItemID WHERE Items.G IN ("a\"\\", $P) OR Items.PRICE <= $MAX | INCLUDE )"
            R"(ItemID WHERE Interactions.EVENT_TYPE IN ("*") IF CurrentUser.AGE = 1 AND )"
            R"(CurrentUser.T IN CurrentItem.G)");
}

TEST(Language, AndBindsTighterThanOr) {
  const auto expression =
      parse("INCLUDE ItemID WHERE Items.A = 1 OR Items.B = 2 AND Items.C = 3 OR Items.D = 4");
  ASSERT_TRUE(expression.has_value());
  const auto& alternatives = (*expression)->clauses().front().alternatives;
  ASSERT_EQ(alternatives.size(), 3U);
  EXPECT_EQ(alternatives[0].size(), 1U);
  EXPECT_EQ(alternatives[1].size(), 2U);
  EXPECT_EQ(alternatives[2].size(), 1U);
}

TEST(Language, RefusesAnExpressionOfMoreThan2500Characters) {
  const std::string start = "INCLUDE ItemID WHERE Items.G IN (\"";
  const std::string end = "\")";
  const std::size_t room = kTextLengthMax - start.size() - end.size();
  EXPECT_TRUE(parse(start + std::string(room, 'x') + end).has_value());
  EXPECT_FALSE(parse(start + std::string(room + 1, 'x') + end).has_value());
}

TEST(Language, RefusesADatasetThatTheGroupDoesNotHave) {
  const ShopSchemas shop;
  const Schemas only_interactions{.interactions = &shop.interactions};
  EXPECT_TRUE(parsed_and_checked(R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("a"))",
                                 only_interactions)
                  .has_value());
  EXPECT_FALSE(parsed_and_checked("INCLUDE ItemID WHERE Items.PRICE > 1", only_interactions));
  EXPECT_FALSE(parsed_and_checked(
      R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("a") IF CurrentUser.AGE > 1)",
      only_interactions));
}

TEST(Inspection, TellsWhatAFilterNeeds) {
  const auto expression = parse(
      R"(INCLUDE ItemID WHERE Items.G IN ($B, $A) AND Items.price < $A IF CurrentUser.AGE > $C | )"
      R"(EXCLUDE ItemID WHERE Items.G IN CurrentItem.BRAND)");
  ASSERT_TRUE(expression.has_value());
  const Traits traits = inspect(**expression);
  EXPECT_EQ(traits.entity, Entity::kItem);
  EXPECT_TRUE(traits.uses_user);
  EXPECT_TRUE(traits.uses_current_user);
  EXPECT_TRUE(traits.uses_current_item);
  EXPECT_TRUE(traits.has_include);
  EXPECT_EQ(traits.parameters, (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(traits.fields,
            (std::vector<std::string>{"ITEMS.BRAND", "ITEMS.G", "ITEMS.PRICE", "USERS.AGE"}));
}

TEST(Inspection, InteractionsNeedTheRequestsUserOnlyInFiltersAboutItems) {
  const auto items = parse(R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("a"))");
  const auto users = parse(R"(EXCLUDE UserID WHERE Interactions.EVENT_TYPE IN ("a"))");
  EXPECT_TRUE(inspect(**items).uses_user);
  EXPECT_FALSE(inspect(**items).uses_current_user);
  EXPECT_FALSE(inspect(**items).has_include);
  EXPECT_FALSE(inspect(**users).uses_user);
  EXPECT_EQ(inspect(**users).entity, Entity::kUser);
}

}  // namespace
}  // namespace attune::filter
