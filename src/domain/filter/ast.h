#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/filter/filter.h"
#include "domain/filter/operators.h"

namespace attune::filter {

/// A 1-based column of the source text, for messages. Two nodes are equal wherever they stand.
struct Place {
  std::size_t column = 0;
  friend bool operator==(const Place&, const Place&) { return true; }
};

enum class OperandKind : std::uint8_t { kText, kNumber, kParameter, kCurrentItem };

struct Operand {
  OperandKind kind = OperandKind::kText;
  std::string text;  // the string, the number as written, the parameter or the field of CurrentItem
  Place place;
  friend bool operator==(const Operand&, const Operand&) = default;
};

enum class Source : std::uint8_t {
  kInteractions,
  kItems,
  kUsers,
  kActions,
  kActionInteractions,
  kCurrentUser
};
/// As printed: "Action_Interactions".
[[nodiscard]] std::string_view name_of(Source source);
/// Without regard to case, singular names included ("item"); nothing for other names.
[[nodiscard]] std::optional<Source> source_of(std::string_view name);
/// As printed: "ItemID".
[[nodiscard]] std::string_view name_of(Entity entity);

struct Predicate {
  Source source = Source::kItems;
  std::string field;  // as written
  const Operator* op = nullptr;
  std::vector<Operand> operands;  // at least one
  Place place;
  friend bool operator==(const Predicate&, const Predicate&) = default;
};

using Conjunction = std::vector<Predicate>;  // at least one

enum class Effect : std::uint8_t { kInclude, kExclude };

/// One INCLUDE or EXCLUDE. AND binds tighter than OR, so a condition is a list of alternatives.
struct Clause {
  Effect effect = Effect::kInclude;
  Entity entity = Entity::kItem;
  std::vector<Conjunction> alternatives;  // at least one
  Conjunction user_condition;             // of IF; empty: none
  Place place;
  friend bool operator==(const Clause&, const Clause&) = default;
};

class Expression {
 public:
  explicit Expression(std::vector<Clause> clauses) : clauses_(std::move(clauses)) {}
  [[nodiscard]] const std::vector<Clause>& clauses() const { return clauses_; }
  friend bool operator==(const Expression&, const Expression&) = default;

 private:
  std::vector<Clause> clauses_;  // at least one
};

/// Calls `visit` with every predicate of the clause, IF's included.
template <typename Visit>
void for_each_predicate(const Clause& clause, Visit&& visit) {
  for (const Conjunction& conjunction : clause.alternatives) {
    for (const Predicate& predicate : conjunction) visit(predicate);
  }
  for (const Predicate& predicate : clause.user_condition) visit(predicate);
}

/// ASCII letters only, as the language is.
[[nodiscard]] bool equal_without_case(std::string_view left, std::string_view right);
[[nodiscard]] std::string upper_case(std::string_view text);

}  // namespace attune::filter
