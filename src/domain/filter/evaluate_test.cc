#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "domain/filter/case_file_test.h"
#include "domain/filter/filter.h"

namespace attune::filter {
namespace {

constexpr double kNull = std::numeric_limits<double>::quiet_NaN();

data::EntityColumn numbers_column(std::string name, std::vector<double> numbers) {
  data::EntityColumn column;
  column.column = {.name = std::move(name), .type = data::ColumnType::kDouble, .nullable = true};
  for (const double number : numbers) column.is_null.push_back(std::isnan(number));
  column.numbers = std::move(numbers);
  return column;
}

data::EntityColumn texts_column(std::string name, std::vector<std::string> texts) {
  data::EntityColumn column;
  column.column = {.name = std::move(name), .nullable = true};
  for (const std::string& text : texts) column.is_null.push_back(text == "(null)");
  column.texts = std::move(texts);
  return column;
}

/// The catalogue that tests/cases/filter/evaluate.case describes.
struct Shop {
  data::Vocabulary vocabulary;
  data::Vocabulary event_types;
  data::EntityTable items;
  data::EntityTable users;
  std::vector<data::Interaction> history;

  Shop() {
    for (const char* item : {"drama", "both", "action", "blank", "bare"}) vocabulary.add(item);
    for (const char* item : {"blank", "action", "both", "drama"}) items.ids.add(item);
    items.columns.push_back(texts_column("GENRES", {"(null)", "Action", "Drama|Action", "Drama"}));
    items.columns.push_back(numbers_column("PRICE", {kNull, 30, 20, 10}));
    items.columns.push_back(texts_column("YEAR", {"(null)", "2000", "(null)", "1990"}));
    for (const char* user : {"ada", "bob"}) users.ids.add(user);
    users.columns.push_back(numbers_column("AGE", {17, 40}));
    users.columns.push_back(texts_column("TIER", {"gold", "(null)"}));
    for (const char* type : {"view", "Purchase", "CLICK"}) event_types.add(type);
    add_event("drama", data::EventTypeIndex{0});
    add_event("drama", data::EventTypeIndex{1});
    add_event("both", data::EventTypeIndex{0});
    add_event("blank", data::EventTypeIndex{2});
    add_event("bare", data::kNoEventType);
  }

  void add_event(std::string_view item, data::EventTypeIndex type) {
    history.push_back({.item = data::ItemIndex{*vocabulary.find(item)}, .event_type = type});
  }
  [[nodiscard]] Catalogue catalogue() const { return {&vocabulary, &items, &event_types}; }

