#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace attune::evaluation {

/// A model's offline test.
struct Report {
  std::map<std::string, double> metrics;                // means over the test users
  std::map<std::string, std::vector<double>> per_user;  // the same users in the same order
  std::map<std::string, double> lists;                  // coverage and the like: list_figures.h
  std::size_t user_count = 0;                           // of tests: a user may have several
  std::size_t skipped_count = 0;                        // see the protocol
  double seconds = 0.0;
};

}  // namespace attune::evaluation
