#include "api/operations/put_records.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "service/control/entity_records.h"

namespace attune::operations {
namespace {

control::SentRecord sent(std::string_view list, std::size_t index, const std::string& id,
                         const std::optional<json::JsonText>& properties) {
  return {.id = id,
          .properties = properties ? properties->text : "{}",
          .path = std::string(list) + '[' + std::to_string(index) + "].properties"};
}

}  // namespace

Result<control::Empty> put_actions(const control::Control& control, const control::Caller& caller,
                                   const PutActionsRequest& request) {
  control::PutRecords put{
      .dataset_arn = request.dataset_arn, .type = data::DatasetType::kActions, .records = {}};
  for (const SentAction& action : request.actions) {
    put.records.push_back(sent("actions", put.records.size(), action.action_id, action.properties));
  }
  ATTUNE_TRY_VOID(control::put_records(control, caller, put));
  return control::Empty{};
}

Result<control::Empty> put_items(const control::Control& control, const control::Caller& caller,
                                 const PutItemsRequest& request) {
  control::PutRecords put{
      .dataset_arn = request.dataset_arn, .type = data::DatasetType::kItems, .records = {}};
  for (const SentItem& item : request.items) {
    put.records.push_back(sent("items", put.records.size(), item.item_id, item.properties));
  }
  ATTUNE_TRY_VOID(control::put_records(control, caller, put));
  return control::Empty{};
}

Result<control::Empty> put_users(const control::Control& control, const control::Caller& caller,
                                 const PutUsersRequest& request) {
  control::PutRecords put{
      .dataset_arn = request.dataset_arn, .type = data::DatasetType::kUsers, .records = {}};
  for (const SentUser& user : request.users) {
    put.records.push_back(sent("users", put.records.size(), user.user_id, user.properties));
  }
  ATTUNE_TRY_VOID(control::put_records(control, caller, put));
  return control::Empty{};
}

}  // namespace attune::operations
