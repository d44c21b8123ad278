#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "domain/data/entities.h"
#include "foundation/base/error.h"

namespace attune::cli {

/// Names of items for people: the itemName column of an Items file, else one called TITLE, NAME or
/// ITEM_NAME, else the first column of text.
class ItemTitles {
 public:
  /// No titles.
  ItemTitles() = default;
  [[nodiscard]] static Result<ItemTitles> read(const std::string& items_csv);

  /// Empty where there is none.
  [[nodiscard]] std::string_view of(std::string_view item_id) const;
  [[nodiscard]] bool empty() const { return column_ == nullptr; }

 private:
  std::shared_ptr<const data::EntityTable> table_;
  const data::EntityColumn* column_ = nullptr;  // of *table_
};

}  // namespace attune::cli
