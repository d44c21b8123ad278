#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "domain/filter/filter.h"
#include "foundation/base/error.h"
#include "learning/recipes/solution_artefact.h"
#include "service/campaigns/campaigns.h"

namespace attune::campaigns {

/// A filter of a dataset group.
struct GroupFilter {
  std::string dataset_group_arn;
  std::shared_ptr<const filter::Expression> expression;
  filter::Traits traits;
};

inline constexpr std::size_t kCompiledFiltersMax = 1'000;

/// A group's filters bound to one solution's catalogue, compiled when they are first used and again
/// when the filter or the items' metadata changed. Thread-safe.
class CompiledFilters {
 public:
  explicit CompiledFilters(std::shared_ptr<const recipes::SolutionArtefact> solution)
      : solution_(std::move(solution)) {}

  [[nodiscard]] Result<std::shared_ptr<const filter::CompiledFilter>> get(
      const std::string& filter_arn, const GroupFilter& filter, const GroupMetadata& metadata);

 private:
  /// Keeps alive what the compiled filter points to.
  struct Entry {
    std::shared_ptr<const filter::Expression> expression;
    std::shared_ptr<const data::EntityTable> items;
    std::shared_ptr<const recipes::SolutionArtefact> solution;
    std::unique_ptr<const filter::CompiledFilter> compiled;
  };

  const std::shared_ptr<const recipes::SolutionArtefact> solution_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Entry>> entries_;
};

}  // namespace attune::campaigns
