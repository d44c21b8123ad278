#include "service/control/tagging.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/arn.h"
#include "domain/resources/repository.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/lookup.h"

namespace attune::control {
namespace {

constexpr std::string_view kReservedPrefix = "aws:";
constexpr std::array<std::string_view, 13> kTaggableKinds{"batch-inference-job",
                                                          "batch-segment-job",
                                                          "campaign",
                                                          "data-deletion-job",
                                                          "dataset",
                                                          "dataset-export-job",
                                                          "dataset-group",
                                                          "dataset-import-job",
                                                          "event-tracker",
                                                          "filter",
                                                          "recommender",
                                                          "solution",
                                                          "solution-version"};

Result<void> check_keys(const std::vector<resources::Tag>& tags) {
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const std::string& key = tags[i].tag_key;
    if (key.starts_with(kReservedPrefix)) {
      return invalid_input("tags: the key " + key + " has the reserved prefix aws:");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (tags[j].tag_key == key) return invalid_input("tags: the key " + key + " comes twice");
    }
  }
  return {};
}

std::unexpected<Error> too_many(std::size_t count) {
  return failure(ErrorCode::kTooManyTags, "tags: " + std::to_string(count) + ", at most " +
                                              std::to_string(kTagsPerResourceMax) +
                                              " per resource");
}

Result<resources::Resource> taggable(resources::Resources& rows, const Caller& caller,
                                     const std::string& arn) {
  const auto parsed = resources::parse_arn(arn);
  if (parsed && std::ranges::find(kTaggableKinds, parsed->kind) == kTaggableKinds.end()) {
    return invalid_input("resourceArn: a " + parsed->kind + " takes no tags");
  }
  if (!is_own(caller, arn)) return no_such("resource", arn);
  ATTUNE_TRY(row, rows.find(caller.account_id, arn));
  if (!row) return no_such("resource", arn);
  return std::move(*row);
}

using EditTags = std::function<Result<void>(std::vector<resources::Tag>&)>;

Result<EmptyObject> edit(const Control& control, const Caller& caller, const std::string& arn,
                         const EditTags& change) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(row, taggable(rows, caller, arn));
    ATTUNE_TRY(tags, resources::tags_of(row));
    ATTUNE_TRY_VOID(change(tags));
    ATTUNE_TRY_VOID(resources::set_tags(row, tags));
    return rows.update(row);
  };
  ATTUNE_TRY_VOID(control.database.write(work));
  return EmptyObject{};
}

}  // namespace

Result<std::vector<resources::Tag>> checked_tags(const Tags& tags) {
  if (!tags) return std::vector<resources::Tag>{};
  ATTUNE_TRY_VOID(check_keys(*tags));
  if (tags->size() > kTagsPerResourceMax) return too_many(tags->size());
  return *tags;
}

Result<EmptyObject> tag_resource(const Control& control, const Caller& caller,
                                 const TagResourceRequest& request) {
  ATTUNE_TRY_VOID(check_keys(request.tags));
  return edit(control, caller, request.resource_arn,
              [&](std::vector<resources::Tag>& tags) -> Result<void> {
                for (const resources::Tag& tag : request.tags) {
                  const auto same = std::ranges::find(tags, tag.tag_key, &resources::Tag::tag_key);
                  if (same == tags.end()) {
                    tags.push_back(tag);
                  } else {
                    same->tag_value = tag.tag_value;
                  }
                }
                if (tags.size() > kTagsPerResourceMax) return too_many(tags.size());
                return {};
              });
}

Result<EmptyObject> untag_resource(const Control& control, const Caller& caller,
                                   const UntagResourceRequest& request) {
  if (request.tag_keys.size() > kTagKeysPerCallMax) {
    return failure(ErrorCode::kTooManyTagKeys,
                   "tagKeys: " + std::to_string(request.tag_keys.size()) + ", at most " +
                       std::to_string(kTagKeysPerCallMax));
  }
  return edit(control, caller, request.resource_arn,
              [&](std::vector<resources::Tag>& tags) -> Result<void> {
                std::erase_if(tags, [&](const resources::Tag& tag) {
                  return std::ranges::find(request.tag_keys, tag.tag_key) != request.tag_keys.end();
                });
                return {};
              });
}

Result<ListTagsResponse> list_tags_for_resource(const Control& control, const Caller& caller,
                                                const ArnMessage<"resourceArn">& request) {
  ListTagsResponse response;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(row, taggable(rows, caller, request.arn));
    ATTUNE_TRY(tags, resources::tags_of(row));
    response.tags = std::move(tags);
    return {};
  };
  ATTUNE_TRY_VOID(control.database.read(work));
  return response;
}

}  // namespace attune::control
