#pragma once

#include <string>
#include <string_view>

namespace attune::metrics {

/// A metric's name as the literature abbreviates it: "NDCG@10", "HR@10", "MRR"; others with spaces
/// for underscores.
[[nodiscard]] std::string short_name(std::string_view metric);

}  // namespace attune::metrics
