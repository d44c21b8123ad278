#include "domain/filter/values.h"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

namespace attune::filter {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

std::string without_quotes(std::string_view piece) {
  if (!piece.starts_with('"')) return std::string(piece);
  piece.remove_prefix(1);
  std::string value;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const bool last = i + 1 == piece.size();
    if (piece[i] == '"' && last) break;
    if (piece[i] == '\\' && !last && (piece[i + 1] == '"' || piece[i + 1] == '\\')) ++i;
    value += piece[i];
  }
  return value;
}

}  // namespace

std::vector<std::string> values_in(std::string_view entry) {
  std::vector<std::string> values;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= entry.size(); ++i) {
    const bool end = i == entry.size();
    if (!end && quoted && entry[i] == '\\') {
      ++i;  // what is escaped neither ends the quotation nor the piece
    } else if (!end && entry[i] == '"') {
      quoted = !quoted;
    }
    if (i < entry.size() && (quoted || entry[i] != ',')) continue;
    const std::size_t piece_end = i < entry.size() ? i : entry.size();
    const std::string_view piece = trimmed(entry.substr(begin, piece_end - begin));
    if (!piece.empty()) values.push_back(without_quotes(piece));
    begin = i + 1;
    if (i >= entry.size()) break;
  }
  return values;
}

std::optional<double> number_in(std::string_view text) {
  text = trimmed(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace attune::filter
