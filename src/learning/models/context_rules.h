#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/data/interactions.h"

namespace attune::models {

/// An input of an event beside item, time and type: a row of the table of input vectors, times a
/// value.
struct ContextInput {
  std::uint32_t row = 0;
  float value = 0.0F;
};

/// sign(x) log1p(|x|), at most 20 either way.
[[nodiscard]] float signed_log(float x);

/// How numbers are standardised.
struct NumberScale {
  float mean = 0.0F;       // of the signed logs
  float deviation = 1.0F;  // 0: they are all alike, so they say nothing

  /// (signed_log(x) - mean) / deviation, at most kContextDeviationsMax either way; 0 without a
  /// deviation.
  [[nodiscard]] float of(float x) const;
};

/// How one metadata column of Interactions becomes inputs. A number has two rows: its standardised
/// signed log (at most kContextDeviationsMax either way), and 1 where it is null. A category has
/// the row of its own or the one that all others share; null has none.
struct ContextColumnRule {
  std::string name;
  bool numeric = false;
  NumberScale scale{.deviation = 0.0F};  // without a deviation the column has no rows
  std::vector<std::uint32_t> codes;      // categories with a row of their own, ascending
  std::uint32_t first_row = 0;           // among the rows of the context

  [[nodiscard]] std::uint32_t row_count() const;
};
inline constexpr float kContextDeviationsMax = 5.0F;
/// Categories of a column with a row of their own.
inline constexpr std::size_t kContextCategoriesMax = 1000;

struct ContextRules {
  std::vector<ContextColumnRule> columns;  // by column of the interactions' context

  /// Gives each column its rows: categories first, as a request may know them beforehand, numbers
  /// behind them, as they belong to what was chosen (a price, a quantity).
  void lay_out();
  [[nodiscard]] std::size_t row_count() const;
  [[nodiscard]] std::size_t category_row_count() const;
  /// Appends the inputs of `cells`, rows counted from `first_row`.
  void add_inputs(const data::ContextCells& cells, std::uint32_t first_row,
                  std::vector<ContextInput>& to) const;
};

}  // namespace attune::models
