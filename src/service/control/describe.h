#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/resources/repository.h"
#include "domain/resources/typed.h"
#include "foundation/base/error.h"
#include "foundation/database/database.h"
#include "service/control/control.h"
#include "service/control/lookup.h"
#include "service/control/messages.h"
#include "service/control/page_token.h"

namespace attune::control {

/// The caller's resource as Describe shows it.
template <typename T>
Result<T> describe(const Control& control, const Caller& caller, std::string_view arn) {
  std::optional<T> shown;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(found, get<T>(rows, caller, arn));
    shown = std::move(found.value);
    return {};
  };
  ATTUNE_TRY_VOID(control.database.read(work));
  return std::move(*shown);
}

struct ListedPage {
  std::vector<resources::Resource> rows;
  std::optional<std::string> next_token;
};

struct ListCall {
  std::string_view kind;
  std::optional<std::string> parent_arn;
  std::optional<std::string> next_token;
  std::optional<std::int64_t> max_results;
};

/// One page of the caller's rows, newest first.
[[nodiscard]] Result<ListedPage> list_rows(const Control& control, const Caller& caller,
                                           const ListCall& call);

/// One page as summaries.
template <typename Response, typename Summary>
Result<Response> list(const Control& control, const Caller& caller, const ListCall& call) {
  ATTUNE_TRY(page, list_rows(control, caller, call));
  Response response{.items = {}, .next_token = std::move(page.next_token)};
  for (const resources::Resource& row : page.rows) {
    ATTUNE_TRY(summary, resources::view<Summary>(row));
    response.items.push_back(std::move(summary));
  }
  return response;
}

}  // namespace attune::control
