#include "service/job_kinds/attribution_report.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/load.h"
#include "domain/data/schema.h"
#include "foundation/io/memory_source.h"

namespace attune::job_kinds {
namespace {

using resources::MetricAttribute;

class AttributionReport : public testing::Test {
 protected:
  AttributionReport()
      : path_(std::filesystem::temp_directory_path() /
              ("attribution_" + std::to_string(::getpid()) + ".segment")) {
    schema_.columns = {{.name = "USER_ID"},
                       {.name = "ITEM_ID"},
                       {.name = "TIMESTAMP", .type = data::ColumnType::kLong},
                       {.name = "EVENT_TYPE"},
                       {.name = "QUANTITY", .type = data::ColumnType::kInt, .nullable = true},
                       {.name = "EVENT_ATTRIBUTION_SOURCE", .nullable = true}};
  }
  ~AttributionReport() override { std::filesystem::remove(path_); }

  std::string report(const std::string& rows, const std::vector<MetricAttribute>& metrics) {
    const std::string csv =
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,QUANTITY,EVENT_ATTRIBUTION_SOURCE\n" + rows;
    const std::vector<data::CsvFile> files{
        {.name = "x.csv", .open = [csv]() -> Result<std::unique_ptr<io::ByteSource>> {
           return std::make_unique<io::MemorySource>(csv);
         }}};
    EXPECT_TRUE(data::import_csv(schema_, files, path_, {}).has_value());
    data::Schema items;
    items.dataset_type = data::DatasetType::kItems;
    items.columns = {{.name = "ITEM_ID"}, {.name = "PRICE", .type = data::ColumnType::kFloat}};
    const std::vector<data::StreamedEntity> priced{{.id = "a", .properties = R"({"PRICE":2.5})"}};
    const auto table = data::load_entities(items, {}, priced).value();
    return attribution_report(data::Segment::open(path_).value(), &table, metrics).value();
  }

  const std::string path_;
  data::Schema schema_;
};

constexpr auto* kHeader =
    "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP\n";

TEST_F(AttributionReport, CountsBySourceAndQuarterOfAnHour) {
  EXPECT_EQ(
      report(
          "u,a,1800,Watch,,home\nu,a,1801,watch,,home\nu,b,2699,Watch,,\n"
          "u,b,2700,Watch,,home\nu,b,2701,click,,home\n",
          {{.event_type = "watch", .metric_name = "count-watches", .expression = "SAMPLECOUNT()"}}),
      std::string(kHeader) +
          "COUNTWATCHES,WATCH,1.0,samplecount,SOURCE_NAME_UNDEFINED,1800\n"
          "COUNTWATCHES,WATCH,2.0,samplecount,home,1800\n"
          "COUNTWATCHES,WATCH,1.0,samplecount,home,2700\n");
}

TEST_F(AttributionReport, SumsColumnsOfItemsAndInteractions) {
  EXPECT_EQ(
      report(
          "u,a,900,buy,3,s\nu,a,901,buy,,s\nu,unknown,902,buy,4,s\n",
          {{.event_type = "buy", .metric_name = "n", .expression = "sum(items.price)"},
           {.event_type = "buy", .metric_name = "q", .expression = "SUM(Interactions.QUANTITY)"}}),
      std::string(kHeader) + "N,BUY,5.0,sum,s,900\nQ,BUY,7.0,sum,s,900\n");
}

TEST_F(AttributionReport, NamesNoMoreThanAHundredSources) {
  std::string rows;
  for (int i = 0; i < 120; ++i) {
    rows += "u" + std::to_string(i) + ",a,900,buy,1,s" + std::to_string(i) + '\n';
  }
  const std::string text =
      report(rows, {{.event_type = "buy", .metric_name = "n", .expression = "SAMPLECOUNT()"}});
  EXPECT_NE(text.find("N,BUY,20.0,samplecount,SOURCE_NAME_UNDEFINED,900"), std::string::npos);
}

}  // namespace
}  // namespace attune::job_kinds
