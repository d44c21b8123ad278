#include "learning/models/context_artefact.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "foundation/json/value.h"
#include "learning/models/artefact_reader.h"

namespace attune::models {
namespace {

std::string codes_name(std::size_t column) {
  return "context_codes_" + std::to_string(column);
}

std::unexpected<Error> refuse(std::size_t column, std::string_view rule) {
  return invalid_input("network artefact: context[" + std::to_string(column) +
                       "]: " + std::string(rule));
}

Result<float> number_in(const json::Value& column, std::string_view name, std::size_t position) {
  const json::Value* value = column.find(name);
  if (value == nullptr || !value->is_number() || !std::isfinite(value->number())) {
    return refuse(position, std::string(name) + " must be a number");
  }
  return static_cast<float>(value->number());
}

Result<ContextColumnRule> read_column(const Artefact& artefact, const json::Value& value,
                                      std::size_t position) {
  ContextColumnRule rule;
  const json::Value* name = value.find("name");
  const json::Value* numeric = value.find("numeric");
  if (name == nullptr || name->if_string() == nullptr || numeric == nullptr ||
      numeric->if_bool() == nullptr) {
    return refuse(position, "must have a name and say whether it is numeric");
  }
  rule.name = *name->if_string();
  rule.numeric = *numeric->if_bool();
  if (rule.numeric) {
    ATTUNE_TRY(mean, number_in(value, "mean", position));
    ATTUNE_TRY(deviation, number_in(value, "deviation", position));
    rule.scale = {.mean = mean, .deviation = deviation};
    return rule;
  }
  ATTUNE_TRY(codes, read_integers(artefact, codes_name(position), kAnyLength));
  if (codes.size() > kContextCategoriesMax || !std::ranges::is_sorted(codes) ||
      (!codes.empty() && codes.front() < 0)) {
    return refuse(position,
                  "codes must rise and be at most " + std::to_string(kContextCategoriesMax));
  }
  rule.codes.assign(codes.begin(), codes.end());
  return rule;
}

}  // namespace

void add_context_rules(Artefact& artefact, const ContextRules& rules) {
  json::Array columns;
  for (std::size_t c = 0; c < rules.columns.size(); ++c) {
    const ContextColumnRule& rule = rules.columns[c];
    json::Value column = json::Object{};
    column.add("name", rule.name);
    column.add("numeric", rule.numeric);
    if (rule.numeric) {
      column.add("mean", static_cast<double>(rule.scale.mean));
      column.add("deviation", static_cast<double>(rule.scale.deviation));
    } else {
      artefact.tensors.push_back(tensor_of(
          codes_name(c), std::vector<std::int32_t>(rule.codes.begin(), rule.codes.end())));
    }
    columns.push_back(std::move(column));
  }
  artefact.configuration.add("context", std::move(columns));
}

Result<ContextRules> read_context_rules(const Artefact& artefact) {
  ContextRules rules;
  const json::Value* member = artefact.configuration.find("context");
  if (member == nullptr) return rules;
  const json::Array* columns = member->if_array();
  if (columns == nullptr || columns->size() > data::kContextColumnsMax) {
    return invalid_input("network artefact: context: must be an array of at most " +
                         std::to_string(data::kContextColumnsMax));
  }
  for (std::size_t c = 0; c < columns->size(); ++c) {
    ATTUNE_TRY(rule, read_column(artefact, (*columns)[c], c));
    rules.columns.push_back(std::move(rule));
  }
  rules.lay_out();
  return rules;
}

}  // namespace attune::models
