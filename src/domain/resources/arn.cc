#include "domain/resources/arn.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace attune::resources {

std::string Arn::text() const {
  return "arn:aws:personalize:" + region + ':' + account + ':' + kind + '/' + tail;
}

std::optional<Arn> parse_arn(std::string_view text) {
  std::array<std::string_view, 5> parts;  // arn, partition, service, region, account
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  const std::size_t slash = text.find('/');
  if (parts[0] != "arn" || parts[2] != "personalize" || slash == std::string_view::npos ||
      slash == 0 || slash + 1 == text.size()) {
    return std::nullopt;
  }
  return Arn{.region = std::string(parts[3]),
             .account = std::string(parts[4]),
             .kind = std::string(text.substr(0, slash)),
             .tail = std::string(text.substr(slash + 1))};
}

std::string arn_of(const Caller& owner, std::string_view kind, std::string_view tail) {
  return Arn{.region = owner.region,
             .account = owner.account_id,
             .kind = std::string(kind),
             .tail = std::string(tail)}
      .text();
}

}  // namespace attune::resources
