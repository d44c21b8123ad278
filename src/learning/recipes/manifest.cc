#include "learning/recipes/manifest.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/recipes/recipe.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::recipes {
namespace {

constexpr std::string_view kFormatName = "attune-solution";

json::Value numbers(const std::map<std::string, double>& values) {
  json::Object object;
  for (const auto& [name, value] : values) object.emplace_back(name, value);
  return object;
}

json::Value strings(const StringPairs& values) {
  json::Object object;
  for (const auto& [name, value] : values) object.emplace_back(name, value);
  return object;
}

std::unexpected<Error> wrong(std::string_view member, std::string_view rule) {
  return invalid_input("manifest.json: " + std::string(member) + " " + std::string(rule));
}

Result<std::string> text_member(const json::Value& manifest, std::string_view name) {
  const json::Value* value = manifest.find(name);
  if (value == nullptr || value->if_string() == nullptr) return wrong(name, "must be a string");
  return *value->if_string();
}

Result<double> number_member(const json::Value& manifest, std::string_view name) {
  const json::Value* value = manifest.find(name);
  if (value == nullptr || !value->is_number()) return wrong(name, "must be a number");
  return value->number();
}

Result<std::uint64_t> count_member(const json::Value& manifest, std::string_view name) {
  const json::Value* value = manifest.find(name);
  if (value == nullptr || value->if_integer() == nullptr || *value->if_integer() < 0) {
    return wrong(name, "must be an integer of 0 or more");
  }
  return static_cast<std::uint64_t>(*value->if_integer());
}

Result<StringPairs> strings_member(const json::Value& manifest, std::string_view name) {
  const json::Value* value = manifest.find(name);
  if (value == nullptr || value->if_object() == nullptr) return wrong(name, "must be an object");
  StringPairs pairs;
  for (const auto& [key, text] : *value->if_object()) {
    if (text.if_string() == nullptr) return wrong(name, "must hold strings");
    pairs.emplace_back(key, *text.if_string());
  }
  return pairs;
}

Result<std::map<std::string, double>> numbers_of(const json::Value* value, std::string_view name) {
  if (value == nullptr || value->if_object() == nullptr) return wrong(name, "must be an object");
  std::map<std::string, double> result;
  for (const auto& [key, number] : *value->if_object()) {
    if (!number.is_number()) return wrong(name, "must hold numbers");
    result[key] = number.number();
  }
  return result;
}

Result<void> check_format(const json::Value& manifest) {
  ATTUNE_TRY(format, text_member(manifest, "format"));
  if (format != kFormatName) return wrong("format", "is not " + std::string(kFormatName));
  ATTUNE_TRY(version, count_member(manifest, "version"));
  if (version != kSolutionFormatVersion) {
    return wrong("version", "is " + std::to_string(version) + ", this program reads " +
                                std::to_string(kSolutionFormatVersion));
  }
  return {};
}

Result<void> read_baselines(const json::Value& manifest, SolutionArtefact& artefact) {
  const json::Value* baselines = manifest.find("baselines");
  if (baselines == nullptr || baselines->if_object() == nullptr) {
    return wrong("baselines", "must be an object");
  }
  for (const auto& [name, value] : *baselines->if_object()) {
    ATTUNE_TRY(metrics, numbers_of(&value, "baselines"));
    artefact.baselines[name] = std::move(metrics);
  }
  return {};
}

Result<void> read_recipe(const json::Value& manifest, SolutionArtefact& artefact) {
  ATTUNE_TRY(name, text_member(manifest, "recipe"));
  artefact.recipe = find_recipe(name);
  if (artefact.recipe == nullptr) return wrong("recipe", "\"" + name + "\" is unknown");
  ATTUNE_TRY(parameters, strings_member(manifest, "parameters"));
  ATTUNE_TRY(resolved, artefact.recipe->resolve(parameters));
  artefact.parameters = resolved.all();
  return {};
}

json::Value rules_of(const data::EventSelection& selection) {
  json::Array rules;
  for (const data::EventSelection::Rule& rule : selection.rules) {
    json::Value entry = json::Object{{"event_type", rule.event_type}, {"weight", rule.weight}};
    if (rule.value_min) entry.add("value_min", *rule.value_min);
    rules.push_back(std::move(entry));
  }
  return rules;
}

// Manifests of before events were told apart have none.
Result<data::EventSelection> selection_member(const json::Value& manifest) {
  const json::Value* rules = manifest.find("selection");
  data::EventSelection selection;
  if (rules == nullptr) return selection;
  if (rules->if_array() == nullptr) return wrong("selection", "must be an array");
  for (const json::Value& rule : *rules->if_array()) {
    if (rule.if_object() == nullptr) return wrong("selection", "must hold objects");
    ATTUNE_TRY(event_type, text_member(rule, "event_type"));
    ATTUNE_TRY(weight, number_member(rule, "weight"));
    std::optional<double> value_min;
    if (rule.find("value_min") != nullptr) {
      ATTUNE_TRY(number, number_member(rule, "value_min"));
      value_min = number;
    }
    selection.rules.push_back(
        {.event_type = std::move(event_type), .value_min = value_min, .weight = weight});
  }
  return selection;
}

}  // namespace

