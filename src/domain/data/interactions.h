#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/vocabulary.h"

namespace attune::data {

inline constexpr std::uint32_t kNoCategory = 0xFFFFFFFF;

/// A value of a metadata column of Interactions: a category code or a number, as its column says.
class ContextCell {
 public:
  constexpr ContextCell() = default;  // null
  [[nodiscard]] static constexpr ContextCell of_code(std::uint32_t code) {
    return ContextCell(code);
  }
  [[nodiscard]] static constexpr ContextCell of_number(float number) {
    return ContextCell(std::bit_cast<std::uint32_t>(number));
  }
  [[nodiscard]] constexpr std::uint32_t code() const { return bits_; }
  [[nodiscard]] constexpr float number() const { return std::bit_cast<float>(bits_); }

 private:
  constexpr explicit ContextCell(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = kNoCategory;  // read as a float: NaN, which is null there, too
};

/// How many metadata columns travel with an interaction, the first ones of the schema; the
/// reference allows a schema as many (4.2).
inline constexpr std::size_t kContextColumnsMax = 5;
using ContextCells = std::array<ContextCell, kContextColumnsMax>;

/// One event of a user's history, by dense indices.
struct Interaction {
  ItemIndex item{};
  EventTypeIndex event_type = kNoEventType;
  float event_value = 0.0F;      // NaN: none
  std::int64_t timestamp_s = 0;  // Unix epoch seconds
  ContextCells context{};        // by column of the table's context
};

/// A metadata column of Interactions beside the reserved ones, by row. Strings are category codes.
struct ContextColumn {
  std::string name;
  bool numeric = false;
  std::shared_ptr<const Vocabulary>
      categories;                    // of a string column; code = index, kNoCategory: null
  std::vector<std::uint32_t> codes;  // of a string column
  std::vector<float> numbers;        // of a numeric column; NaN: null
};
/// All interactions of a dataset group as sequences: rows sorted by user, inside a user by time,
/// equal times in the order of input. Duplicate events (same user, item, time, type, value) are
/// kept once. Immutable once built; reading is thread-safe. Memory: 18 bytes a row and the two
/// vocabularies.
struct InteractionTable {
  std::shared_ptr<const Vocabulary> users;
  std::shared_ptr<const Vocabulary> items;
  std::shared_ptr<const Vocabulary> event_types;
  std::vector<std::uint64_t>
      offsets;  // user u owns rows [offsets[u], offsets[u + 1]); users + 1 entries
  std::vector<ItemIndex> item;
  std::vector<EventTypeIndex> event_type;
  std::vector<float> event_value;
  std::vector<std::int64_t> timestamp_s;
  std::vector<ContextColumn> context;

  [[nodiscard]] std::size_t row_count() const { return item.size(); }
  [[nodiscard]] std::size_t user_count() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  [[nodiscard]] std::size_t item_count() const { return items ? items->size() : 0; }
  [[nodiscard]] Interaction row(std::size_t index) const {
    return {item[index], event_type[index], event_value[index], timestamp_s[index],
            context.empty() ? ContextCells{} : context_of(index)};
  }
  [[nodiscard]] ContextCells context_of(std::size_t row) const {
    ContextCells cells;
    for (std::size_t c = 0; c < std::min(context.size(), kContextColumnsMax); ++c) {
      cells[c] = context[c].numeric ? ContextCell::of_number(context[c].numbers[row])
                                    : ContextCell::of_code(context[c].codes[row]);
    }
    return cells;
  }
};

}  // namespace attune::data
