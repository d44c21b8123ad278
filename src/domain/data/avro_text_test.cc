#include "domain/data/avro_text.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "domain/data/schema.h"

namespace attune::data {
namespace {

TEST(AvroText, ReadsBackToAnEqualSchema) {
  const Schema schema{.dataset_type = DatasetType::kItems,
                      .columns = {{.name = "ITEM_ID"},
                                  {.name = "TITLE", .nullable = true},
                                  {.name = "GENRES", .nullable = true, .categorical = true},
                                  {.name = "BLURB", .nullable = true, .textual = true},
                                  {.name = "PRICE", .type = ColumnType::kFloat},
                                  {.name = "CREATION_TIMESTAMP", .type = ColumnType::kLong}}};
  const auto read = parse_schema(avro_text(schema), Domain::kCustom);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->dataset_type, schema.dataset_type);
  ASSERT_EQ(read->columns.size(), schema.columns.size());
  for (std::size_t at = 0; at < schema.columns.size(); ++at) {
    EXPECT_EQ(read->columns[at].name, schema.columns[at].name);
    EXPECT_EQ(read->columns[at].type, schema.columns[at].type);
    EXPECT_EQ(read->columns[at].nullable, schema.columns[at].nullable);
    EXPECT_EQ(read->columns[at].categorical, schema.columns[at].categorical);
    EXPECT_EQ(read->columns[at].textual, schema.columns[at].textual);
  }
}

}  // namespace
}  // namespace attune::data
