#include "learning/models/occurrences.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"

namespace attune::models {

Occurrences occurrences_of(const data::InteractionTable& table) {
  Occurrences found;
  found.offsets.assign(table.item_count() + 1, 0);
  for (const data::ItemIndex item : table.item) ++found.offsets[data::raw(item) + 1];
  std::partial_sum(found.offsets.begin(), found.offsets.end(), found.offsets.begin());
  std::vector<std::uint64_t> next(found.offsets.begin(), found.offsets.end() - 1);
  found.rows.resize(table.row_count());
  found.user_end.resize(table.row_count());
  for (std::size_t user = 0; user < table.user_count(); ++user) {
    for (std::uint64_t row = table.offsets[user]; row < table.offsets[user + 1]; ++row) {
      found.rows[next[data::raw(table.item[row])]++] = row;
      found.user_end[row] = table.offsets[user + 1];
    }
  }
  return found;
}

}  // namespace attune::models
