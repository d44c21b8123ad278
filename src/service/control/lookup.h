#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/resources/arn.h"
#include "domain/resources/repository.h"
#include "domain/resources/status.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"

namespace attune::control {

/// kNotFound, naming the kind and the ARN.
[[nodiscard]] std::unexpected<Error> no_such(std::string_view kind, std::string_view arn);
/// kAlreadyExists, naming the kind and the name.
[[nodiscard]] std::unexpected<Error> name_taken(std::string_view kind, std::string_view name);
[[nodiscard]] std::unexpected<Error> in_use(std::string message);
[[nodiscard]] std::unexpected<Error> limit_exceeded(std::string message);

/// The ARN names something of this caller's account and region.
[[nodiscard]] bool is_own(const resources::Caller& caller, std::string_view arn);

/// Succeeds if `status` is ACTIVE. kInUse while it is being created or deleted, kInvalidInput when
/// its creation failed or was stopped.
[[nodiscard]] Result<void> check_active(std::string_view kind, std::string_view arn,
                                        std::string_view status);

/// The caller's resource, in any state; kNotFound otherwise.
template <typename T>
Result<resources::Stored<T>> get(resources::Resources& rows, const resources::Caller& caller,
                                 std::string_view arn) {
  if (!is_own(caller, arn)) return no_such(T::kKind, arn);
  ATTUNE_TRY(found, resources::find<T>(rows, caller.account_id, arn));
  if (!found) return no_such(T::kKind, arn);
  return std::move(*found);
}

/// The caller's resource; errors of `get` and `check_active`.
template <typename T>
Result<resources::Stored<T>> get_active(resources::Resources& rows, const resources::Caller& caller,
                                        std::string_view arn) {
  ATTUNE_TRY(found, get<T>(rows, caller, arn));
  ATTUNE_TRY_VOID(check_active(T::kKind, arn, found.row.status));
  return std::move(found);
}

/// Visits every row of a kind below a parent (all of the account's region without one), newest
/// first, until `visit` says false.
Result<void> for_each(resources::Resources& rows, const resources::Caller& caller,
                      std::string_view kind, std::optional<std::string> parent_arn,
                      const std::function<bool(const resources::Resource&)>& visit);

/// Whether any row of a kind below the parent fulfils `test`.
Result<bool> any_of(resources::Resources& rows, const resources::Caller& caller,
                    std::string_view kind, std::optional<std::string> parent_arn,
                    const std::function<bool(const resources::Resource&)>& test);

}  // namespace attune::control
