#include <array>
#include <string>

#include "domain/filter/ast.h"
#include "domain/filter/filter.h"
#include "domain/filter/lexer.h"
#include "domain/filter/values.h"

namespace attune::filter {
namespace {

const data::Schema* schema_of(Source source, const Schemas& schemas) {
  switch (source) {
    case Source::kInteractions:
      return schemas.interactions;
    case Source::kItems:
      return schemas.items;
    case Source::kUsers:
    case Source::kCurrentUser:
      return schemas.users;
    case Source::kActions:
      return schemas.actions;
    case Source::kActionInteractions:
      return schemas.action_interactions;
  }
  return nullptr;
}

bool holds_events(Source source) {
  return source == Source::kInteractions || source == Source::kActionInteractions;
}

bool candidate_has(Entity entity, Source source) {
  switch (entity) {
    case Entity::kItem:
      return source == Source::kItems || source == Source::kInteractions;
    case Entity::kAction:
      return source == Source::kActions || source == Source::kActionInteractions;
    case Entity::kUser:
      return source == Source::kUsers || source == Source::kInteractions;
  }
  return false;
}

bool is_numeric(const data::Column& column) {
  return column.type != data::ColumnType::kString && column.type != data::ColumnType::kBoolean;
}

std::unexpected<Error> fault(Place place, std::string_view message) {
  return std::unexpected(error_at(place.column, message));
}

/// The column behind a field, if filters may use it.
Result<const data::Column*> filterable_column(Source source, std::string_view field, Place place,
                                              const Schemas& schemas) {
  const std::string name = std::string(name_of(source)) + "." + std::string(field);
  const data::Schema* schema = schema_of(source, schemas);
  if (schema == nullptr) {
    return fault(place, "the dataset group has no dataset for " + name);
  }
  if (holds_events(source) && !equal_without_case(field, "EVENT_TYPE")) {
    return fault(place, name + ": of " + std::string(name_of(source)) +
                            " only EVENT_TYPE may be used in filters");
  }
  const data::Column* column = schema->find(field);
  if (column == nullptr) return fault(place, name + ": the dataset's schema has no such field");
  if (column->textual) return fault(place, name + ": textual fields cannot be filtered");
  if (column->type == data::ColumnType::kBoolean) {
    return fault(place, name + ": boolean fields cannot be filtered; use a string or a number");
  }
  constexpr std::array<std::string_view, 3> kForbiddenOfActions{
      "EXPIRATION_TIMESTAMP", "ACTION_EXPIRATION_TIMESTAMP", "REPEAT_FREQUENCY"};
  for (const std::string_view forbidden : kForbiddenOfActions) {
    if (source == Source::kActions && equal_without_case(column->name, forbidden)) {
      return fault(place, name + ": this field cannot be filtered");
    }
  }
  return column;
}

Result<void> check_operand(const Operand& operand, const Predicate& predicate, bool numeric,
                           const Schemas& schemas) {
  switch (operand.kind) {
    case OperandKind::kParameter:
      if (!predicate.op->takes_parameters) {
        return fault(operand.place, "$" + operand.text + ": a parameter may not be used with " +
                                        std::string(predicate.op->name));
      }
      return {};
    case OperandKind::kText:
      if (operand.text == "*" && predicate.op->shape == OperandShape::kList &&
          !holds_events(predicate.source)) {
        return fault(operand.place, "the wildcard * may be used only with EVENT_TYPE");
      }
      if (numeric && !number_in(operand.text)) {
        return fault(operand.place, "\"" + operand.text + "\" is not a number, and " +
                                        predicate.field + " is numeric");
      }
      return {};
    case OperandKind::kNumber:
      return {};
    case OperandKind::kCurrentItem:
      break;
  }
  if (holds_events(predicate.source)) {
    return fault(operand.place, "EVENT_TYPE cannot be compared with CurrentItem");
  }
  ATTUNE_TRY(column, filterable_column(Source::kItems, operand.text, operand.place, schemas));
  if (is_numeric(*column) != numeric) {
    return fault(operand.place, "CurrentItem." + operand.text + " and " + predicate.field +
                                    " are not of one type: one is numeric, one is not");
  }
  return {};
}

Result<void> check_predicate(const Predicate& predicate, const Schemas& schemas) {
  ATTUNE_TRY(column,
             filterable_column(predicate.source, predicate.field, predicate.place, schemas));
  const bool numeric = is_numeric(*column);
  if (predicate.op->ordered && !numeric) {
    return fault(predicate.place, predicate.field + ": " + std::string(predicate.op->name) +
                                      " needs a numeric field");
  }
  for (const Operand& operand : predicate.operands) {
    ATTUNE_TRY_VOID(check_operand(operand, predicate, numeric, schemas));
  }
  return {};
}

Result<void> check_clause(const Clause& clause, const Schemas& schemas) {
  const Source first = clause.alternatives[0][0].source;
  for (const Conjunction& conjunction : clause.alternatives) {
    for (const Predicate& predicate : conjunction) {
      if (!candidate_has(clause.entity, predicate.source)) {
        return fault(predicate.place, std::string(name_of(predicate.source)) +
                                          " cannot be used in a filter about " +
                                          std::string(name_of(clause.entity)));
      }
      if (predicate.source != first) {
        return fault(predicate.place, "one expression may use one dataset, here " +
                                          std::string(name_of(first)) +
                                          "; combine expressions with |");
      }
      ATTUNE_TRY_VOID(check_predicate(predicate, schemas));
    }
  }
  for (const Predicate& predicate : clause.user_condition) {
    ATTUNE_TRY_VOID(check_predicate(predicate, schemas));
  }
  return {};
}

}  // namespace

Result<void> check(const Expression& expression, const Schemas& schemas) {
  const Entity entity = expression.clauses().front().entity;
  for (const Clause& clause : expression.clauses()) {
    if (clause.entity != entity) {
      return fault(clause.place, "all expressions of a filter must be about one entity, here " +
                                     std::string(name_of(entity)));
    }
    ATTUNE_TRY_VOID(check_clause(clause, schemas));
  }
  const Traits traits = inspect(expression);
  if (traits.uses_current_item && entity != Entity::kItem) {
    return invalid_input("filterExpression: CurrentItem may be used only in a filter about ItemID");
  }
  if (traits.fields.size() > kDistinctFieldsMax) {
    return invalid_input("filterExpression: " + std::to_string(traits.fields.size()) +
                         " distinct fields, at most " + std::to_string(kDistinctFieldsMax));
  }
  return {};
}

}  // namespace attune::filter
