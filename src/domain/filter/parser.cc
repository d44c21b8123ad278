#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/filter/ast.h"
#include "domain/filter/filter.h"
#include "domain/filter/lexer.h"

namespace attune::filter {
namespace {

std::string described(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end";
    case TokenKind::kText:
      return "the string \"" + token.text + "\"";
    case TokenKind::kParameter:
      return "$" + token.text;
    default:
      return token.text;
  }
}

/// Recursive descent over the grammar of reference 8.1; one token of look-ahead.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Result<std::vector<Clause>> filter() {
    std::vector<Clause> clauses;
    do {
      ATTUNE_TRY(parsed, clause());
      clauses.push_back(std::move(parsed));
    } while (take_symbol("|"));
    if (current().kind != TokenKind::kEnd) return unexpected("| or the end");
    return clauses;
  }

 private:
  [[nodiscard]] const Token& current() const { return tokens_[at_]; }
  [[nodiscard]] bool at_name(std::string_view name) const {
    return current().kind == TokenKind::kName && equal_without_case(current().text, name);
  }
  bool take_name(std::string_view name) {
    if (!at_name(name)) return false;
    ++at_;
    return true;
  }
  bool take_symbol(std::string_view symbol) {
    if (current().kind != TokenKind::kSymbol || current().text != symbol) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] std::unexpected<Error> fault(std::string_view message) const {
    return std::unexpected(error_at(current().column, message));
  }
  [[nodiscard]] std::unexpected<Error> unexpected(std::string_view expected) const {
    return fault("expected " + std::string(expected) + ", found " + described(current()));
  }

  Result<Clause> clause() {
    Clause result;
    result.place.column = current().column;
    if (take_name("INCLUDE")) {
      result.effect = Effect::kInclude;
    } else if (take_name("EXCLUDE")) {
      result.effect = Effect::kExclude;
    } else {
      return unexpected("INCLUDE or EXCLUDE");
    }
    ATTUNE_TRY(entity, this->entity());
    result.entity = entity;
    if (!take_name("WHERE")) return unexpected("WHERE");
    ATTUNE_TRY(alternatives, condition());
    result.alternatives = std::move(alternatives);
    if (take_name("IF")) {
      ATTUNE_TRY(user_condition, this->user_condition());
      result.user_condition = std::move(user_condition);
    }
    return result;
  }

  Result<Entity> entity() {
    for (const Entity entity : {Entity::kItem, Entity::kAction, Entity::kUser}) {
      if (take_name(name_of(entity))) return entity;
    }
    return unexpected("ItemID, ActionID or UserID");
  }

  Result<std::vector<Conjunction>> condition() {
    std::vector<Conjunction> alternatives(1);
    while (true) {
      if (at_name("CurrentUser")) return fault("CurrentUser may be used only after IF");
      ATTUNE_TRY(parsed, predicate());
      alternatives.back().push_back(std::move(parsed));
      if (take_name("OR")) {
        alternatives.emplace_back();
      } else if (!take_name("AND")) {
        return alternatives;
      }
    }
  }

  Result<Conjunction> user_condition() {
    Conjunction conjunction;
    do {
      if (!at_name("CurrentUser")) return unexpected("CurrentUser (IF knows no other source)");
      ATTUNE_TRY(parsed, predicate());
      conjunction.push_back(std::move(parsed));
    } while (take_name("AND"));
    if (at_name("OR")) return fault("OR may not be used after IF");
    if (at_name("IF")) return fault("an expression has at most one IF");
    if (at_name("WHERE")) return fault("IF comes last");
    return conjunction;
  }

  Result<Predicate> predicate() {
    Predicate result;
    result.place.column = current().column;
    if (current().kind != TokenKind::kName) return unexpected("a dataset's name");
    const std::optional<Source> source = source_of(current().text);
    if (!source) return fault("there is no dataset " + current().text);
    result.source = *source;
    ++at_;
    ATTUNE_TRY(field, this->field());
    result.field = std::move(field);
    ATTUNE_TRY(op, this->op());
    result.op = op;
    ATTUNE_TRY(operands, op->shape == OperandShape::kList ? operand_list() : single_operand());
    result.operands = std::move(operands);
    return result;
  }

  Result<std::string> field() {
    if (!take_symbol(".")) return unexpected(". and a field's name");
    if (current().kind != TokenKind::kName) return unexpected("a field's name");
    return tokens_[at_++].text;
  }

  Result<const Operator*> op() {
    if (take_name("NOT")) {
      if (!take_name("IN")) return unexpected("IN after NOT");
      return find_operator("NOT IN");
    }
    const bool spelled = current().kind == TokenKind::kName || current().kind == TokenKind::kSymbol;
    const Operator* found = spelled ? find_operator(upper_case(current().text)) : nullptr;
    if (found == nullptr) return unexpected("IN, NOT IN or a comparison");
    ++at_;
    return found;
  }

  Result<std::vector<Operand>> operand_list() {
    if (at_name("CurrentItem") || at_wildcard()) return one(any_operand());
    if (!take_symbol("(")) return unexpected("( or CurrentItem");
    std::vector<Operand> operands;
    if (at_wildcard()) {
      ATTUNE_TRY(wildcard, any_operand());
      operands.push_back(std::move(wildcard));
    } else {
      do {
        if (at_wildcard()) return unexpected("a value");
        ATTUNE_TRY(operand, any_operand());
        operands.push_back(std::move(operand));
      } while (take_symbol(","));
    }
    if (!take_symbol(")")) return unexpected("a comma or )");
    return operands;
  }

  Result<std::vector<Operand>> single_operand() {
    if (!take_symbol("(")) {
      if (at_wildcard()) return unexpected("a value");
      return one(any_operand());
    }
    if (current().kind != TokenKind::kParameter) return unexpected("a parameter in parentheses");
    auto operands = one(any_operand());
    if (!take_symbol(")")) return unexpected(")");
    return operands;
  }

  [[nodiscard]] bool at_wildcard() const {
    return current().kind == TokenKind::kSymbol && current().text == "*";
  }

  static Result<std::vector<Operand>> one(Result<Operand> operand) {
    if (!operand) return std::unexpected(std::move(operand.error()));
    return std::vector<Operand>{std::move(*operand)};
  }

  // A bare * is the string "*".
  Result<Operand> any_operand() {
    const Token& token = current();
    Operand operand{.text = token.text, .place = {token.column}};
    if (token.kind == TokenKind::kText || at_wildcard()) {
      operand.kind = OperandKind::kText;
    } else if (token.kind == TokenKind::kNumber) {
      operand.kind = OperandKind::kNumber;
    } else if (token.kind == TokenKind::kParameter) {
      operand.kind = OperandKind::kParameter;
    } else if (at_name("CurrentItem")) {
      ++at_;
      ATTUNE_TRY(field, this->field());
      return Operand{
          .kind = OperandKind::kCurrentItem, .text = std::move(field), .place = operand.place};
    } else {
      return unexpected("a quoted string, a number, a parameter or CurrentItem");
    }
    ++at_;
    return operand;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::shared_ptr<const Expression>> parse(std::string_view text) {
  ATTUNE_TRY(tokens, tokens_of(text));
  ATTUNE_TRY(clauses, Parser(std::move(tokens)).filter());
  return std::make_shared<const Expression>(std::move(clauses));
}

std::shared_ptr<const Expression> join(const Expression& first, const Expression& second) {
  std::vector<Clause> clauses = first.clauses();
  clauses.insert(clauses.end(), second.clauses().begin(), second.clauses().end());
  return std::make_shared<const Expression>(std::move(clauses));
}

}  // namespace attune::filter
