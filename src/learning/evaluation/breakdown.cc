#include "learning/evaluation/breakdown.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "learning/evaluation/list_figures.h"
#include "learning/evaluation/test_user.h"

namespace attune::evaluation {
namespace {

constexpr std::array<std::string_view, 8> kLengthLabels{"none",  "1-4",   "5-9",     "10-19",
                                                        "20-49", "50-99", "100-199", "200 or more"};
constexpr std::array<std::size_t, 7> kLengthBegins{1, 5, 10, 20, 50, 100, 200};

constexpr std::array<std::string_view, 11> kDecileLabels{
    "no events", "1 rarest", "2", "3", "4", "5", "6", "7", "8", "9", "10 most"};

constexpr std::array<std::string_view, 4> kColdLabels{"no events", "1-4", "5-19", "20 or more"};
constexpr std::array<std::size_t, 3> kColdBegins{1, 5, 20};

std::size_t bucket(std::span<const std::size_t> begins, std::size_t value) {
  return static_cast<std::size_t>(std::ranges::upper_bound(begins, value) - begins.begin());
}

// By item; 0 for items without events.
std::vector<std::size_t> deciles_of(const std::vector<std::uint32_t>& events) {
  std::vector<std::size_t> items(events.size());
  std::iota(items.begin(), items.end(), std::size_t{0});
  std::erase_if(items, [&](std::size_t item) { return events[item] == 0; });
  std::ranges::stable_sort(items, {}, [&](std::size_t item) { return events[item]; });
  std::vector<std::size_t> deciles(events.size(), 0);
  for (std::size_t place = 0; place < items.size(); ++place) {
    deciles[items[place]] = 10 * place / items.size() + 1;
  }
  return deciles;
}

}  // namespace

std::span<const Breakdown> breakdowns() {
  static constexpr std::array kBreakdowns{
      Breakdown{.name = "history_length",
                .title = "By the length of the user's history",
                .labels = kLengthLabels,
                .group_of =
                    [](const QuestionFacts& facts) {
                      return bucket(kLengthBegins, facts.history_length);
                    }},
      Breakdown{.name = "target_popularity",
                .title = "By the target's popularity in training (tenths of the items)",
                .of_target = true,
                .labels = kDecileLabels,
                .group_of = [](const QuestionFacts& facts) { return facts.popularity_decile; }},
      Breakdown{
          .name = "cold_target",
          .title = "By the target's training events: cold items",
          .of_target = true,
          .labels = kColdLabels,
          .group_of =
              [](const QuestionFacts& facts) { return bucket(kColdBegins, facts.target_events); }},
  };
  return kBreakdowns;
}

std::vector<Grouping> group_questions(const data::InteractionTable& table,
                                      const data::InteractionTable& train,
                                      std::span<const TestUser> questions) {
  const std::vector<std::uint32_t> events = events_by_item(train);
  const std::vector<std::size_t> deciles = deciles_of(events);
  const bool one_target = std::ranges::all_of(questions, [](const TestUser& question) {
    return question.truth_end == question.truth_begin + 1;
  });
  std::vector<Grouping> groupings;
  for (const Breakdown& breakdown : breakdowns()) {
    if (breakdown.of_target && !one_target) continue;
    Grouping grouping{.breakdown = &breakdown, .group_of = {}};
    for (const TestUser& question : questions) {
      const std::size_t target = data::raw(table.item[question.truth_begin]);
      grouping.group_of.push_back(static_cast<std::uint32_t>(
          breakdown.group_of({.history_length = question.truth_begin - question.history_begin,
                              .target_events = events[target],
                              .popularity_decile = deciles[target]})));
    }
    groupings.push_back(std::move(grouping));
  }
  return groupings;
}

}  // namespace attune::evaluation
