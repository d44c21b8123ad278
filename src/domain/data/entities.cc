#include "domain/data/entities.h"

#include <algorithm>
#include <string_view>

#include "domain/data/column_name.h"

namespace attune::data {

const EntityColumn* EntityTable::find(std::string_view name) const {
  const auto found = std::ranges::find_if(columns, [name](const EntityColumn& column) {
    return same_column_name(column.column.name, name);
  });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace attune::data
