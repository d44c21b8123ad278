#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/schema.h"
#include "domain/data/vocabulary.h"

namespace attune::data {

/// One metadata column of an Items or Users table, by row. Which vectors are filled follows from
/// `column`: numeric types fill `numbers`; categorical strings fill `category_offsets` and
/// `category_codes`; every string column also fills `texts` (as imported: "Action|Crime").
struct EntityColumn {
  Column column;
  std::vector<double> numbers;  // NaN: null
  std::shared_ptr<const Vocabulary> categories;
  std::vector<std::uint32_t> category_offsets;  // rows + 1 entries into category_codes
  std::vector<std::uint32_t> category_codes;
  std::vector<std::string> texts;
  std::vector<bool> is_null;
};

/// The rows of an Items, Users or Actions dataset; the newest row of an id wins.
/// Immutable once built; reading is thread-safe.
struct EntityTable {
  Vocabulary ids;  // row = index
  std::vector<EntityColumn> columns;

  [[nodiscard]] std::size_t row_count() const { return ids.size(); }
  /// By name as Schema::find compares; null if there is none.
  [[nodiscard]] const EntityColumn* find(std::string_view name) const;
};

}  // namespace attune::data
