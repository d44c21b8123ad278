#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attune::json {

/// Where a value stands in a document, built on the stack while it is read.
struct Path {
  const Path* parent = nullptr;
  std::string_view name;  // a member or a map's key; empty: the element `index`
  std::size_t index = 0;

  /// "solutionConfig.hpoConfig" or "eventList[2].itemId"; "the document" for the root.
  [[nodiscard]] std::string text() const;
};

}  // namespace attune::json
