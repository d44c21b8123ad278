#pragma once

#include <string>
#include <utility>
#include <vector>

#include "foundation/json/value.h"
#include "learning/evaluation/comparison.h"
#include "learning/evaluation/standing.h"

namespace attune::report {

/// Names and values for people, in order.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// An offline test of several models, and how it came about.
struct Contest {
  std::string command;  // as it was typed
  std::string version;  // of the program
  std::string date;     // when it was made
  std::string protocol;
  Facts facts;  // what the data is and how it was split
  std::vector<evaluation::Standing> standings;
  evaluation::Comparison comparison;
};

/// docs/howto/evaluate.md describes its members.
[[nodiscard]] json::Value contest_json(const Contest& contest);

/// One page that needs nothing else: style and images are inside, there are no scripts.
[[nodiscard]] std::string contest_page(const Contest& contest);

}  // namespace attune::report
