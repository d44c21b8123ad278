#include "app/cli/item_titles.h"

#include <string>
#include <string_view>

#include "app/cli/data_source.h"
#include "domain/data/entities.h"
#include "domain/data/schema.h"
#include "foundation/base/error.h"

namespace attune::cli {
namespace {

const data::EntityColumn* title_column(const data::EntityTable& table) {
  for (const data::EntityColumn& column : table.columns) {
    if (column.column.item_name && !column.texts.empty()) return &column;
  }
  for (const char* name : {"TITLE", "NAME", "ITEM_NAME"}) {
    const data::EntityColumn* column = table.find(name);
    if (column != nullptr && !column->texts.empty()) return column;
  }
  for (const data::EntityColumn& column : table.columns) {
    if (!column.texts.empty()) return &column;
  }
  return nullptr;
}

}  // namespace

Result<ItemTitles> ItemTitles::read(const std::string& items_csv) {
  ATTUNE_TRY(table, load_entity_file(items_csv, data::DatasetType::kItems));
  ItemTitles titles;
  titles.table_ = table;
  titles.column_ = title_column(*table);
  return titles;
}

std::string_view ItemTitles::of(std::string_view item_id) const {
  if (column_ == nullptr) return {};
  const auto row = table_->ids.find(item_id);
  return row ? std::string_view(column_->texts[*row]) : std::string_view{};
}

}  // namespace attune::cli
