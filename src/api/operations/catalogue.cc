#include "api/operations/catalogue.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "api/operations/groups.h"

namespace attune::operations {
namespace {

std::vector<Operation> all_sorted() {
  std::vector<Operation> all;
  for (const auto group :
       {attribution_operations(), batch_operations(), data_operations(), training_operations(),
        recommender_operations(), serving_operations(), runtime_operations()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  std::ranges::sort(all, {}, &Operation::name);
  return all;
}

}  // namespace

std::span<const Operation> catalogue() {
  static const std::vector<Operation> kAll = all_sorted();
  return kAll;
}

const Operation* find_operation(std::string_view name) {
  const auto all = catalogue();
  const auto found = std::ranges::lower_bound(all, name, {}, &Operation::name);
  return found == all.end() || found->name != name ? nullptr : &*found;
}

const Operation* find_operation_by_path(std::string_view path) {
  if (path.empty()) return nullptr;
  const auto all = catalogue();
  const auto found = std::ranges::find(all, path, &Operation::path);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace attune::operations
