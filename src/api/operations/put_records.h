#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "api/operations/operation.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"

namespace attune::operations {

inline constexpr json::Rule kItemProperties{.size_min = 1, .size_max = 32'000};
inline constexpr json::Rule kUserProperties{.size_min = 1, .size_max = 24'000};
inline constexpr json::Rule kRecordList{.size_min = 1, .size_max = 10};

struct SentItem {
  std::string item_id;
  std::optional<json::JsonText> properties = {};
  static constexpr auto kShape =
      json::shape(json::field("itemId", &SentItem::item_id, resources::kId),
                  json::field("properties", &SentItem::properties, kItemProperties));
};

struct PutItemsRequest {
  std::string dataset_arn;
  std::vector<SentItem> items;
  static constexpr auto kShape =
      json::shape(json::field("datasetArn", &PutItemsRequest::dataset_arn, resources::kArn),
                  json::field("items", &PutItemsRequest::items, kRecordList));
};

struct SentUser {
  std::string user_id;
  std::optional<json::JsonText> properties = {};
  static constexpr auto kShape =
      json::shape(json::field("userId", &SentUser::user_id, resources::kId),
                  json::field("properties", &SentUser::properties, kUserProperties));
};

struct PutUsersRequest {
  std::string dataset_arn;
  std::vector<SentUser> users;
  static constexpr auto kShape =
      json::shape(json::field("datasetArn", &PutUsersRequest::dataset_arn, resources::kArn),
                  json::field("users", &PutUsersRequest::users, kRecordList));
};

struct SentAction {
  std::string action_id;
  std::optional<json::JsonText> properties = {};
  static constexpr auto kShape =
      json::shape(json::field("actionId", &SentAction::action_id, resources::kId),
                  json::field("properties", &SentAction::properties, kItemProperties));
};

struct PutActionsRequest {
  std::string dataset_arn;
  std::vector<SentAction> actions;
  static constexpr auto kShape =
      json::shape(json::field("datasetArn", &PutActionsRequest::dataset_arn, resources::kArn),
                  json::field("actions", &PutActionsRequest::actions, kRecordList));
};

Result<control::Empty> put_actions(const control::Control& control, const control::Caller& caller,
                                   const PutActionsRequest& request);
Result<control::Empty> put_items(const control::Control& control, const control::Caller& caller,
                                 const PutItemsRequest& request);
Result<control::Empty> put_users(const control::Control& control, const control::Caller& caller,
                                 const PutUsersRequest& request);

}  // namespace attune::operations
