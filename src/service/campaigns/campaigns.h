#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/entities.h"
#include "domain/events/event_log.h"
#include "domain/filter/filter.h"
#include "foundation/base/error.h"
#include "learning/recipes/solution_artefact.h"

namespace attune::campaigns {

/// What a domain's use case adds to its model (reference 5.6).
struct UseCaseRules {
  std::string name;
  bool needs_user = false;
  std::string excluded_event_type;  // items with such an event of the user; empty: none
};

/// A campaign or recommender to be served.
struct Deployment {
  std::string campaign_arn;
  std::string dataset_group_arn;
  std::string solution_version_arn;
  std::shared_ptr<const recipes::SolutionArtefact> solution;
  std::vector<std::pair<std::string, std::string>> exploration;  // itemExplorationConfig
  bool metadata_enabled = false;
  std::optional<UseCaseRules> use_case = {};  // of a recommender; its answers have no scores
};

/// Items and Users metadata of a dataset group as serving sees it; null where there is none.
struct GroupMetadata {
  std::shared_ptr<const data::EntityTable> items;
  std::shared_ptr<const data::EntityTable> users;
};

using FilterValues = std::map<std::string, std::string, std::less<>>;

struct FilterUse {
  std::string filter_arn;
  FilterValues values;
};

/// GetRecommendations and GetPersonalizedRanking, checked for shape only.
struct Query {
  std::string campaign_arn;
  std::optional<std::string> user_id;
  std::optional<std::string> item_id;
  std::vector<std::string> input_list;  // of a ranking
  std::optional<std::int64_t> num_results;
  std::optional<FilterUse> filter;
  std::map<std::string, std::string, std::less<>> context;
  std::vector<std::string> metadata_columns;  // of ITEMS
};

struct AnsweredItem {
  std::string item_id;
  std::optional<double> score;
  std::vector<std::pair<std::string, std::string>> metadata;
};

struct Answer {
  std::vector<AnsweredItem> items;
  std::string recommendation_id;  // "RID-" + UUID
};

struct CampaignsOptions {
  std::size_t live_users_max =
      1'000'000;  // per campaign; beyond it the least recently used is rebuilt
};

/// Everything that is being served. Thread-safe: answers take immutable snapshots; a swap never
/// fails or delays a request. Answers are computed on the caller's thread and do not block on I/O.
class Campaigns {
 public:
  /// `log` gives streamed events newer than a solution's watermark when users' states are rebuilt.
  [[nodiscard]] static std::unique_ptr<Campaigns> create(const events::EventLog& log,
                                                         const CampaignsOptions& options);
  virtual ~Campaigns() = default;

  /// Puts the campaign in service or swaps it; catches up on streamed events first.
  virtual Result<void> deploy(const Deployment& deployment) = 0;
  virtual void withdraw(std::string_view campaign_arn) = 0;

  /// Replaces what filters and metadata answers of the group read.
  virtual void set_metadata(std::string_view dataset_group_arn, GroupMetadata metadata) = 0;
  /// Makes a filter usable by the group's campaigns.
  virtual Result<void> set_filter(std::string_view filter_arn, std::string_view dataset_group_arn,
                                  std::shared_ptr<const filter::Expression> expression) = 0;
  virtual void remove_filter(std::string_view filter_arn) = 0;

  /// New events of any group: they move the users' next answers. Called by the event log's
  /// announcing thread.
  virtual void observe(std::span<const events::StoredEvent> events) = 0;

  /// reference 7.1-7.5, 7.9. kNotFound: no such campaign or filter in service.
  [[nodiscard]] virtual Result<Answer> recommend(const Query& query) const = 0;
  /// reference 7.7.
  [[nodiscard]] virtual Result<Answer> rank(const Query& query) const = 0;
};

}  // namespace attune::campaigns
