#include "service/control/describe.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "foundation/base/error.h"

namespace attune::control {
namespace {

constexpr std::int64_t kPageSizeDefault = 100;

}  // namespace

Result<ListedPage> list_rows(const Control& control, const Caller& caller, const ListCall& call) {
  const std::string filter = call.parent_arn.value_or("");
  const ListIdentity identity{.caller = caller, .list = call.kind, .filter = filter};
  ATTUNE_TRY(after, read_page_token(identity, call.next_token));
  const auto size = static_cast<std::size_t>(call.max_results.value_or(kPageSizeDefault));
  ListedPage page;
  const auto work = [&](database::Transaction& transaction) -> Result<void> {
    resources::Resources rows(transaction);
    ATTUNE_TRY(listed, rows.list({.account_id = caller.account_id,
                                  .kind = std::string(call.kind),
                                  .region = caller.region,
                                  .parent_arn = call.parent_arn,
                                  .limit = size + 1,
                                  .after_rowid = after}));
    page = {};
    if (listed.size() > size) {
      listed.resize(size);
      page.next_token = make_page_token(identity, listed.back().rowid);
    }
    for (auto& each : listed) page.rows.push_back(std::move(each.resource));
    return {};
  };
  ATTUNE_TRY_VOID(control.database.read(work));
  return page;
}

}  // namespace attune::control