  [[nodiscard]] Request request(const Case& each) const {
    Request request{.users = &users};
    for (const auto& [name, value] : each.values) request.values.emplace(name, value);
    if (!each.user.empty()) request.user_id = each.user;
    if (!each.item.empty()) request.item_id = each.item;
    if (each.user == "ada") request.history = history;
    return request;
  }
  [[nodiscard]] std::string names(const Bitmap& bitmap) const {
    std::string text;
    for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
      if (bitmap.test(i)) text.append(text.empty() ? "" : " ").append(vocabulary.text(i));
    }
    return text;
  }
};

std::unique_ptr<CompiledFilter> compiled(const std::string& text, const Catalogue& catalogue,
                                         const CompileOptions& options = {}) {
  auto expression = parse(text);
  if (!expression) {
    ADD_FAILURE() << expression.error().message;
    return nullptr;
  }
  auto filter = compile(*expression, catalogue, options);
  if (!filter) ADD_FAILURE() << filter.error().message;
  return filter ? std::move(*filter) : nullptr;
}

TEST(Evaluation, GivesTheItemsThatTheCasesSay) {
  const Shop shop;
  const std::vector<Case> cases = cases_of("evaluate.case");
  ASSERT_GT(cases.size(), 40U);
  for (const Case& each : cases) {
    SCOPED_TRACE(each.title);
    const auto filter = compiled(each.filter, shop.catalogue());
    ASSERT_NE(filter, nullptr);
    for (int repeat = 0; repeat < 2; ++repeat) {  // the second comes from the cache
      const auto items = filter->evaluate(shop.request(each));
      if (each.outcome == "refused") {
        ASSERT_FALSE(items.has_value());
        EXPECT_EQ(items.error().code, ErrorCode::kInvalidInput);
        continue;
      }
      ASSERT_TRUE(items.has_value()) << items.error().message;
      EXPECT_EQ(shop.names(**items), each.outcome);
    }
  }
}

TEST(Evaluation, RefusesFiltersAboutOtherThings) {
  const Shop shop;
  for (const char* text : {R"(INCLUDE UserID WHERE Users.TIER IN ("gold"))",
                           R"(INCLUDE ActionID WHERE Actions.VALUE > 1)",
                           R"(INCLUDE ItemID WHERE Users.TIER IN ("gold"))"}) {
    const auto filter = compile(*parse(text), shop.catalogue());
    ASSERT_FALSE(filter.has_value()) << text;
    EXPECT_EQ(filter.error().code, ErrorCode::kInvalidInput);
  }
}

TEST(Evaluation, WithoutMetadataEveryFieldIsNull) {
  const Shop shop;
  const Catalogue bare{&shop.vocabulary, nullptr, &shop.event_types};
  const auto positive = compiled("INCLUDE ItemID WHERE Items.PRICE > 0", bare);
  EXPECT_EQ(shop.names(**positive->evaluate({})), "");
  const auto negative = compiled(R"(INCLUDE ItemID WHERE Items.GENRES NOT IN ("Drama"))", bare);
  EXPECT_EQ(shop.names(**negative->evaluate({})), "drama both action blank bare");
}

TEST(Evaluation, AWindowLimitsTheEventsOfEachType) {
  Shop shop;
  shop.add_event("action", data::EventTypeIndex{0});
  const auto filter =
      compiled(R"(INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("view", "purchase"))",
               shop.catalogue(), {.history_events_per_type_max = 1});
  Request request{.user_id = "ada", .history = shop.history};
  EXPECT_EQ(shop.names(**filter->evaluate(request)), "drama action");
}

TEST(Evaluation, ARequestMayKnowEventTypesThatTheCatalogueDoesNot) {
  Shop shop;
  data::Vocabulary more;
  for (std::uint32_t i = 0; i < shop.event_types.size(); ++i) more.add(shop.event_types.text(i));
  shop.add_event("action", data::EventTypeIndex{static_cast<std::uint16_t>(more.add("Refund"))});
  const auto filter =
      compiled(R"(INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("refund"))", shop.catalogue());
  Request request{.user_id = "ada", .history = shop.history};
  EXPECT_EQ(shop.names(**filter->evaluate(request)), "");
  request.event_types = &more;
  EXPECT_EQ(shop.names(**filter->evaluate(request)), "action");
}

TEST(Evaluation, HoldsMoreParameterValuesThanItCaches) {
  const Shop shop;
  const auto filter = compiled("INCLUDE ItemID WHERE Items.PRICE > $MIN", shop.catalogue(),
                               {.cached_bitmaps_max = 2});
  for (int round = 0; round < 3; ++round) {
    for (const auto& [min, expected] : {std::pair{"5", "drama both action"},
                                        {"15", "both action"},
                                        {"25", "action"},
                                        {"35", ""},
                                        {"9.9999999", "drama both action"},
                                        {"10.0000001", "both action"}}) {
      Request request;
      request.values.emplace("MIN", min);
      EXPECT_EQ(shop.names(**filter->evaluate(request)), expected);
    }
  }
}

TEST(Evaluation, ListsThatOnlyLookAlikeAreDifferent) {
  const Shop shop;
  const auto filter = compiled("INCLUDE ItemID WHERE Items.GENRES IN ($G)", shop.catalogue());
  Request one;
  one.values.emplace("G", R"("Drama,Action")");
  Request two;
  two.values.emplace("G", R"("Drama","Action")");
  EXPECT_EQ(shop.names(**filter->evaluate(one)), "");
  EXPECT_EQ(shop.names(**filter->evaluate(two)), "drama both action");
}

TEST(Evaluation, RefusesTooManyAndTooLongValues) {
  const Shop shop;
  const auto filter = compiled("EXCLUDE ItemID WHERE Items.PRICE > $P", shop.catalogue());
  Request many;
  for (std::size_t i = 0; i <= kFilterValuesMax; ++i) many.values.emplace(std::to_string(i), "1");
  EXPECT_FALSE(filter->evaluate(many).has_value());
  Request long_value;
  long_value.values.emplace("X", std::string(kFilterValueLengthMax + 1, '1'));
  EXPECT_FALSE(filter->evaluate(long_value).has_value());
}

TEST(Evaluation, BitsBeyondTheCatalogueStayZero) {
  const Shop shop;
  const auto filter = compiled("EXCLUDE ItemID WHERE Items.PRICE > 1000", shop.catalogue());
  EXPECT_EQ((*filter->evaluate({}))->words.at(0), 0b11111U);
  const auto events =
      compiled(R"(INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ("x"))", shop.catalogue());
  EXPECT_EQ((*events->evaluate({.user_id = "ada"}))->words.at(0), 0b11111U);
}

}  // namespace
}  // namespace attune::filter