json::Value manifest_of(const SolutionArtefact& artefact) {
  json::Object baselines;
  for (const auto& [name, metrics] : artefact.baselines) {
    baselines.emplace_back(name, numbers(metrics));
  }
  return json::Object{
      {"format", kFormatName},
      {"version", kSolutionFormatVersion},
      {"recipe", artefact.recipe->name},
      {"parameters", strings(artefact.parameters)},
      {"seed", static_cast<std::int64_t>(artefact.seed)},
      {"data_fingerprint", artefact.data_fingerprint},
      {"event_watermark", static_cast<std::int64_t>(artefact.event_watermark)},
      {"training_seconds", artefact.training_seconds},
      {"evaluation_seconds", artefact.evaluation_seconds},
      {"evaluation", strings(artefact.evaluation)},
      {"metrics", numbers(artefact.metrics)},
      {"baselines", std::move(baselines)},
      {"selection", rules_of(artefact.selection)},
  };
}

Result<SolutionArtefact> parse_manifest(std::string_view text) {
  auto manifest = json::parse(text);
  if (!manifest) return wrong("the file", "is no JSON: " + manifest.error().message);
  SolutionArtefact artefact;
  ATTUNE_TRY_VOID(check_format(*manifest));
  ATTUNE_TRY_VOID(read_recipe(*manifest, artefact));
  ATTUNE_TRY(seed, count_member(*manifest, "seed"));
  ATTUNE_TRY(data_fingerprint, text_member(*manifest, "data_fingerprint"));
  ATTUNE_TRY(event_watermark, count_member(*manifest, "event_watermark"));
  ATTUNE_TRY(training_seconds, number_member(*manifest, "training_seconds"));
  ATTUNE_TRY(evaluation_seconds, number_member(*manifest, "evaluation_seconds"));
  ATTUNE_TRY(evaluation, strings_member(*manifest, "evaluation"));
  ATTUNE_TRY(metrics, numbers_of(manifest->find("metrics"), "metrics"));
  ATTUNE_TRY_VOID(read_baselines(*manifest, artefact));
  ATTUNE_TRY(selection, selection_member(*manifest));
  artefact.seed = seed;
  artefact.data_fingerprint = std::move(data_fingerprint);
  artefact.event_watermark = event_watermark;
  artefact.training_seconds = training_seconds;
  artefact.evaluation_seconds = evaluation_seconds;
  artefact.evaluation = std::move(evaluation);
  artefact.metrics = std::move(metrics);
  artefact.selection = std::move(selection);
  return artefact;
}

}  // namespace attune::recipes
