#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace attune::filter {

enum class OperandShape : std::uint8_t { kSingle, kList };

/// One way to hold a field against operands. A predicate is true when
/// (some operand matches the value) != negated; on a null field it is `on_null`.
struct Operator {
  std::string_view name;  // as printed: "NOT IN"
  OperandShape shape = OperandShape::kSingle;
  bool ordered = false;  // needs numbers
  bool negated = false;
  bool on_null = false;
  bool takes_parameters = true;
  bool (*matches)(double value, double operand) = nullptr;  // texts match when they are equal
};

/// Every operator. A new one is a line here (and a token of the lexer if it has a new spelling).
[[nodiscard]] std::span<const Operator> operators();

/// By printed name, upper case; null if there is none.
[[nodiscard]] const Operator* find_operator(std::string_view name);

}  // namespace attune::filter
