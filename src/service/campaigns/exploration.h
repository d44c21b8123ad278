#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "learning/recipes/solution_artefact.h"
#include "service/campaigns/campaigns.h"
#include "service/ranking/exploration.h"

namespace attune::campaigns {

struct ExplorationSettings {
  double weight = 0;
  double age_cut_off_days = 0;
};

/// What the campaign's itemExplorationConfig says, or the recipe's defaults; weight 0 for recipes
/// that do not explore. Exploring recipes without such parameters explore a little.
[[nodiscard]] ExplorationSettings exploration_settings(const Deployment& deployment);

/// One campaign's exploration: which items are young, and how often each was chosen or shown.
/// An item's age is counted to the newest interaction of the model's data from its
/// CREATION_TIMESTAMP, else its first interaction, else it is new (reference 4.2). Thread-safe.
class CampaignExploration {
 public:
  CampaignExploration(std::shared_ptr<const recipes::SolutionArtefact> solution,
                      const ExplorationSettings& settings);

  /// The items to be explored by that metadata; computed anew when it changed.
  [[nodiscard]] std::shared_ptr<const std::vector<ranking::Candidate>> candidates(
      const GroupMetadata& metadata) const;
  [[nodiscard]] const std::vector<std::atomic<std::uint32_t>>& evidence() const {
    return evidence_;
  }
  [[nodiscard]] double weight() const { return settings_.weight; }

  /// The item was chosen or shown `times` more.
  void add_evidence(std::string_view item_id, std::uint32_t times);

 private:
  const std::shared_ptr<const recipes::SolutionArtefact> solution_;
  const ExplorationSettings settings_;
  std::vector<std::int64_t> first_s_;  // by item: its first interaction; kNever: none
  std::int64_t newest_s_ = 0;
  std::vector<std::atomic<std::uint32_t>> evidence_;  // by item

  mutable std::mutex mutex_;  // of the members below
  mutable std::shared_ptr<const data::EntityTable> candidates_of_;
  mutable std::shared_ptr<const std::vector<ranking::Candidate>> candidates_;
};

inline constexpr std::int64_t kExplorationSlotMs = 2LL * 3600 * 1000;

/// What the draws of a user depend on: the same within a slot of two hours.
[[nodiscard]] std::uint64_t exploration_seed(std::string_view user_id, std::int64_t now_ms);

}  // namespace attune::campaigns
