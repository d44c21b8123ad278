#include <array>
#include <span>

#include "foundation/database/database.h"

namespace attune::database {
namespace {

constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE resources (
  account_id TEXT NOT NULL,
  arn TEXT NOT NULL,
  kind TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_arn TEXT NOT NULL,
  status TEXT NOT NULL,
  failure_reason TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  updated_at_ms BIGINT NOT NULL,
  body TEXT NOT NULL,
  revision BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (account_id, arn)
);
CREATE INDEX resources_by_kind ON resources (account_id, kind, sequence);
CREATE INDEX resources_by_parent ON resources (account_id, parent_arn, kind, sequence);
CREATE TABLE jobs (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_arn TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  run_after_ms BIGINT NOT NULL,
  lease_owner TEXT NOT NULL,
  lease_until_ms BIGINT NOT NULL,
  stop_requested BIGINT NOT NULL,
  progress TEXT NOT NULL,
  error TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  updated_at_ms BIGINT NOT NULL
);
CREATE INDEX jobs_by_state ON jobs (state, run_after_ms);
CREATE INDEX jobs_by_subject ON jobs (account_id, subject_arn);
CREATE TABLE events (
  sequence BIGINT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL,
  dataset_group_arn TEXT NOT NULL,
  event_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  event_value DOUBLE PRECISION,
  timestamp_s BIGINT NOT NULL,
  properties TEXT NOT NULL,
  recommendation_id TEXT NOT NULL,
  impression TEXT NOT NULL,
  attribution_source TEXT NOT NULL,
  UNIQUE (account_id, dataset_group_arn, event_id)
);
CREATE INDEX events_by_group ON events (dataset_group_arn, sequence);
CREATE INDEX events_by_actor ON events (dataset_group_arn, actor_id, sequence);
CREATE TABLE event_sessions (
  account_id TEXT NOT NULL,
  dataset_group_arn TEXT NOT NULL,
  session_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (account_id, dataset_group_arn, session_id)
);
CREATE TABLE entity_records (
  account_id TEXT NOT NULL,
  dataset_arn TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  properties TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (account_id, dataset_arn, entity_id)
);
)sql";

}  // namespace

std::span<const Migration> migrations() {
  static constexpr std::array kMigrations{
      Migration{.version = 1, .sql = kFirstSchema},
  };
  return kMigrations;
}

}  // namespace attune::database
