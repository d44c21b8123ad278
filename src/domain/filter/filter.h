#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/data/entities.h"
#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "domain/data/schema.h"
#include "domain/filter/bitmap.h"
#include "foundation/base/error.h"

namespace attune::filter {

/// A parsed filter expression (reference 8.1). Immutable, thread-safe.
class Expression;

/// Parses the text; the message of a refusal gives the position (1-based column) of the fault.
[[nodiscard]] Result<std::shared_ptr<const Expression>> parse(std::string_view text);
/// The canonical text; parses to an equal expression.
[[nodiscard]] std::string print(const Expression& expression);

/// The schemas of a dataset group that a filter's fields are resolved against; null: no such
/// dataset.
struct Schemas {
  const data::Schema* interactions = nullptr;
  const data::Schema* items = nullptr;
  const data::Schema* users = nullptr;
};
/// Types, forbidden fields and limits (reference 8.4).
[[nodiscard]] Result<void> check(const Expression& expression, const Schemas& schemas);

/// The catalogue that a filter is evaluated over. Bit i is item i of `vocabulary`.
struct Catalogue {
  const data::Vocabulary* vocabulary = nullptr;
  const data::EntityTable* items = nullptr;  // null: no metadata
  const data::Vocabulary* event_types = nullptr;
};

/// One request's side of a filter.
struct Request {
  std::map<std::string, std::string, std::less<>> values;  // filterValues as sent
  const data::EntityTable* users = nullptr;
  std::optional<std::string_view> user_id;
  std::optional<std::string_view> item_id;     // CurrentItem
  std::span<const data::Interaction> history;  // of the user; empty if none
};

/// A filter bound to a catalogue; item predicates are computed once per parameter value and cached
/// (bounded). Thread-safe.
class CompiledFilter {
 public:
  virtual ~CompiledFilter() = default;
  /// The items that may be returned. kInvalidInput for a missing INCLUDE parameter, a missing user
  /// or item.
  [[nodiscard]] virtual Result<std::shared_ptr<const Bitmap>> evaluate(
      const Request& request) const = 0;
};
/// `catalogue`'s tables must outlive the result.
[[nodiscard]] Result<std::unique_ptr<CompiledFilter>> compile(
    std::shared_ptr<const Expression> expression, const Catalogue& catalogue);

}  // namespace attune::filter
