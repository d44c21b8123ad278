#include "service/job_kinds/attribution_report.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "domain/data/csv_row.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "service/control/metric_expression.h"

namespace attune::job_kinds {
namespace {

using control::MetricExpression;
using resources::MetricAttribute;

constexpr std::int64_t kBucketSeconds = 900;
constexpr std::string_view kHeader =
    "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP\n";

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char each) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
  });
  return result;
}

// "countViews" and "count-views" are COUNTVIEWS.
std::string shown_name(std::string_view name) {
  std::string result = upper(name);
  std::erase_if(result,
                [](char each) { return std::isalnum(static_cast<unsigned char>(each)) == 0; });
  return result;
}

/// Where a metric's values stand.
struct Metric {
  const MetricAttribute* asked = nullptr;
  MetricExpression expression;
  std::size_t column = 0;                           // of SUM over interactions
  const data::EntityColumn* item_column = nullptr;  // of SUM over items; null: no such data
};

/// The columns of interactions that every metric reads.
struct Columns {
  std::size_t item = 0;
  std::size_t time = 0;
  std::size_t type = 0;
  std::optional<std::size_t> source;
};

Result<std::size_t> column_of(const data::Segment& segment, std::string_view name) {
  if (const auto at = segment.position_of(name)) return *at;
  return invalid_input("Interactions have no column " + std::string(name));
}

class Report {
 public:
  Report(const data::Segment& segment, const data::EntityTable* items)
      : segment_(segment), items_(items) {}

  Result<void> prepare(const std::vector<MetricAttribute>& metrics) {
    ATTUNE_TRY(item, column_of(segment_, "ITEM_ID"));
    ATTUNE_TRY(time, column_of(segment_, "TIMESTAMP"));
    ATTUNE_TRY(type, column_of(segment_, "EVENT_TYPE"));
    columns_ = {.item = item,
                .time = time,
                .type = type,
                .source = segment_.position_of("EVENT_ATTRIBUTION_SOURCE")};
    for (const MetricAttribute& asked : metrics) {
      ATTUNE_TRY(expression, control::parse_metric_expression(asked.expression));
      Metric metric{.asked = &asked, .expression = std::move(expression)};
      if (metric.expression.function == MetricExpression::Function::kSum) {
        ATTUNE_TRY_VOID(find_column(metric));
      }
      metrics_.push_back(std::move(metric));
    }
    match_types();
    return {};
  }

  void add_all() {
    for (std::size_t group = 0; group < segment_.group_count(); ++group) {
      for (std::size_t row = 0; row < segment_.group_row_count(group); ++row) add(group, row);
    }
  }

  [[nodiscard]] std::string text() const {
    std::string out(kHeader);
    for (const auto& [key, value] : values_) {
      const auto& [metric, source, bucket] = key;
      append_line(metrics_[metric], source, bucket, value, out);
    }
    return out;
  }

 private:
  using Key = std::tuple<std::size_t, std::string, std::int64_t>;

  Result<void> find_column(Metric& metric) const {
    if (metric.expression.of_items) {
      metric.item_column = items_ == nullptr ? nullptr : items_->find(metric.expression.column);
      return {};
    }
    ATTUNE_TRY(column, column_of(segment_, metric.expression.column));
    metric.column = column;
    return {};
  }

  // Which metrics count an event type, by its code.
  void match_types() {
    const data::DictionaryView& types = segment_.dictionary(columns_.type);
    metrics_of_type_.resize(types.size());
    for (std::uint32_t code = 0; code < types.size(); ++code) {
      for (std::size_t metric = 0; metric < metrics_.size(); ++metric) {
        if (upper(metrics_[metric].asked->event_type) == upper(types.text(code))) {
          metrics_of_type_[code].push_back(metric);
        }
      }
    }
  }

  void add(std::size_t group, std::size_t row) {
    const data::ColumnView& types = segment_.column(group, columns_.type);
    if (types.is_null(row)) return;
    const std::vector<std::size_t>& counting = metrics_of_type_[types.codes[row]];
    if (counting.empty()) return;
    const std::int64_t time = segment_.column(group, columns_.time).integers[row];
    const std::int64_t bucket = time - time % kBucketSeconds;
    const std::string source = source_of(group, row);
    for (const std::size_t metric : counting) {
      values_[{metric, source, bucket}] += value_of(metrics_[metric], group, row);
    }
  }

  std::string source_of(std::size_t group, std::size_t row) {
    if (!columns_.source || segment_.column(group, *columns_.source).is_null(row)) {
      return std::string(kNoSource);
    }
    std::string source = text_of(group, row, *columns_.source);
    if (source.empty()) return std::string(kNoSource);
    if (sources_.contains(source)) return source;
    if (sources_.size() >= kAttributionSourcesMax) return std::string(kNoSource);
    sources_.insert(source);
    return source;
  }

  [[nodiscard]] std::string text_of(std::size_t group, std::size_t row, std::size_t at) const {
    const data::ColumnView& texts = segment_.column(group, at);
    if (data::encoding_of(segment_.schema().columns[at]) == data::Encoding::kDictionary) {
      return std::string(segment_.dictionary(at).text(texts.codes[row]));
    }
    return std::string(texts.text(row));
  }

  [[nodiscard]] double value_of(const Metric& metric, std::size_t group, std::size_t row) const {
    if (metric.expression.function == MetricExpression::Function::kSampleCount) return 1.0;
    if (metric.expression.of_items) return item_value(metric, group, row);
    const data::ColumnView& values = segment_.column(group, metric.column);
    if (values.is_null(row)) return 0.0;
    return values.numbers.empty() ? static_cast<double>(values.integers[row]) : values.numbers[row];
  }

  [[nodiscard]] double item_value(const Metric& metric, std::size_t group, std::size_t row) const {
    if (metric.item_column == nullptr || metric.item_column->numbers.empty()) return 0.0;
    const std::uint32_t code = segment_.column(group, columns_.item).codes[row];
    const auto item = items_->ids.find(segment_.dictionary(columns_.item).text(code));
    if (!item) return 0.0;
    const double value = metric.item_column->numbers[*item];
    return std::isnan(value) ? 0.0 : value;
  }

  static void append_line(const Metric& metric, const std::string& source, std::int64_t bucket,
                          double value, std::string& out) {
    const bool sums = metric.expression.function == MetricExpression::Function::kSum;
    std::string number;
    json::write_number(value, number);
    if (number.find_first_of(".e") == std::string::npos) number += ".0";
    out += shown_name(metric.asked->metric_name) + ',';
    data::append_csv_field(upper(metric.asked->event_type), out);
    out += ',' + number + (sums ? ",sum," : ",samplecount,");
    data::append_csv_field(source, out);
    out += ',' + std::to_string(bucket) + '\n';
  }

  const data::Segment& segment_;
  const data::EntityTable* items_;
  Columns columns_;
  std::vector<Metric> metrics_;
  std::vector<std::vector<std::size_t>> metrics_of_type_;
  std::set<std::string, std::less<>> sources_;
  std::map<Key, double> values_;
};

}  // namespace

Result<std::string> attribution_report(const data::Segment& interactions,
                                       const data::EntityTable* items,
                                       const std::vector<MetricAttribute>& metrics) {
  Report report(interactions, items);
  ATTUNE_TRY_VOID(report.prepare(metrics));
  report.add_all();
  return report.text();
}

}  // namespace attune::job_kinds
