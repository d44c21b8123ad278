#include "domain/filter/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "domain/filter/filter.h"

namespace attune::filter {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c);
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// UTF-8: every character has one byte that is not a continuation byte.
std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

constexpr std::array<std::string_view, 12> kSymbols{"!=", "<=", ">=", "(", ")", ",",
                                                    ".",  "*",  "|",  "=", "<", ">"};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<Token> next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    start_ = at_;
    if (at_ == text_.size()) return token(TokenKind::kEnd, "");
    const char first = text_[at_];
    if (is_name_start(first)) return token(TokenKind::kName, std::string(take_while(is_name_part)));
    if (first == '"') return quoted();
    if (first == '$') return parameter();
    if (is_digit(first) || first == '-') return number();
    for (const std::string_view symbol : kSymbols) {
      if (text_.substr(at_).starts_with(symbol)) {
        at_ += symbol.size();
        return token(TokenKind::kSymbol, std::string(symbol));
      }
    }
    return fault("this character is not part of the language");
  }

 private:
  std::string_view take_while(bool (*belongs)(char)) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  [[nodiscard]] Token token(TokenKind kind, std::string text) const {
    return {.kind = kind, .text = std::move(text), .column = column()};
  }
  [[nodiscard]] std::size_t column() const { return character_count(text_.substr(0, start_)) + 1; }
  [[nodiscard]] std::unexpected<Error> fault(std::string_view message) const {
    return std::unexpected(error_at(column(), message));
  }

  Result<Token> quoted() {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return token(TokenKind::kText, std::move(value));
      }
      const bool escape =
          c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\');
      if (escape) ++at_;
      value += text_[at_];
    }
    return fault("this string has no closing quotation mark");
  }

  Result<Token> parameter() {
    ++at_;
    const std::string_view name = take_while(is_name_part);
    if (name.empty()) return fault("a parameter is $ and a name of letters, digits and _");
    if (name.size() > kParameterNameLengthMax) {
      return fault("parameter name of " + std::to_string(name.size()) + " characters, at most " +
                   std::to_string(kParameterNameLengthMax));
    }
    return token(TokenKind::kParameter, std::string(name));
  }

  Result<Token> number() {
    if (text_[at_] == '-') ++at_;
    if (take_while(is_digit).empty()) return fault("a minus sign needs digits after it");
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (take_while(is_digit).empty()) return fault("a decimal point needs digits after it");
    }
    if (at_ < text_.size() && is_name_part(text_[at_])) {
      return fault("a number consists of digits and one decimal point");
    }
    return token(TokenKind::kNumber, std::string(text_.substr(start_, at_ - start_)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the current token
};

}  // namespace

Error error_at(std::size_t column, std::string_view message) {
  return {.code = ErrorCode::kInvalidInput,
          .message =
              "filterExpression: column " + std::to_string(column) + ": " + std::string(message)};
}

Result<std::vector<Token>> tokens_of(std::string_view text) {
  if (const std::size_t length = character_count(text); length > kTextLengthMax) {
    return invalid_input("filterExpression: " + std::to_string(length) + " characters, at most " +
                         std::to_string(kTextLengthMax));
  }
  Lexer lexer(text);
  std::vector<Token> tokens;
  do {
    ATTUNE_TRY(token, lexer.next());
    tokens.push_back(std::move(token));
  } while (tokens.back().kind != TokenKind::kEnd);
  return tokens;
}

}  // namespace attune::filter
