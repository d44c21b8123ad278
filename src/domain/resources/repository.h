#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::database {
class Database;
class Transaction;
}  // namespace attune::database

namespace attune::resources {

/// A row of the resources table: what every kind shares, and the kind's own members as JSON text
/// (a typed struct reads and writes it; nobody else looks inside).
struct Resource {
  std::string account_id;
  std::string arn;
  std::string kind;  // the ARN's kind: "dataset-group", "campaign", ...
  std::string name;
  std::string
      parent_arn;      // the dataset group of a dataset, the solution of a version, ...; or empty
  std::string status;  // reference 3.1
  std::string failure_reason;
  std::int64_t created_at_ms = 0;
  std::int64_t updated_at_ms = 0;
  std::string body;
  std::int64_t revision = 0;  // grows with each update
};

struct ListQuery {
  std::string account_id;
  std::string kind;
  std::string region = {};                     // only ARNs of this region; empty: all
  std::optional<std::string> parent_arn = {};  // absent: all
  std::size_t limit = 100;
  std::int64_t after_rowid = 0;  // paging: rows older than this one; 0: from the newest
};
struct ListedResource {
  Resource resource;
  std::int64_t rowid = 0;
};

/// Rows of resources inside one transaction: the caller composes checks and changes that must hold
/// together (a quota, a reference, an insert and the job that completes it).
class Resources {
 public:
  explicit Resources(database::Transaction& transaction) : transaction_(transaction) {}

  /// kAlreadyExists when the account has the ARN.
  Result<void> insert(const Resource& resource);
  /// Nothing if the account has no such ARN.
  Result<std::optional<Resource>> find(std::string_view account_id, std::string_view arn);
  /// Writes status, failure_reason, updated_at_ms, body by (account_id, arn) where the stored
  /// revision is `resource.revision`; kUnavailable when somebody else changed it meanwhile,
  /// kNotFound when it is gone.
  Result<void> update(const Resource& resource);
  Result<void> remove(std::string_view account_id, std::string_view arn);
  /// Newest first.
  Result<std::vector<ListedResource>> list(const ListQuery& query);
  /// How many of the kind (below the parent, if given) have one of the statuses (none given: any).
  Result<std::int64_t> count(std::string_view account_id, std::string_view kind,
                             std::optional<std::string_view> parent_arn,
                             const std::vector<std::string>& statuses);

 private:
  database::Transaction& transaction_;
};

}  // namespace attune::resources
