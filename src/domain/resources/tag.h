#pragma once

#include <string>

#include "domain/resources/scalar_rules.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct Tag {
  std::string tag_key;
  std::string tag_value;

  static constexpr auto kShape = json::shape(json::field("tagKey", &Tag::tag_key, kTagKey),
                                             json::field("tagValue", &Tag::tag_value, kTagValue));
  friend bool operator==(const Tag&, const Tag&) = default;
};

}  // namespace attune::resources
