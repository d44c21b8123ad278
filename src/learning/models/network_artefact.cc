#include "learning/models/network_artefact.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "learning/models/artefact_reader.h"
#include "learning/models/context_artefact.h"

namespace attune::models {
namespace {

std::vector<std::int32_t> to_signed(std::span<const std::uint32_t> values) {
  std::vector<std::int32_t> result;
  result.reserve(values.size());
  for (const std::uint32_t value : values) result.push_back(static_cast<std::int32_t>(value));
  return result;
}

Result<nn::SparseRows> user_features_of(const Artefact& artefact) {
  ATTUNE_TRY(feature_count, size_in(artefact, "user_features", kNetworkItemsMax));
  ATTUNE_TRY(offsets, read_integers(artefact, "user_feature_offsets", kAnyLength));
  ATTUNE_TRY(codes, read_integers(artefact, "user_feature_codes", kAnyLength));
  ATTUNE_TRY(values, finite_values(artefact, "user_feature_values", codes.size()));
  const auto entries = static_cast<std::int32_t>(codes.size());
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != entries ||
      !std::ranges::is_sorted(offsets)) {
    return refuse_member("user_feature_offsets", "must rise from 0 to the number of codes");
  }
  nn::SparseRows rows;
  rows.feature_count = feature_count;
  rows.offsets.assign(offsets.begin(), offsets.end());
  for (const std::int32_t code : codes) {
    if (code < 0 || static_cast<std::size_t>(code) >= feature_count) {
      return refuse_member("user_feature_codes", "must be below user_features");
    }
    rows.features.push_back(static_cast<std::uint32_t>(code));
  }
  rows.values = std::move(values);
  return rows;
}

}  // namespace

std::unexpected<Error> refuse_member(std::string_view name, std::string_view rule) {
  return invalid_input("network artefact: " + std::string(name) + ": " + std::string(rule));
}

Result<void> check_model_kind(const Artefact& artefact, std::string_view kind) {
  const auto* member = artefact.configuration.find("model");
  if (member == nullptr || member->if_string() == nullptr || *member->if_string() != kind) {
    return refuse_member("model", "must be " + std::string(kind));
  }
  return {};
}

Result<std::size_t> size_in(const Artefact& artefact, std::string_view name, std::size_t max) {
  const auto* value = artefact.configuration.find(name);
  const auto* integer = value == nullptr ? nullptr : value->if_integer();
  if (integer == nullptr || *integer < 0 || static_cast<std::uint64_t>(*integer) > max) {
    return refuse_member(name, "must be an integer from 0 to " + std::to_string(max));
  }
  return static_cast<std::size_t>(*integer);
}

Result<bool> flag_in(const Artefact& artefact, std::string_view name) {
  const auto* member = artefact.configuration.find(name);
  const bool* flag = member == nullptr ? nullptr : member->if_bool();
  if (flag == nullptr) return refuse_member(name, "must be true or false");
  return *flag;
}

Result<std::vector<float>> finite_values(const Artefact& artefact, std::string_view name,
                                         std::size_t size) {
  ATTUNE_TRY(values, read_floats(artefact, name, size));
  if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); })) {
    return refuse_member(name, "has values that are not finite");
  }
  return values;
}

void add_network_common(Artefact& artefact, const NetworkCommon& common) {
  auto& c = artefact.configuration;
  c.add("hidden", static_cast<std::int64_t>(common.hidden));
  c.add("items", static_cast<std::int64_t>(common.item_bias.size()));
  c.add("event_types", static_cast<std::int64_t>(common.rules.event_type_count));
  c.add("user_features", static_cast<std::int64_t>(common.user_features.feature_count));
  c.add("session_gap_s", common.rules.session_gap_s);
  c.add("event_value_mean", static_cast<double>(common.rules.event_value.mean));
  c.add("event_value_deviation", static_cast<double>(common.rules.event_value.deviation));
  add_context_rules(artefact, common.rules.context);
  add_parameter(artefact, "items", common.item_bias.size(), common.hidden, common.items);
  const auto copy = [](std::span<const float> values) {
    return std::vector<float>(values.begin(), values.end());
  };
  artefact.tensors.push_back(tensor_of("item_bias", copy(common.item_bias)));
  const nn::SparseRows& users = common.user_features;
  artefact.tensors.push_back(tensor_of("user_feature_offsets", to_signed(users.offsets)));
  artefact.tensors.push_back(tensor_of("user_feature_codes", to_signed(users.features)));
  artefact.tensors.push_back(tensor_of("user_feature_values", copy(users.values)));
}

Result<NetworkCommonRead> read_network_common(const Artefact& artefact, std::size_t hidden) {
  NetworkCommonRead common;
  ATTUNE_TRY(types, size_in(artefact, "event_types", 0xFFFE));
  ATTUNE_TRY(gap, read_number(artefact, "session_gap_s"));
  ATTUNE_TRY(value_mean, read_number(artefact, "event_value_mean"));
  ATTUNE_TRY(value_deviation, read_number(artefact, "event_value_deviation"));
  ATTUNE_TRY(context, read_context_rules(artefact));
  common.rules = {.session_gap_s = gap,
                  .event_type_count = types,
                  .event_value = {.mean = static_cast<float>(value_mean),
                                  .deviation = static_cast<float>(value_deviation)},
                  .context = std::move(context)};
  ATTUNE_TRY(items, size_in(artefact, "items", kNetworkItemsMax));
  ATTUNE_TRY(vectors, finite_values(artefact, "items", items * hidden));
  ATTUNE_TRY(bias, finite_values(artefact, "item_bias", items));
  ATTUNE_TRY(users, user_features_of(artefact));
  common.items = std::move(vectors);
  common.item_bias = std::move(bias);
  common.user_features = std::move(users);
  return common;
}

void add_parameter(Artefact& artefact, std::string_view name, std::size_t rows, std::size_t columns,
                   std::span<const float> values) {
  artefact.tensors.push_back({.name = std::string(name),
                              .shape = {rows, columns},
                              .values = std::vector<float>(values.begin(), values.end())});
}

}  // namespace attune::models
