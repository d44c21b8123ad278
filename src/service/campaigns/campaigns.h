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
#include "service/campaigns/explanation.h"
#include "service/campaigns/stage_times.h"

namespace attune {
class Clock;
}

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

/// Items to be promoted (reference 7.6).
struct PromotionUse {
  std::string name;
  std::int64_t percent = 0;  // of the list, 1 to 100
  FilterUse filter;
};

/// An event of a history that a request brings itself.
struct GivenEvent {
  std::string item_id;
  std::string event_type = {};  // empty: none
  std::optional<float> event_value = {};
  std::optional<std::int64_t> timestamp_s = {};  // none: that of the event before
};

inline constexpr std::size_t kGivenEventsMax = 500;

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
  std::optional<PromotionUse> promotion = {};
  /// In place of the user's own, oldest first, at most kGivenEventsMax.
  std::optional<std::vector<GivenEvent>> history = {};
};

struct AnsweredItem {
  std::string item_id;
  std::optional<double> score;
  std::vector<std::pair<std::string, std::string>> metadata;
  bool promoted = false;         // by the query's promotion
  std::string_view reason = {};  // of reference 7.4, for recipes that give one; lives for ever
};

struct Answer {
  std::vector<AnsweredItem> items;
  std::string recommendation_id;                 // "RID-" + UUID
  std::shared_ptr<const StageTimes> times = {};  // of the campaign; null: not measured
};

/// What is remembered of an answer.
struct AnswerTrace {
  std::string campaign_arn;
  std::string dataset_group_arn;
  std::vector<std::string> item_ids;  // in the order of the answer, without unknown ones
};

struct CampaignsOptions {
  std::size_t live_users_max =
      1'000'000;  // per campaign; beyond it the least recently used is rebuilt
  std::size_t remembered_answers_max = 100'000;  // of all campaigns; the oldest are forgotten
  metrics::Registry* metrics = nullptr;          // outlives it; null: nothing is measured
  const Clock* clock = nullptr;                  // outlives it; null: the system's
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
  /// Why `recommend(query)` gives the item the place that it has. Replays the user's newest events;
  /// takes as long as kExplainedEventsMax answers and more. kNotFound: the model has no such item.
  [[nodiscard]] virtual Result<Explanation> explain(const Query& query,
                                                    std::string_view item_id) const = 0;
  /// The answer of that id; nothing if it was never given, was forgotten, or came before the start.
  [[nodiscard]] virtual std::optional<AnswerTrace> find_answer(
      std::string_view recommendation_id) const = 0;
  /// kNotFound: no such campaign in service; null: nothing is measured.
  [[nodiscard]] virtual Result<std::shared_ptr<const StageTimes>> times_of(
      std::string_view campaign_arn) const = 0;
};

}  // namespace attune::campaigns
