#include "domain/data/column_name.h"

#include <string>
#include <string_view>

namespace attune::data {
namespace {

/// The folded character; 0: dropped.
char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  return kept ? c : '\0';
}

void skip_dropped(std::string_view& text) {
  while (!text.empty() && folded(text.front()) == '\0') text.remove_prefix(1);
}

}  // namespace

std::string folded_column_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (folded(c) != '\0') out += folded(c);
  }
  return out;
}

bool same_column_name(std::string_view left, std::string_view right) {
  while (true) {
    skip_dropped(left);
    skip_dropped(right);
    if (left.empty() || right.empty()) return left.empty() && right.empty();
    if (folded(left.front()) != folded(right.front())) return false;
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
}

}  // namespace attune::data
