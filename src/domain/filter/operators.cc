#include "domain/filter/operators.h"

#include <algorithm>
#include <array>

namespace attune::filter {
namespace {

bool equal(double value, double operand) {
  return value == operand;
}
bool less(double value, double operand) {
  return value < operand;
}
bool at_most(double value, double operand) {
  return value <= operand;
}
bool greater(double value, double operand) {
  return value > operand;
}
bool at_least(double value, double operand) {
  return value >= operand;
}

// A null field satisfies only NOT IN; a placeholder with NOT IN is refused (reference 8.2, 8.4).
constexpr std::array kOperators{
    Operator{.name = "=", .matches = equal},
    Operator{.name = "!=", .negated = true, .matches = equal},
    Operator{.name = "<", .ordered = true, .matches = less},
    Operator{.name = "<=", .ordered = true, .matches = at_most},
    Operator{.name = ">", .ordered = true, .matches = greater},
    Operator{.name = ">=", .ordered = true, .matches = at_least},
    Operator{.name = "IN", .shape = OperandShape::kList, .matches = equal},
    Operator{.name = "NOT IN",
             .shape = OperandShape::kList,
             .negated = true,
             .on_null = true,
             .takes_parameters = false,
             .matches = equal},
};

}  // namespace

std::span<const Operator> operators() {
  return kOperators;
}

const Operator* find_operator(std::string_view name) {
  const auto* found = std::ranges::find(kOperators, name, &Operator::name);
  return found == kOperators.end() ? nullptr : found;
}

}  // namespace attune::filter
