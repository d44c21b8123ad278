#include "domain/resources/typed.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/json/scalars.h"

namespace attune::resources {
namespace {

constexpr std::string_view kStatus = "status";
constexpr std::string_view kFailureReason = "failureReason";
constexpr std::string_view kCreated = "creationDateTime";
constexpr std::string_view kUpdated = "lastUpdatedDateTime";
constexpr std::string_view kTagsMember = "tags";
constexpr std::array kNotInBody{kStatus, kFailureReason, kCreated, kUpdated, kTagsMember};

std::string text_of(const json::Value& document, std::string_view name) {
  const json::Value* found = document.find(name);
  const std::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string() : *text;
}

std::int64_t ms_of(const json::Value& document, std::string_view name) {
  json::Timestamp time;
  const json::Value* found = document.find(name);
  if (found == nullptr || !json::read_into(time, *found, json::Rule{}, json::Path{})) return 0;
  return time.ms;
}

Result<json::Value> parsed_body(const Resource& row) {
  auto body = json::parse(row.body);
  if (!body || body->if_object() == nullptr) {
    return internal_error("the stored body of " + row.arn + " is no JSON object");
  }
  return body;
}

void add_tags(json::Value& body, const std::vector<Tag>& tags) {
  if (!tags.empty()) body.add(std::string(kTagsMember), json::to_value(tags));
}

json::Value without(const json::Value& document, std::span<const std::string_view> names) {
  json::Value kept{json::Object{}};
  const json::Object* members = document.if_object();
  if (members == nullptr) return kept;
  for (const auto& [name, value] : *members) {
    if (std::ranges::find(names, name) == names.end()) kept.add(name, value);
  }
  return kept;
}

}  // namespace

Result<json::Value> document_of(const Resource& row) {
  ATTUNE_TRY(document, parsed_body(row));
  if (!row.status.empty()) document.add(std::string(kStatus), row.status);
  if (!row.failure_reason.empty()) document.add(std::string(kFailureReason), row.failure_reason);
  document.add(std::string(kCreated), json::to_value(json::Timestamp{row.created_at_ms}));
  document.add(std::string(kUpdated), json::to_value(json::Timestamp{row.updated_at_ms}));
  return std::move(document);
}

void set_document(Resource& row, const json::Value& document, const std::vector<Tag>& tags) {
  row.status = text_of(document, kStatus);
  row.failure_reason = text_of(document, kFailureReason);
  row.created_at_ms = ms_of(document, kCreated);
  row.updated_at_ms = ms_of(document, kUpdated);
  json::Value body = without(document, kNotInBody);
  add_tags(body, tags);
  row.body = json::write(body);
}

Result<std::vector<Tag>> tags_of(const Resource& row) {
  ATTUNE_TRY(body, parsed_body(row));
  std::vector<Tag> tags;
  if (const json::Value* found = body.find(kTagsMember)) {
    ATTUNE_TRY_VOID(json::read_into(tags, *found, json::Rule{}, json::Path{}));
  }
  return tags;
}

Result<void> set_tags(Resource& row, const std::vector<Tag>& tags) {
  ATTUNE_TRY(body, parsed_body(row));
  json::Value changed = without(body, std::array{kTagsMember});
  add_tags(changed, tags);
  row.body = json::write(changed);
  return {};
}

}  // namespace attune::resources
