#include "service/job_kinds/batch_line.h"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"

namespace attune::job_kinds {
namespace {

using recipes::RecipeType;

constexpr json::Rule kItemList{.each = &resources::kText256};

struct InputLine {
  std::optional<std::string> user_id = {};
  std::optional<std::string> item_id = {};
  std::optional<std::vector<std::string>> item_list = {};
  std::optional<json::StringMap<std::string>> context = {};
  std::optional<json::StringMap<std::string>> filter_values = {};
  static constexpr auto kShape =
      json::shape(json::field("userId", &InputLine::user_id, resources::kText256),
                  json::field("itemId", &InputLine::item_id, resources::kText256),
                  json::field("itemList", &InputLine::item_list, kItemList),
                  json::field("context", &InputLine::context, resources::kContext),
                  json::field("filterValues", &InputLine::filter_values, resources::kFilterValues));
};

Result<void> check_required(const InputLine& line, RecipeType type) {
  std::string_view required;
  bool complete = true;
  switch (type) {
    case RecipeType::kUserPersonalization:
      required = "userId";
      complete = line.user_id.has_value();
      break;
    case RecipeType::kPersonalizedRanking:
      required = "userId, itemList";
      complete = line.user_id && line.item_list;
      break;
    case RecipeType::kRelatedItems:
      required = "itemId";
      complete = line.item_id.has_value();
      break;
    default:
      break;
  }
  if (complete) return {};
  return invalid_input("Required fields for the provided recipe are " + std::string(required));
}

Result<campaigns::Query> query_of(const BatchAsk& ask, InputLine line) {
  ATTUNE_TRY_VOID(check_required(line, ask.type));
  campaigns::Query query;
  query.campaign_arn = ask.served_as;
  query.user_id = std::move(line.user_id);
  query.item_id = std::move(line.item_id);
  query.input_list = std::move(line.item_list).value_or(std::vector<std::string>{});
  query.num_results = ask.num_results;
  query.context = std::move(line.context).value_or(json::StringMap<std::string>{});
  if (ask.filter_arn) {
    query.filter = campaigns::FilterUse{
        .filter_arn = *ask.filter_arn,
        .values = std::move(line.filter_values).value_or(json::StringMap<std::string>{})};
  }
  return query;
}

double seven_decimals(double score) {
  constexpr double kScale = 1e7;
  return std::round(score * kScale) / kScale;
}

json::Value output_of(const campaigns::Answer& answer) {
  json::Array items;
  json::Array scores;
  bool scored = false;
  for (const campaigns::AnsweredItem& item : answer.items) {
    items.emplace_back(item.item_id);
    scores.push_back(item.score ? json::Value(seven_decimals(*item.score)) : json::Value());
    scored = scored || item.score.has_value();
  }
  json::Value output = json::Object{{"recommendedItems", std::move(items)}};
  if (scored) output.add("scores", std::move(scores));
  return output;
}

Result<campaigns::Answer> answer_of(const campaigns::Campaigns& serving, const BatchAsk& ask,
                                    const json::Value& input) {
  ATTUNE_TRY(line, json::read<InputLine>(input));
  ATTUNE_TRY(query, query_of(ask, std::move(line)));
  return ask.type == RecipeType::kPersonalizedRanking ? serving.rank(query)
                                                      : serving.recommend(query);
}

bool is_of_the_line(ErrorCode code) {
  return code == ErrorCode::kInvalidInput || code == ErrorCode::kNotFound ||
         code == ErrorCode::kMalformed;
}

std::string failed_line(json::Value input, std::string_view reason) {
  return json::write(json::Object{{"input", std::move(input)},
                                  {"output", json::Object{{"recommendedItems", json::Array{}}}},
                                  {"error", "User error: " + std::string(reason)}});
}

}  // namespace

std::string error_line(std::string_view line, std::string_view reason) {
  return failed_line(line, reason);
}

Result<std::string> answer_line(const campaigns::Campaigns& serving, const BatchAsk& ask,
                                std::string_view line) {
  auto input = json::parse(line);
  if (!input) return error_line(line, "the line is " + input.error().message);
  const auto answer = answer_of(serving, ask, *input);
  if (answer) {
    return json::write(json::Object{
        {"input", std::move(*input)}, {"output", output_of(*answer)}, {"error", json::Value()}});
  }
  if (!is_of_the_line(answer.error().code)) return std::unexpected(answer.error());
  return failed_line(std::move(*input), answer.error().message);
}

}  // namespace attune::job_kinds
