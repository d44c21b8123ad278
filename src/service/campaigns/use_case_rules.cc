#include "service/campaigns/use_case_rules.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "domain/filter/filter.h"
#include "foundation/base/error.h"
#include "service/campaigns/answering.h"
#include "service/campaigns/deployed.h"

namespace attune::campaigns {
namespace {

constexpr std::string_view kNoFilter = "none";  // stands for the ARN

std::string exclusion_of(std::string_view event_type) {
  if (event_type.empty()) return {};
  return "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"" + std::string(event_type) + "\")";
}

}  // namespace

AutomaticFilters::AutomaticFilters(std::string_view excluded_event_type)
    : own_(exclusion_of(excluded_event_type)) {}

Result<std::shared_ptr<const GroupFilter>> AutomaticFilters::join(
    const std::string& filter_arn, const std::shared_ptr<const GroupFilter>& given,
    std::string_view dataset_group_arn) {
  if (own_.empty()) return given;
  const std::lock_guard lock(mutex_);
  const auto known = joined_.find(filter_arn);
  if (known != joined_.end() && known->second.given == given) return known->second.filter;
  ATTUNE_TRY(own, filter::parse(own_));
  auto expression = given ? filter::join(*given->expression, *own) : own;
  filter::Traits traits = filter::inspect(*expression);
  auto joined = std::make_shared<const GroupFilter>(
      GroupFilter{given ? given->dataset_group_arn : std::string(dataset_group_arn),
                  std::move(expression), std::move(traits)});
  if (joined_.size() >= kCompiledFiltersMax) joined_.clear();
  joined_[filter_arn] = {.given = given, .filter = joined};
  return std::shared_ptr<const GroupFilter>(std::move(joined));
}

Result<Answer> answer_use_case(const Asked& asked,
                               const std::shared_ptr<const GroupFilter>& filter) {
  const Deployed& recommender = asked.campaign;
  const UseCaseRules& rules = *recommender.deployment.use_case;
  if (rules.needs_user && !asked.query.user_id) {
    return invalid_input("userId: required by " + rules.name);
  }
  Query query = asked.query;
  if (!query.filter) query.filter = FilterUse{.filter_arn = std::string(kNoFilter), .values = {}};
  ATTUNE_TRY(joined, recommender.automatic_filters->join(query.filter->filter_arn, filter,
                                                         recommender.deployment.dataset_group_arn));
  if (!joined) query.filter.reset();
  ATTUNE_TRY(answer, answer_recommendation({.query = query,
                                            .campaign = recommender,
                                            .filters = {.request = joined.get(),
                                                        .promotion = asked.filters.promotion},
                                            .answers = asked.answers,
                                            .now_ms = asked.now_ms}));
  for (AnsweredItem& item : answer.items) item.score.reset();
  return std::move(answer);
}

}  // namespace attune::campaigns
