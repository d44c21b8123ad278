#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/scalar_rules.h"
#include "domain/resources/tag.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "service/control/control.h"
#include "service/control/messages.h"

namespace attune::control {

inline constexpr std::size_t kTagsPerResourceMax = 50;
inline constexpr std::size_t kTagKeysPerCallMax = 50;
inline constexpr json::Rule kTagKeys{.size_max = 200, .each = &resources::kTagKey};

/// The tags of a Create request: at most 50, keys unique and without the reserved prefix "aws:".
[[nodiscard]] Result<std::vector<resources::Tag>> checked_tags(const Tags& tags);

struct TagResourceRequest {
  std::string resource_arn;
  std::vector<resources::Tag> tags;
  static constexpr auto kShape =
      json::shape(json::field("resourceArn", &TagResourceRequest::resource_arn, resources::kArn),
                  json::field("tags", &TagResourceRequest::tags, resources::kTags));
};
struct UntagResourceRequest {
  std::string resource_arn;
  std::vector<std::string> tag_keys;
  static constexpr auto kShape =
      json::shape(json::field("resourceArn", &UntagResourceRequest::resource_arn, resources::kArn),
                  json::field("tagKeys", &UntagResourceRequest::tag_keys, kTagKeys));
};
struct ListTagsResponse {
  std::vector<resources::Tag> tags;
  static constexpr auto kShape = json::shape(json::field("tags", &ListTagsResponse::tags));
};
/// An answer that is "{}" rather than no body.
struct EmptyObject {
  static constexpr auto kShape = json::shape();
};

/// kInvalidInput for kinds that take no tags (schemas, recipes); kTooManyTags above 50.
Result<EmptyObject> tag_resource(const Control& control, const Caller& caller,
                                 const TagResourceRequest& request);
Result<EmptyObject> untag_resource(const Control& control, const Caller& caller,
                                   const UntagResourceRequest& request);
Result<ListTagsResponse> list_tags_for_resource(const Control& control, const Caller& caller,
                                                const ArnMessage<"resourceArn">& request);

}  // namespace attune::control
