#include <string>

#include "domain/filter/ast.h"
#include "domain/filter/filter.h"

namespace attune::filter {
namespace {

void print(const Operand& operand, std::string& out) {
  switch (operand.kind) {
    case OperandKind::kText:
      out += '"';
      for (const char c : operand.text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
      out += '"';
      break;
    case OperandKind::kNumber:
      out += operand.text;
      break;
    case OperandKind::kParameter:
      out.append("$").append(operand.text);
      break;
    case OperandKind::kCurrentItem:
      out.append("CurrentItem.").append(operand.text);
      break;
  }
}

void print(const Predicate& predicate, std::string& out) {
  out.append(name_of(predicate.source)).append(".").append(predicate.field);
  out.append(" ").append(predicate.op->name).append(" ");
  const bool parenthesised =
      predicate.op->shape == OperandShape::kList &&
      (predicate.operands.size() > 1 || predicate.operands[0].kind != OperandKind::kCurrentItem);
  if (parenthesised) out += '(';
  for (std::size_t i = 0; i < predicate.operands.size(); ++i) {
    if (i != 0) out += ", ";
    print(predicate.operands[i], out);
  }
  if (parenthesised) out += ')';
}

void print(const Conjunction& conjunction, std::string& out) {
  for (std::size_t i = 0; i < conjunction.size(); ++i) {
    if (i != 0) out += " AND ";
    print(conjunction[i], out);
  }
}

void print(const Clause& clause, std::string& out) {
  out += clause.effect == Effect::kInclude ? "INCLUDE " : "EXCLUDE ";
  out.append(name_of(clause.entity)).append(" WHERE ");
  for (std::size_t i = 0; i < clause.alternatives.size(); ++i) {
    if (i != 0) out += " OR ";
    print(clause.alternatives[i], out);
  }
  if (!clause.user_condition.empty()) {
    out += " IF ";
    print(clause.user_condition, out);
  }
}

}  // namespace

std::string print(const Expression& expression) {
  std::string out;
  for (const Clause& clause : expression.clauses()) {
    if (!out.empty()) out += " | ";
    print(clause, out);
  }
  return out;
}

}  // namespace attune::filter
