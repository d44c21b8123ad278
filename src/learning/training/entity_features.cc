#include "learning/training/entity_features.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "learning/training/text_features.h"

namespace attune::training {
namespace {

constexpr double kDeviationsMax = 5.0;

struct Entry {
  std::uint32_t feature;
  float value;
};
using Rows = std::vector<std::vector<Entry>>;

/// The table's row of each id.
std::vector<std::optional<std::uint32_t>> rows_of(const data::EntityTable& table,
                                                  const data::Vocabulary& ids) {
  std::vector<std::optional<std::uint32_t>> rows(ids.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = table.ids.find(ids.text(i));
  return rows;
}

/// Returns the number of features that the column took.
std::size_t add_categories(const data::EntityColumn& column,
                           const std::vector<std::optional<std::uint32_t>>& rows,
                           std::size_t first_feature, Rows& features) {
  std::vector<std::uint32_t> counts(column.categories ? column.categories->size() : 0, 0);
  const auto codes = [&](std::uint32_t row) {
    return std::span(column.category_codes)
        .subspan(column.category_offsets[row],
                 column.category_offsets[row + 1] - column.category_offsets[row]);
  };
  for (const auto& row : rows) {
    if (!row) continue;
    for (const std::uint32_t code : codes(*row)) ++counts[code];
  }
  std::vector<std::optional<std::uint32_t>> feature_of(counts.size());
  std::size_t taken = 0;
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] < 2 || first_feature + taken >= kFeaturesMax) continue;
    feature_of[code] = static_cast<std::uint32_t>(first_feature + taken++);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i]) continue;
    const auto own = codes(*rows[i]);
    for (const std::uint32_t code : own) {
      if (feature_of[code]) {
        features[i].push_back({*feature_of[code], 1.0F / static_cast<float>(own.size())});
      }
    }
  }
  return taken;
}

std::size_t add_number(const data::EntityColumn& column,
                       const std::vector<std::optional<std::uint32_t>>& rows, std::size_t feature,
                       Rows& features) {
  if (feature >= kFeaturesMax) return 0;
  double count = 0.0;
  double mean = 0.0;
  double square = 0.0;  // Welford
  for (const auto& row : rows) {
    if (!row || !std::isfinite(column.numbers[*row])) continue;
    const double delta = column.numbers[*row] - mean;
    mean += delta / ++count;
    square += delta * (column.numbers[*row] - mean);
  }
  const double deviation = count > 1.0 ? std::sqrt(square / count) : 0.0;
  if (!(deviation > 0.0) || !std::isfinite(deviation)) return 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i] || !std::isfinite(column.numbers[*rows[i]])) continue;
    const double value = (column.numbers[*rows[i]] - mean) / deviation;
    features[i].push_back({static_cast<std::uint32_t>(feature),
                           static_cast<float>(std::clamp(value, -kDeviationsMax, kDeviationsMax))});
  }
  return 1;
}

std::size_t add_text(const data::EntityColumn& column,
                     const std::vector<std::optional<std::uint32_t>>& rows,
                     std::size_t first_feature, Rows& features) {
  if (first_feature + kTextBuckets > kFeaturesMax) return 0;
  std::vector<std::string_view> texts;
  for (const auto& row : rows) texts.push_back(row ? column.texts[*row] : std::string_view());
  const auto terms = text_terms(texts);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const TextTerm& term : terms[i]) {
      features[i].push_back({static_cast<std::uint32_t>(first_feature + term.bucket), term.weight});
    }
  }
  return kTextBuckets;
}

}  // namespace

nn::SparseRows entity_features(const data::EntityTable& table, const data::Vocabulary& ids) {
  const auto rows = rows_of(table, ids);
  Rows features(rows.size());
  nn::SparseRows result;
  for (const data::EntityColumn& column : table.columns) {
    const std::size_t first = result.feature_count;
    if (!column.category_codes.empty()) {
      result.feature_count += add_categories(column, rows, first, features);
    } else if (column.column.textual && !column.texts.empty()) {
      result.feature_count += add_text(column, rows, first, features);
    } else if (!column.numbers.empty()) {
      result.feature_count += add_number(column, rows, first, features);
    }
  }
  for (const auto& own : features) {
    for (const Entry& entry : own) {
      result.features.push_back(entry.feature);
      result.values.push_back(entry.value);
    }
    result.offsets.push_back(static_cast<std::uint32_t>(result.features.size()));
  }
  return result;
}

}  // namespace attune::training
