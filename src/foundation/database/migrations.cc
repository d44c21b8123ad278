#include <array>
#include <span>

#include "foundation/database/database.h"

namespace attune::database {
namespace {

// See docs/formats/database.md for what the columns mean.
constexpr Migration kFirst{.version = 1, .sql = R"(
CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL);

CREATE TABLE settings (
  account_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (account_id, name));

CREATE TABLE resources (
  sequence BIGINT PRIMARY KEY,
  account_id TEXT NOT NULL, arn TEXT NOT NULL,
  kind TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, parent_arn TEXT NOT NULL,
  status TEXT NOT NULL, failure_reason TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL, updated_at_ms BIGINT NOT NULL,
  body TEXT NOT NULL, revision BIGINT NOT NULL,
  UNIQUE (account_id, arn));
CREATE INDEX resources_by_kind ON resources (account_id, kind, sequence);
CREATE INDEX resources_by_parent ON resources (account_id, parent_arn, kind, sequence);

CREATE TABLE jobs (
  id BIGINT PRIMARY KEY,
  account_id TEXT NOT NULL, kind TEXT NOT NULL, subject_arn TEXT NOT NULL, payload TEXT NOT NULL,
  state TEXT NOT NULL, attempt BIGINT NOT NULL, run_after_ms BIGINT NOT NULL,
  stop_requested BIGINT NOT NULL,
  lease_node TEXT NOT NULL, lease_owner TEXT NOT NULL, lease_until_ms BIGINT NOT NULL,
  progress TEXT NOT NULL, error TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL, updated_at_ms BIGINT NOT NULL);
CREATE INDEX jobs_by_state ON jobs (state, run_after_ms);
CREATE INDEX jobs_by_subject ON jobs (account_id, subject_arn, id);

CREATE TABLE entity_records (
  sequence BIGINT PRIMARY KEY,
  account_id TEXT NOT NULL, dataset_arn TEXT NOT NULL, record_id TEXT NOT NULL,
  properties TEXT NOT NULL, updated_at_ms BIGINT NOT NULL,
  UNIQUE (account_id, dataset_arn, record_id));
CREATE INDEX entity_records_by_dataset ON entity_records (account_id, dataset_arn, sequence);

CREATE TABLE event_groups (
  group_id BIGINT PRIMARY KEY,
  account_id TEXT NOT NULL, dataset_group_arn TEXT NOT NULL,
  UNIQUE (dataset_group_arn));

CREATE TABLE events (
  sequence BIGINT PRIMARY KEY,
  group_id BIGINT NOT NULL REFERENCES event_groups (group_id),
  user_key TEXT NOT NULL, anonymous BIGINT NOT NULL, session_id TEXT NOT NULL,
  event_id TEXT NOT NULL, event_type TEXT NOT NULL, item_id TEXT NOT NULL,
  event_value DOUBLE PRECISION, timestamp_s BIGINT NOT NULL, properties TEXT NOT NULL,
  recommendation_id TEXT NOT NULL, impression TEXT NOT NULL, attribution_source TEXT NOT NULL,
  UNIQUE (group_id, event_id));
CREATE INDEX events_by_group ON events (group_id, sequence);
CREATE INDEX events_by_user ON events (group_id, user_key, sequence);

CREATE TABLE event_sessions (
  group_id BIGINT NOT NULL REFERENCES event_groups (group_id),
  session_id TEXT NOT NULL, user_id TEXT NOT NULL,
  PRIMARY KEY (group_id, session_id));
)"};

constexpr std::array kMigrations{kFirst};

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

}  // namespace attune::database
