#include <set>
#include <string>

#include "domain/filter/ast.h"
#include "domain/filter/filter.h"

namespace attune::filter {
namespace {

// CurrentUser.AGE is the field AGE of the Users dataset.
std::string qualified(Source source, std::string_view field) {
  const Source dataset = source == Source::kCurrentUser ? Source::kUsers : source;
  return upper_case(name_of(dataset)) + "." + upper_case(field);
}

bool reads_the_requests_user(const Clause& clause, const Predicate& predicate) {
  switch (predicate.source) {
    case Source::kCurrentUser:
      return true;
    case Source::kInteractions:
    case Source::kActionInteractions:
      return clause.entity != Entity::kUser;
    default:
      return false;
  }
}

}  // namespace

Traits inspect(const Expression& expression) {
  Traits traits;
  traits.entity = expression.clauses().front().entity;
  std::set<std::string> parameters;
  std::set<std::string> fields;
  for (const Clause& clause : expression.clauses()) {
    traits.has_include |= clause.effect == Effect::kInclude;
    for_each_predicate(clause, [&](const Predicate& predicate) {
      fields.insert(qualified(predicate.source, predicate.field));
      traits.uses_user |= reads_the_requests_user(clause, predicate);
      traits.uses_current_user |= predicate.source == Source::kCurrentUser;
      for (const Operand& operand : predicate.operands) {
        if (operand.kind == OperandKind::kParameter) parameters.insert(operand.text);
        if (operand.kind == OperandKind::kCurrentItem) {
          traits.uses_current_item = true;
          fields.insert(qualified(Source::kItems, operand.text));
        }
      }
    });
  }
  traits.parameters.assign(parameters.begin(), parameters.end());
  traits.fields.assign(fields.begin(), fields.end());
  return traits;
}

}  // namespace attune::filter
