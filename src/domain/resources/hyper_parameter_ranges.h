#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"

namespace attune::resources {

inline constexpr json::Rule kIntegerRangeBound{.value_min = -1'000'000, .value_max = 1'000'000};
inline constexpr json::Rule kContinuousRangeBound{.value_min = -1'000'000};
inline constexpr json::Rule kRangeValues{.size_max = 100, .each = &kText1000};
inline constexpr json::Rule kRangeList{.size_max = 100};

struct IntegerHyperParameterRange {
  std::optional<std::string> name = {};
  std::optional<std::int64_t> min_value = {};
  std::optional<std::int64_t> max_value = {};

  static constexpr auto kShape = json::shape(
      json::field("name", &IntegerHyperParameterRange::name, kText256),
      json::field("minValue", &IntegerHyperParameterRange::min_value, kIntegerRangeBound),
      json::field("maxValue", &IntegerHyperParameterRange::max_value, kIntegerRangeBound));
};

struct ContinuousHyperParameterRange {
  std::optional<std::string> name = {};
  std::optional<double> min_value = {};
  std::optional<double> max_value = {};

  static constexpr auto kShape = json::shape(
      json::field("name", &ContinuousHyperParameterRange::name, kText256),
      json::field("minValue", &ContinuousHyperParameterRange::min_value, kContinuousRangeBound),
      json::field("maxValue", &ContinuousHyperParameterRange::max_value, kContinuousRangeBound));
};

struct CategoricalHyperParameterRange {
  std::optional<std::string> name = {};
  std::optional<std::vector<std::string>> values = {};

  static constexpr auto kShape =
      json::shape(json::field("name", &CategoricalHyperParameterRange::name, kText256),
                  json::field("values", &CategoricalHyperParameterRange::values, kRangeValues));
};

struct HyperParameterRanges {
  std::optional<std::vector<IntegerHyperParameterRange>> integer_hyper_parameter_ranges = {};
  std::optional<std::vector<ContinuousHyperParameterRange>> continuous_hyper_parameter_ranges = {};
  std::optional<std::vector<CategoricalHyperParameterRange>> categorical_hyper_parameter_ranges =
      {};

  static constexpr auto kShape = json::shape(
      json::field("integerHyperParameterRanges",
                  &HyperParameterRanges::integer_hyper_parameter_ranges, kRangeList),
      json::field("continuousHyperParameterRanges",
                  &HyperParameterRanges::continuous_hyper_parameter_ranges, kRangeList),
      json::field("categoricalHyperParameterRanges",
                  &HyperParameterRanges::categorical_hyper_parameter_ranges, kRangeList));
};

struct DefaultIntegerHyperParameterRange {
  std::optional<std::string> name = {};
  std::optional<std::int64_t> min_value = {};
  std::optional<std::int64_t> max_value = {};
  std::optional<bool> is_tunable = {};

  static constexpr auto kShape = json::shape(
      json::field("name", &DefaultIntegerHyperParameterRange::name, kText256),
      json::field("minValue", &DefaultIntegerHyperParameterRange::min_value, kIntegerRangeBound),
      json::field("maxValue", &DefaultIntegerHyperParameterRange::max_value, kIntegerRangeBound),
      json::field("isTunable", &DefaultIntegerHyperParameterRange::is_tunable));
};

struct DefaultContinuousHyperParameterRange {
  std::optional<std::string> name = {};
  std::optional<double> min_value = {};
  std::optional<double> max_value = {};
  std::optional<bool> is_tunable = {};

  static constexpr auto kShape =
      json::shape(json::field("name", &DefaultContinuousHyperParameterRange::name, kText256),
                  json::field("minValue", &DefaultContinuousHyperParameterRange::min_value,
                              kContinuousRangeBound),
                  json::field("maxValue", &DefaultContinuousHyperParameterRange::max_value,
                              kContinuousRangeBound),
                  json::field("isTunable", &DefaultContinuousHyperParameterRange::is_tunable));
};

struct DefaultCategoricalHyperParameterRange {
  std::optional<std::string> name = {};
  std::optional<std::vector<std::string>> values = {};
  std::optional<bool> is_tunable = {};

  static constexpr auto kShape = json::shape(
      json::field("name", &DefaultCategoricalHyperParameterRange::name, kText256),
      json::field("values", &DefaultCategoricalHyperParameterRange::values, kRangeValues),
      json::field("isTunable", &DefaultCategoricalHyperParameterRange::is_tunable));
};

struct DefaultHyperParameterRanges {
  std::optional<std::vector<DefaultIntegerHyperParameterRange>> integer_hyper_parameter_ranges = {};
  std::optional<std::vector<DefaultContinuousHyperParameterRange>>
      continuous_hyper_parameter_ranges;
  std::optional<std::vector<DefaultCategoricalHyperParameterRange>>
      categorical_hyper_parameter_ranges;

  static constexpr auto kShape = json::shape(
      json::field("integerHyperParameterRanges",
                  &DefaultHyperParameterRanges::integer_hyper_parameter_ranges, kRangeList),
      json::field("continuousHyperParameterRanges",
                  &DefaultHyperParameterRanges::continuous_hyper_parameter_ranges, kRangeList),
      json::field("categoricalHyperParameterRanges",
                  &DefaultHyperParameterRanges::categorical_hyper_parameter_ranges, kRangeList));
};

}  // namespace attune::resources
