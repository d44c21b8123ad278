#include "service/control/schemas.h"

#include <optional>
#include <string>

#include "domain/data/schema.h"
#include "domain/resources/dataset.h"
#include "domain/resources/typed.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/lookup.h"

namespace attune::control {
namespace {

using resources::DatasetSchema;

Result<void> add(database::Transaction& transaction, const Control& control, const Caller& caller,
                 const DatasetSchema& schema) {
  resources::Resources rows(transaction);
  ATTUNE_TRY(existing, rows.find(caller.account_id, schema.schema_arn));
  if (existing) return name_taken(DatasetSchema::kKind, schema.name);
  ATTUNE_TRY(count, rows.count(caller.account_id, DatasetSchema::kKind, std::nullopt, {}));
  if (count >= control.quotas.schemas) {
    return limit_exceeded("at most " + std::to_string(control.quotas.schemas) + " schemas");
  }
  return resources::insert(rows, caller.account_id, schema);
}

}  // namespace

data::Domain domain_of(const std::optional<std::string>& name) {
  if (!name) return data::Domain::kCustom;
  return *name == "ECOMMERCE" ? data::Domain::kEcommerce : data::Domain::kVideoOnDemand;
}

Result<ArnMessage<"schemaArn">> create_schema(const Control& control, const Caller& caller,
                                              const CreateSchemaRequest& request) {
  if (auto parsed = data::parse_schema(request.schema, domain_of(request.domain)); !parsed) {
    parsed.error().message.insert(0, "schema: ");
    return std::unexpected(parsed.error());
  }
  const json::Timestamp now{control.clock.now_ms()};
  const DatasetSchema schema{
      .name = request.name,
      .schema_arn = resources::arn_of(caller, DatasetSchema::kKind, request.name),
      .schema = request.schema,
      .domain = request.domain,
      .creation_date_time = now,
      .last_updated_date_time = now};
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    return add(transaction, control, caller, schema);
  };
  ATTUNE_TRY_VOID(control.database.write(work));
  return ArnMessage<"schemaArn">{schema.schema_arn};
}

Result<Empty> delete_schema(const Control& control, const Caller& caller,
                            const ArnMessage<"schemaArn">& request) {
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(schema, get<DatasetSchema>(rows, caller, request.arn));
    static_cast<void>(schema);
    std::string user;
    ATTUNE_TRY_VOID(for_each(rows, caller, resources::Dataset::kKind, std::nullopt,
                             [&](const resources::Resource& row) {
                               const auto dataset = resources::view<resources::Dataset>(row);
                               if (dataset && dataset->schema_arn == request.arn) user = row.arn;
                               return user.empty();
                             }));
    if (!user.empty()) return in_use("schema " + request.arn + " is used by dataset " + user);
    return rows.remove(caller.account_id, request.arn);
  };
  ATTUNE_TRY_VOID(control.database.write(work));
  return Empty{};
}

}  // namespace attune::control
