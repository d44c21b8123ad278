#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/events/event_log.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/exploration.h"
#include "service/sessions/recent_events.h"

namespace attune::campaigns {

/// What the campaigns of a dataset group share. Thread-safe.
class Group {
 public:
  explicit Group(std::string arn);

  /// From now on the group's events are kept.
  [[nodiscard]] std::shared_ptr<sessions::RecentEvents> start_events();
  /// Null until `start_events`.
  [[nodiscard]] std::shared_ptr<sessions::RecentEvents> events() const;
  /// A new event of the group.
  void observe(const events::StoredEvent& stored);
  /// The exploration learns what was chosen and shown so far and from now on, as long as it lives.
  void add_exploration(const std::shared_ptr<CampaignExploration>& exploration);

  /// Makes sure that every stored event after `watermark` is kept. Reads the log only if an earlier
  /// call did not read as far back.
  Result<void> catch_up(const events::EventLog& log, std::uint64_t watermark);

  [[nodiscard]] GroupMetadata metadata() const;
  void set_metadata(GroupMetadata metadata);

 private:
  /// Distinct items that are counted; later ones are not.
  static constexpr std::size_t kCountedItemsMax = 1'000'000;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void count(std::string_view item_id);
  void count_items(const events::Event& event);

  const std::string arn_;
  std::mutex catching_up_;
  std::optional<std::uint64_t> complete_after_;  // guarded by catching_up_
  mutable std::mutex mutex_;                     // of the members below
  std::shared_ptr<sessions::RecentEvents> events_;
  GroupMetadata metadata_;

  std::mutex evidence_mutex_;  // of the members below
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> evidence_;  // by item
  std::vector<std::weak_ptr<CampaignExploration>> explorations_;
};

}  // namespace attune::campaigns
