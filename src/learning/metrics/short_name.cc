#include "learning/metrics/short_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace attune::metrics {
namespace {

struct Abbreviation {
  std::string_view words;
  std::string_view letters;
};

constexpr std::array kAbbreviations{
    Abbreviation{"normalized_discounted_cumulative_gain", "NDCG"}, Abbreviation{"hit_rate", "HR"},
    Abbreviation{"mean_reciprocal_rank", "MRR"}, Abbreviation{"precision", "P"}};

}  // namespace

std::string short_name(std::string_view metric) {
  for (const Abbreviation& abbreviation : kAbbreviations) {
    if (!metric.starts_with(abbreviation.words)) continue;
    const std::string_view depth = metric.substr(abbreviation.words.size());
    if (depth.empty()) return std::string(abbreviation.letters);
    if (!depth.starts_with("_at_")) continue;
    return std::string(abbreviation.letters) + "@" + std::string(depth.substr(4));
  }
  std::string name(metric);
  std::ranges::replace(name, '_', ' ');
  return name;
}

}  // namespace attune::metrics
