#pragma once

#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace attune::filter {

/// A case of tests/cases/filter: a title, "key: value" lines, and what comes of it.
struct Case {
  std::string title;
  std::string filter;
  std::vector<std::pair<std::string, std::string>> values;  // filterValues
  std::string user;
  std::string item;
  std::string outcome;
};

inline std::vector<Case> cases_of(const std::string& name) {
  std::ifstream file(std::string(ATTUNE_SOURCE_DIR) + "/tests/cases/filter/" + name);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      cases.emplace_back().title = line.substr(3);
    } else if (line.starts_with("filter: ")) {
      cases.back().filter = line.substr(8);
    } else if (line.starts_with("value: ")) {
      const auto split = line.find('=');
      cases.back().values.emplace_back(line.substr(7, split - 7), line.substr(split + 1));
    } else if (line.starts_with("user: ")) {
      cases.back().user = line.substr(6);
    } else if (line.starts_with("item: ")) {
      cases.back().item = line.substr(6);
    } else if (line.starts_with("->")) {
      cases.back().outcome = line.substr(line.size() > 2 ? 3 : 2);
    }
  }
  return cases;
}

}  // namespace attune::filter
