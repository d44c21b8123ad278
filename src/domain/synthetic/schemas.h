#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace attune::synthetic {

/// The Avro schemas of the files that `generate_shop` writes, by file name.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSchemaFiles{{
    {"interactions.schema.json", R"({
  "type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema",
  "version": "1.0",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "EVENT_TYPE", "type": "string"},
    {"name": "EVENT_VALUE", "type": ["null", "float"]},
    {"name": "QUANTITY", "type": ["null", "int"]},
    {"name": "UNIT_PRICE", "type": ["null", "float"]},
    {"name": "DEVICE", "type": "string", "categorical": true}
  ]
}
)"},
    {"items.schema.json", R"({
  "type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
  "version": "1.0",
  "fields": [
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TITLE", "type": "string", "itemName": true},
    {"name": "CATEGORY_L1", "type": "string", "categorical": true},
    {"name": "CATEGORY_L2", "type": "string", "categorical": true},
    {"name": "BRAND", "type": "string", "categorical": true},
    {"name": "PRICE", "type": "float"},
    {"name": "CREATION_TIMESTAMP", "type": "long"}
  ]
}
)"},
    {"users.schema.json", R"({
  "type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema",
  "version": "1.0",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "AGE", "type": "int"},
    {"name": "GENDER", "type": ["null", "string"], "categorical": true},
    {"name": "MEMBERSHIP", "type": "string", "categorical": true}
  ]
}
)"},
}};

}  // namespace attune::synthetic
