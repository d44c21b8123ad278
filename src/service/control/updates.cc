#include "service/control/updates.h"

#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/campaign.h"
#include "domain/resources/dataset.h"
#include "domain/resources/recommender.h"
#include "domain/resources/solution.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "service/control/campaign_transitions.h"

namespace attune::control {
namespace {

namespace status = resources::status;
using attune::control::adopt;  // of campaigns; the others are below
using resources::Campaign;
using resources::Dataset;
using resources::Recommender;
using resources::Resource;
using resources::Solution;

auto& update_of(Campaign& campaign) {
  return campaign.latest_campaign_update;
}
auto& update_of(Recommender& recommender) {
  return recommender.latest_recommender_update;
}
auto& update_of(Solution& solution) {
  return solution.latest_solution_update;
}

void adopt(Recommender& recommender) {
  recommender.status = status::kActive;
  recommender.failure_reason.reset();
  recommender.recommender_config = recommender.latest_recommender_update->recommender_config;
}

void adopt(Solution& solution) {
  const auto& update = *solution.latest_solution_update;
  if (update.perform_auto_training) solution.perform_auto_training = *update.perform_auto_training;
  if (update.perform_incremental_update) {
    solution.perform_incremental_update = update.perform_incremental_update;
  }
  if (!update.solution_update_config) return;
  auto& config = solution.solution_config;
  if (!config) config.emplace();
  if (update.solution_update_config->auto_training_config) {
    config->auto_training_config = update.solution_update_config->auto_training_config;
  }
  if (update.solution_update_config->events_config) {
    config->events_config = update.solution_update_config->events_config;
  }
}

struct NewStatus {
  std::string_view status;
  std::string_view reason;
  std::int64_t now_ms = 0;
};

template <typename T>
Result<bool> is_running(const Resource& row) {
  ATTUNE_TRY(value, resources::view<T>(row));
  const auto& update = update_of(value);
  return update && status::is_creating(update->status);
}

template <typename T>
Result<void> move_update(Resource& row, const NewStatus& to) {
  ATTUNE_TRY(value, resources::view<T>(row));
  ATTUNE_TRY(tags, resources::tags_of(row));
  auto& update = *update_of(value);
  update.status = to.status;
  update.last_updated_date_time = {to.now_ms};
  if (!to.reason.empty()) update.failure_reason = std::string(to.reason);
  if (to.status == status::kActive) adopt(value);
  value.last_updated_date_time = {to.now_ms};
  resources::set_document(row, resources::stored_document(value), tags);
  return {};
}

}  // namespace

Result<bool> has_running_update(const Resource& row) {
  if (row.kind == Campaign::kKind) return is_running<Campaign>(row);
  if (row.kind == Recommender::kKind) return is_running<Recommender>(row);
  if (row.kind == Solution::kKind) return is_running<Solution>(row);
  return false;
}

Result<void> set_update_status(Resource& row, std::string_view status, std::string_view reason,
                               std::int64_t now_ms) {
  const NewStatus to{.status = status, .reason = reason, .now_ms = now_ms};
  if (row.kind == Campaign::kKind) return move_update<Campaign>(row, to);
  if (row.kind == Recommender::kKind) return move_update<Recommender>(row, to);
  return move_update<Solution>(row, to);
}

Result<void> follow_status(Resource& row, std::string_view reason) {
  if (row.kind != Dataset::kKind) return {};
  ATTUNE_TRY(dataset, resources::view<Dataset>(row));
  auto& update = dataset.latest_dataset_update;
  if (!update || !status::is_changing(update->status)) return {};
  ATTUNE_TRY(tags, resources::tags_of(row));
  update->last_updated_date_time = {row.updated_at_ms};
  update->status = reason.empty() ? row.status : std::string(status::kCreateFailed);
  if (!reason.empty()) {
    update->failure_reason = std::string(reason);
  } else if (row.status == status::kActive && update->schema_arn) {
    dataset.schema_arn = *update->schema_arn;
  }
  resources::set_document(row, resources::stored_document(dataset), tags);
  return {};
}

}  // namespace attune::control
