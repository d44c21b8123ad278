#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/entities.h"
#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "domain/data/schema.h"
#include "domain/filter/bitmap.h"
#include "foundation/base/error.h"

namespace attune::filter {

/// A parsed filter expression (reference 8.1). Immutable, thread-safe.
class Expression;

inline constexpr std::size_t kTextLengthMax = 2500;         // characters
inline constexpr std::size_t kDistinctFieldsMax = 10;       // in one filter
inline constexpr std::size_t kFilterValuesMax = 25;         // entries of filterValues
inline constexpr std::size_t kFilterValueLengthMax = 1000;  // characters of one of them

/// Parses the text; the message of a refusal gives the position (1-based column) of the fault.
[[nodiscard]] Result<std::shared_ptr<const Expression>> parse(std::string_view text);
/// The clauses of both, the first one's first: INCLUDEs are united, EXCLUDEs too (reference 8.3).
[[nodiscard]] std::shared_ptr<const Expression> join(const Expression& first,
                                                     const Expression& second);
/// The canonical text; parses to an equal expression.
[[nodiscard]] std::string print(const Expression& expression);

enum class Entity : std::uint8_t { kItem, kAction, kUser };

/// What a caller must know of an expression before using it.
struct Traits {
  Entity entity = Entity::kItem;   // of the first clause; `check` refuses a mixture
  bool uses_user = false;          // CurrentUser, or the request's user's interactions
  bool uses_current_user = false;  // CurrentUser
  bool uses_current_item = false;
  bool has_include = false;
  std::vector<std::string> parameters;  // without "$"; distinct, sorted
  std::vector<std::string> fields;      // "ITEMS.PRICE": upper case, distinct, sorted
};
[[nodiscard]] Traits inspect(const Expression& expression);

/// The schemas of a dataset group that a filter's fields are resolved against; null: no such
/// dataset.
struct Schemas {
  const data::Schema* interactions = nullptr;
  const data::Schema* items = nullptr;
  const data::Schema* users = nullptr;
  const data::Schema* actions = nullptr;
  const data::Schema* action_interactions = nullptr;
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
  std::map<std::string, std::string, std::less<>> values{};  // filterValues as sent
  const data::EntityTable* users = nullptr;
  std::optional<std::string_view> user_id{};
  std::optional<std::string_view> item_id{};     // CurrentItem
  std::span<const data::Interaction> history{};  // of the user, oldest first; empty if none
  /// What `history`'s event types index; null: the catalogue's. Must begin with the catalogue's.
  const data::Vocabulary* event_types = nullptr;
};

struct CompileOptions {
  /// Only the user's newest events of each type count; 0: all (reference 8.5 lets a server choose).
  std::size_t history_events_per_type_max = 0;
  std::size_t cached_bitmaps_max = 256;
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
/// `catalogue`'s tables must outlive the result. kInvalidInput when the filter is not about items.
/// A field that the tables do not have is null everywhere.
[[nodiscard]] Result<std::unique_ptr<CompiledFilter>> compile(
    std::shared_ptr<const Expression> expression, const Catalogue& catalogue,
    const CompileOptions& options = {});

}  // namespace attune::filter
