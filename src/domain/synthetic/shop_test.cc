#include "domain/synthetic/shop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/load.h"
#include "domain/synthetic/catalogue.h"
#include "domain/synthetic/schemas.h"
#include "foundation/io/file_source.h"
#include "foundation/io/mapped_file.h"

namespace attune::synthetic {
namespace {

ShopOptions small_shop() {
  return {.user_count = 5000,
          .item_count = 600,
          .interaction_count = 40'000,
          .day_count = 60,
          .seed = 5,
          .end_time_s = 1'700'000'000,
          .thread_count = 1};
}

std::string folder(const std::string& name) {
  return testing::TempDir() + "attune_shop_" + name;
}

std::string content_of(const std::string& path) {
  const auto file = io::MappedFile::open(path);
  return file ? std::string(file->bytes().begin(), file->bytes().end()) : "";
}

data::CsvFile csv_of(const std::string& path) {
  return {.name = path, .open = [path]() -> Result<std::unique_ptr<io::ByteSource>> {
            auto source = io::FileSource::open(path);
            if (!source) return std::unexpected(source.error());
            return std::move(*source);
          }};
}

TEST(Shop, IsTheSameForAnyNumberOfThreadsAndDiffersBySeed) {
  ShopOptions options = small_shop();
  ASSERT_TRUE(generate_shop(options, folder("one"), {}).has_value());
  options.thread_count = 3;
  ASSERT_TRUE(generate_shop(options, folder("three"), {}).has_value());
  options.seed = 6;
  ASSERT_TRUE(generate_shop(options, folder("other"), {}).has_value());
  for (const std::string name : {"/interactions.csv", "/items.csv", "/users.csv"}) {
    EXPECT_TRUE(content_of(folder("one") + name) == content_of(folder("three") + name)) << name;
    EXPECT_FALSE(content_of(folder("one") + name) == content_of(folder("other") + name)) << name;
  }
}

TEST(Shop, ImportsByItsOwnSchemasWithoutABadRow) {
  ASSERT_TRUE(generate_shop(small_shop(), folder("import"), {}).has_value());
  const std::vector<std::uint64_t> rows{40'000, 600, 5000};
  const std::vector<std::string> files{"/interactions.csv", "/items.csv", "/users.csv"};
  for (std::size_t at = 0; at < files.size(); ++at) {
    const auto schema = data::parse_schema(kSchemaFiles[at].second, data::Domain::kCustom);
    ASSERT_TRUE(schema.has_value()) << schema.error().message;
    const std::vector<data::CsvFile> csv{csv_of(folder("import") + files[at])};
    const auto report = data::import_csv(*schema, csv, folder("import") + "/segment", {});
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->rows_kept, rows[at]);
    EXPECT_EQ(report->rows_bad, 0U);
  }
  EXPECT_TRUE(data::parse_schema(kSchemaFiles[1].second, data::Domain::kEcommerce).has_value());
}

TEST(Shop, WritesEventsInTimeOrderBeforeTheEndTime) {
  ASSERT_TRUE(generate_shop(small_shop(), folder("order"), {}).has_value());
  const std::string text = content_of(folder("order") + "/interactions.csv");
  std::int64_t previous = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1) {
    const std::size_t time = text.find(',', text.find(',', at) + 1) + 1;
    const std::int64_t now = std::stoll(text.substr(time, 12));
    ASSERT_GE(now, previous);
    previous = now;
  }
  EXPECT_LT(previous, small_shop().end_time_s);
}

/// How often the commonest successor of an item follows it, against how often the commonest item
/// comes at all: an order-aware model has something to learn, and the other way round less.
TEST(Shop, HasSequencesThatTellTheNextItem) {
  ASSERT_TRUE(generate_shop(small_shop(), folder("learn"), {}).has_value());
  const auto schema = data::parse_schema(kSchemaFiles[0].second, data::Domain::kCustom);
  const std::vector<data::CsvFile> csv{csv_of(folder("learn") + "/interactions.csv")};
  ASSERT_TRUE(data::import_csv(*schema, csv, folder("learn") + "/segment", {}).has_value());
  const std::vector<std::string> paths{folder("learn") + "/segment"};
  data::EventSelection views;
  views.rules = {{.event_type = "view", .value_min = {}, .weight = 1.0}};
  const auto table = data::load_interactions(*schema, paths, {}, views);
  ASSERT_TRUE(table.has_value());
  std::map<std::size_t, std::map<std::size_t, int>> next;
  std::map<std::size_t, int> popularity;
  int pairs = 0;
  for (std::size_t user = 0; user < table->user_count(); ++user) {
    for (std::uint64_t row = table->offsets[user]; row + 1 < table->offsets[user + 1]; ++row) {
      ++next[data::raw(table->item[row])][data::raw(table->item[row + 1])];
      ++popularity[data::raw(table->item[row + 1])];
      ++pairs;
    }
  }
  int hits = 0;
  for (const auto& [item, followers] : next) {
    int best = 0;
    for (const auto& [follower, count] : followers) best = std::max(best, count);
    hits += best;
  }
  int commonest = 0;
  for (const auto& [item, count] : popularity) commonest = std::max(commonest, count);
  EXPECT_GT(hits, pairs / 5);
  EXPECT_LT(commonest, pairs / 20);
}

TEST(Shop, MakesTinyShops) {
  ShopOptions options = small_shop();
  options.user_count = 1;
  options.item_count = 1;
  options.interaction_count = 10;
  options.day_count = 1;
  ASSERT_TRUE(generate_shop(options, folder("tiny"), {}).has_value());
  const std::string text = content_of(folder("tiny") + "/interactions.csv");
  EXPECT_EQ(std::ranges::count(text, '\n'), 11);
}

TEST(Shop, RefusesOptionsOutOfBounds) {
  ShopOptions options = small_shop();
  options.item_count = 0;
  const auto outcome = generate_shop(options, folder("none"), {});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidInput);
}

TEST(Catalogue, NamesItemsLikeAShop) {
  const Catalogue catalogue(500, 30, 1);
  for (std::uint32_t item = 0; item < 500; ++item) {
    const std::string title = catalogue.title_of(item);
    EXPECT_GE(title.size(), 8U);
    EXPECT_EQ(title.find('"'), std::string::npos);
    EXPECT_GT(catalogue.items()[item].price, 0.0F);
  }
}

}  // namespace
}  // namespace attune::synthetic
