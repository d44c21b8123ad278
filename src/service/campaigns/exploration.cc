#include "service/campaigns/exploration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "foundation/base/random.h"

namespace attune::campaigns {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr double kSecondsPerDay = 86'400;
constexpr ExplorationSettings kManaged{.weight = 0.05, .age_cut_off_days = 30};

// FNV-1a: the same on every machine.
std::uint64_t key_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  }
  return mix64(hash);
}

std::optional<std::int64_t> creation_of(const data::EntityTable* items,
                                        const data::EntityColumn* created,
                                        std::string_view item_id) {
  if (created == nullptr) return std::nullopt;
  const auto row = items->ids.find(item_id);
  if (!row || *row >= created->numbers.size() || std::isnan(created->numbers[*row])) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(created->numbers[*row]);
}

}  // namespace

ExplorationSettings exploration_settings(const Deployment& deployment) {
  const recipes::Recipe& recipe = *deployment.solution->recipe;
  if (!recipe.explores) return {};
  const bool configurable =
      std::ranges::any_of(recipe.parameters, [](const recipes::HyperParameter& parameter) {
        return parameter.name == "explorationWeight";
      });
  if (!configurable) return kManaged;
  const auto values = recipe.resolve(deployment.exploration);
  if (!values) return {};
  return {.weight = values->number("explorationWeight"),
          .age_cut_off_days = values->number("explorationItemAgeCutOff")};
}

CampaignExploration::CampaignExploration(std::shared_ptr<const recipes::SolutionArtefact> solution,
                                         const ExplorationSettings& settings)
    : solution_(std::move(solution)),
      settings_(settings),
      first_s_(solution_->interactions->item_count(), kNever),
      evidence_(solution_->interactions->item_count()) {
  const data::InteractionTable& table = *solution_->interactions;
  newest_s_ = table.row_count() == 0 ? 0 : std::numeric_limits<std::int64_t>::min();
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const std::size_t item = data::raw(table.item[row]);
    newest_s_ = std::max(newest_s_, table.timestamp_s[row]);
    if (item >= first_s_.size()) continue;
    first_s_[item] = std::min(first_s_[item], table.timestamp_s[row]);
    evidence_[item].fetch_add(1, std::memory_order_relaxed);
  }
}

std::shared_ptr<const std::vector<ranking::Candidate>> CampaignExploration::candidates(
    const GroupMetadata& metadata) const {
  {
    const std::lock_guard lock(mutex_);
    if (candidates_ && candidates_of_ == metadata.items) return candidates_;
  }
  const data::EntityTable* items = metadata.items.get();
  const data::EntityColumn* created =
      items == nullptr ? nullptr : items->find("CREATION_TIMESTAMP");
  const double cut_off_s = settings_.age_cut_off_days * kSecondsPerDay;
  auto fresh = std::make_shared<std::vector<ranking::Candidate>>();
  for (std::uint32_t item = 0; item < first_s_.size(); ++item) {
    const std::string_view id = solution_->interactions->items->text(item);
    const std::int64_t first_s = first_s_[item] == kNever ? newest_s_ : first_s_[item];
    const std::int64_t born_s = creation_of(items, created, id).value_or(first_s);
    if (static_cast<double>(newest_s_) - static_cast<double>(born_s) > cut_off_s) continue;
    fresh->push_back({.item = data::ItemIndex{item}, .key = key_of(id)});
  }
  const std::lock_guard lock(mutex_);
  candidates_of_ = metadata.items;
  candidates_ = fresh;
  return fresh;
}

void CampaignExploration::add_evidence(std::string_view item_id, std::uint32_t times) {
  if (const auto item = solution_->interactions->items->find(item_id)) {
    evidence_[*item].fetch_add(times, std::memory_order_relaxed);
  }
}

std::uint64_t exploration_seed(std::string_view user_id, std::int64_t now_ms) {
  return mix64(key_of(user_id) + static_cast<std::uint64_t>(now_ms / kExplorationSlotMs));
}

}  // namespace attune::campaigns
