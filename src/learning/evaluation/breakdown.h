#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/interactions.h"
#include "learning/evaluation/test_user.h"

namespace attune::evaluation {

/// What is known of a question of an offline test, whatever the model.
struct QuestionFacts {
  std::size_t history_length = 0;     // the user's events before it
  std::size_t target_events = 0;      // training events of the target
  std::size_t popularity_decile = 0;  // of the target among items with training events, 1 the
                                      // rarest tenth of them; 0: it has none
};

/// A way of dividing questions. A new one is a line of the catalogue.
struct Breakdown {
  std::string_view name;
  std::string_view title;
  bool of_target = false;  // only where each question has one target
  std::span<const std::string_view> labels;
  std::size_t (*group_of)(const QuestionFacts&);  // < labels.size()
};

/// By history length, by the target's popularity, by how cold the target is.
[[nodiscard]] std::span<const Breakdown> breakdowns();

struct Grouping {
  const Breakdown* breakdown = nullptr;
  std::vector<std::uint32_t> group_of;  // by question
};

/// The groupings that suit the questions; `train` is what models learn from.
[[nodiscard]] std::vector<Grouping> group_questions(const data::InteractionTable& table,
                                                    const data::InteractionTable& train,
                                                    std::span<const TestUser> questions);

}  // namespace attune::evaluation
