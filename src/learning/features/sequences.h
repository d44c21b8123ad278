#pragma once

#include <string>
#include <vector>

#include "domain/data/interactions.h"

namespace attune::features {

/// One user's items, oldest first.
struct NamedSequence {
  std::string user;
  std::vector<std::string> items;
};

/// A table of sequences that come already in order. The k-th event of a user gets k seconds as its
/// time and has no type and no value. Users come in the order given and are taken as distinct.
[[nodiscard]] data::InteractionTable table_of(const std::vector<NamedSequence>& sequences);

}  // namespace attune::features
