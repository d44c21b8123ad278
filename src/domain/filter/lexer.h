#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::filter {

enum class TokenKind : std::uint8_t {
  kName,       // keywords, datasets, fields
  kText,       // of "...", escapes undone
  kNumber,     // as written
  kParameter,  // without the "$"
  kSymbol,     // ( ) , . * | = != < <= > >=
  kEnd
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;
  std::size_t column = 0;  // 1-based, in characters
};

inline constexpr std::size_t kParameterNameLengthMax = 50;

/// The tokens of the text, kEnd last. In strings \" stands for a quotation mark and \\ for a
/// backslash; any other backslash stands for itself. (The reference knows only \"; without \\ no
/// string could end in a backslash.)
[[nodiscard]] Result<std::vector<Token>> tokens_of(std::string_view text);

/// kInvalidInput with the position.
[[nodiscard]] Error error_at(std::size_t column, std::string_view message);

}  // namespace attune::filter
