#include "service/campaigns/request_context.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "domain/data/column_name.h"
#include "domain/data/context_cell.h"

namespace attune::campaigns {

const data::ContextColumn* find_context_column(const std::vector<data::ContextColumn>& columns,
                                               std::string_view key) {
  const std::string name = data::folded_column_name(key);
  const auto found = std::ranges::find_if(columns, [&](const data::ContextColumn& column) {
    return data::folded_column_name(column.name) == name;
  });
  return found == columns.end() ? nullptr : &*found;
}

std::optional<float> context_number(std::string_view text) {
  float number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

data::ContextCells request_context(const Query& query,
                                   const std::vector<data::ContextColumn>& columns) {
  data::ContextCells cells;
  for (const auto& [key, value] : query.context) {
    const data::ContextColumn* column = find_context_column(columns, key);
    if (column == nullptr) continue;
    const auto position = static_cast<std::size_t>(column - columns.data());
    if (position >= cells.size()) continue;
    if (!column->numeric) {
      cells[position] = data::context_cell(*column, json::Value(value));
    } else if (const auto number = context_number(value)) {
      cells[position] = data::ContextCell::of_number(*number);
    }
  }
  return cells;
}

bool is_empty(const data::ContextCells& cells) {
  return std::ranges::all_of(
      cells, [](data::ContextCell cell) { return cell.code() == data::kNoCategory; });
}

models::Moment moment_of(const Deployed& campaign, const Query& query) {
  return {.live = campaign.live.counts(),
          .context = request_context(query, campaign.deployment.solution->interactions->context)};
}

}  // namespace attune::campaigns
