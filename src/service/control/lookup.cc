#include "service/control/lookup.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/error.h"

namespace attune::control {
namespace {

constexpr std::size_t kPageSize = 100;

}  // namespace

std::unexpected<Error> no_such(std::string_view kind, std::string_view arn) {
  return not_found("no " + std::string(kind) + " has the ARN " + std::string(arn));
}

std::unexpected<Error> name_taken(std::string_view kind, std::string_view name) {
  return failure(ErrorCode::kAlreadyExists, "another " + std::string(kind) +
                                                " of this account and region is called " +
                                                std::string(name));
}

std::unexpected<Error> in_use(std::string message) {
  return failure(ErrorCode::kInUse, std::move(message));
}

std::unexpected<Error> limit_exceeded(std::string message) {
  return failure(ErrorCode::kLimitExceeded, std::move(message));
}

bool is_own(const resources::Caller& caller, std::string_view arn) {
  const auto parsed = resources::parse_arn(arn);
  return parsed && parsed->account == caller.account_id && parsed->region == caller.region;
}

Result<void> check_active(std::string_view kind, std::string_view arn, std::string_view status) {
  if (status == resources::status::kActive) return {};
  std::string message =
      std::string(kind) + ' ' + std::string(arn) + " is " + std::string(status) + ", not ACTIVE";
  if (resources::status::is_creating(status) || resources::status::is_deleting(status) ||
      resources::status::is_changing(status)) {
    return in_use(std::move(message));
  }
  return invalid_input(std::move(message));
}

Result<void> for_each(resources::Resources& rows, const resources::Caller& caller,
                      std::string_view kind, std::optional<std::string> parent_arn,
                      const std::function<bool(const resources::Resource&)>& visit) {
  resources::ListQuery query{.account_id = caller.account_id,
                             .kind = std::string(kind),
                             .region = caller.region,
                             .parent_arn = std::move(parent_arn),
                             .limit = kPageSize,
                             .after_rowid = 0};
  for (;;) {
    ATTUNE_TRY(page, rows.list(query));
    for (const auto& listed : page) {
      if (!visit(listed.resource)) return {};
    }
    if (page.size() < kPageSize) return {};
    query.after_rowid = page.back().rowid;
  }
}

Result<bool> any_of(resources::Resources& rows, const resources::Caller& caller,
                    std::string_view kind, std::optional<std::string> parent_arn,
                    const std::function<bool(const resources::Resource&)>& test) {
  bool found = false;
  ATTUNE_TRY_VOID(
      for_each(rows, caller, kind, std::move(parent_arn), [&](const resources::Resource& row) {
        found = test(row);
        return !found;
      }));
  return found;
}

}  // namespace attune::control
