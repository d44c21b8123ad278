#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "domain/resources/arn.h"
#include "domain/resources/repository.h"
#include "domain/resources/tag.h"
#include "foundation/base/error.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"

namespace attune::resources {

/// A typed resource (Campaign, Dataset, ...), its tags and the row that it came from.
template <typename T>
struct Stored {
  T value;
  std::vector<Tag> tags;
  Resource row;
};

/// The row's body with the members that the row holds in columns: status, failureReason and both
/// times.
[[nodiscard]] Result<json::Value> document_of(const Resource& row);
/// The reverse: moves those members into the row's columns and the rest into its body.
void set_document(Resource& row, const json::Value& document, const std::vector<Tag>& tags);
[[nodiscard]] Result<std::vector<Tag>> tags_of(const Resource& row);
/// Replaces the tags and leaves the rest of the row as it is.
[[nodiscard]] Result<void> set_tags(Resource& row, const std::vector<Tag>& tags);

template <typename T>
json::Value stored_document(const T& value) {
  json::Value document = json::write(value);
  if constexpr (requires { T::kHidden; }) json::write_fields(value, document, T::kHidden);
  return document;
}

/// What Describe or List shows of a row, as any shape that takes members of the stored one.
template <typename T>
Result<T> view(const Resource& row) {
  ATTUNE_TRY(document, document_of(row));
  T value{};
  const json::Path root;
  ATTUNE_TRY_VOID(json::read_fields(value, document, T::kShape, root));
  if constexpr (requires { T::kHidden; }) {
    ATTUNE_TRY_VOID(json::read_fields(value, document, T::kHidden, root));
  }
  return value;
}

/// The resource of that type; nothing if the account has none there or it is of another kind.
template <typename T>
Result<std::optional<Stored<T>>> find(Resources& rows, std::string_view account_id,
                                      std::string_view arn) {
  ATTUNE_TRY(row, rows.find(account_id, arn));
  if (!row || row->kind != T::kKind) return std::optional<Stored<T>>{};
  ATTUNE_TRY(value, view<T>(*row));
  ATTUNE_TRY(tags, tags_of(*row));
  return std::optional(
      Stored<T>{.value = std::move(value), .tags = std::move(tags), .row = std::move(*row)});
}

/// kAlreadyExists when the account has the ARN.
template <typename T>
Result<void> insert(Resources& rows, std::string_view account_id, const T& value,
                    const std::vector<Tag>& tags = {}) {
  Resource row{.account_id = std::string(account_id),
               .arn = value.arn(),
               .kind = std::string(T::kKind),
               .name = value.resource_name(),
               .parent_arn = value.parent_arn(),
               .status = {},
               .failure_reason = {},
               .body = {}};
  set_document(row, stored_document(value), tags);
  return rows.insert(row);
}

/// Writes a changed value back; kUnavailable when the row changed since it was read.
template <typename T>
Result<void> save(Resources& rows, Stored<T>& stored) {
  set_document(stored.row, stored_document(stored.value), stored.tags);
  return rows.update(stored.row);
}

}  // namespace attune::resources
