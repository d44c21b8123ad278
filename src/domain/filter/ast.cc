#include "domain/filter/ast.h"

#include <algorithm>
#include <array>

namespace attune::filter {
namespace {

struct SourceName {
  std::string_view printed;
  std::string_view singular;
  Source source;
};
constexpr std::array kSourceNames{
    SourceName{"Interactions", "Interaction", Source::kInteractions},
    SourceName{"Items", "Item", Source::kItems},
    SourceName{"Users", "User", Source::kUsers},
    SourceName{"Actions", "Action", Source::kActions},
    SourceName{"Action_Interactions", "Action_Interaction", Source::kActionInteractions},
    SourceName{"CurrentUser", "CurrentUser", Source::kCurrentUser},
};

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

}  // namespace

std::string_view name_of(Source source) {
  return std::ranges::find(kSourceNames, source, &SourceName::source)->printed;
}

std::optional<Source> source_of(std::string_view name) {
  for (const SourceName& known : kSourceNames) {
    if (equal_without_case(name, known.printed) || equal_without_case(name, known.singular)) {
      return known.source;
    }
  }
  return std::nullopt;
}

std::string_view name_of(Entity entity) {
  constexpr std::array<std::string_view, 3> kNames{"ItemID", "ActionID", "UserID"};
  return kNames[static_cast<std::size_t>(entity)];
}

bool equal_without_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, upper, upper);
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), upper);
  return result;
}

}  // namespace attune::filter
