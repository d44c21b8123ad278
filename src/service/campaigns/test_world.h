#pragma once

// A small world for this room's tests: ten items, a model whose answers are easy to foretell, a log
// in memory.

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/filter/filter.h"
#include "foundation/base/clock.h"
#include "foundation/telemetry/metrics.h"
#include "service/campaigns/campaigns.h"

namespace attune::campaigns::testing {

/// After item i it expects item i + 1, then those near it. It knows no relatives of items from
/// `related_below` on.
class Successors final : public models::Model {
 public:
  struct State final : models::UserState {
    std::size_t next = 0;
    [[nodiscard]] std::unique_ptr<models::UserState> clone() const override {
      return std::make_unique<State>(*this);
    }
  };
  explicit Successors(std::size_t item_count) : item_count_(item_count) {}

  [[nodiscard]] std::size_t item_count() const override { return item_count_; }
  [[nodiscard]] std::unique_ptr<models::UserState> start(
      std::optional<data::UserIndex>) const override {
    return std::make_unique<State>();
  }
  void advance(models::UserState& state, const data::Interaction& event) const override {
    static_cast<State&>(state).next = (data::raw(event.item) + 1) % item_count_;
  }
  void score(const models::UserState& state, std::span<float> scores) const override {
    near(static_cast<const State&>(state).next, scores);
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    if (data::raw(item) >= kRelatedBelow) return false;
    near(data::raw(item), scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }
  [[nodiscard]] models::Artefact to_artefact() const override { return {}; }

 private:
  static constexpr std::size_t kRelatedBelow = 8;

  static void near(std::size_t centre, std::span<float> scores) {
    for (std::size_t i = 0; i < scores.size(); ++i) {
      scores[i] = -std::abs(static_cast<float>(i) - static_cast<float>(centre) - 0.25F);
    }
  }
  std::size_t item_count_;
};

class MemoryLog final : public events::EventLog {
 public:
  void append(std::vector<events::Event> events, Done done) override {
    std::vector<events::StoredEvent> fresh;
    {
      const std::lock_guard lock(mutex_);
      for (events::Event& event : events) {
        stored_.push_back({stored_.size() + 1, std::move(event)});
        fresh.push_back(stored_.back());
      }
    }
    if (observer_) observer_(fresh);
    if (done) done({});
  }
  void observe(Observer observer) override { observer_ = std::move(observer); }
  Result<void> read(std::string_view group, std::uint64_t after,
                    const std::function<void(const events::StoredEvent&)>& visit) const override {
    if (fails) return failure(ErrorCode::kUnavailable, "the log does not answer");
    std::vector<events::StoredEvent> copy;
    {
      const std::lock_guard lock(mutex_);
      copy = stored_;
    }
    for (const events::StoredEvent& event : copy) {
      if (event.event.dataset_group_arn == group && event.sequence > after) visit(event);
    }
    return {};
  }
  [[nodiscard]] Result<std::uint64_t> latest_sequence(std::string_view) const override {
    const std::lock_guard lock(mutex_);
    return stored_.size();
  }

  Result<void> read_user(
      std::string_view group, std::string_view user_or_session, std::size_t limit,
      const std::function<void(const events::StoredEvent&)>& visit) const override {
    const std::lock_guard lock(mutex_);
    for (auto event = stored_.rbegin(); event != stored_.rend() && limit > 0; ++event) {
      const events::Event& stored = event->event;
      const std::string& user = stored.user_id.empty() ? stored.session_id : stored.user_id;
      if (stored.dataset_group_arn != group || user != user_or_session) continue;
      visit(*event);
      --limit;
    }
    return {};
  }
  [[nodiscard]] Result<std::optional<std::string>> user_of_session(
      std::string_view group, std::string_view session_id) const override {
    const std::lock_guard lock(mutex_);
    std::optional<std::string> user;
    for (const auto& [sequence, event] : stored_) {
      if (event.dataset_group_arn == group && event.session_id == session_id &&
          !event.user_id.empty()) {
        user = event.user_id;
      }
    }
    return user;
  }
  Result<void> read_sessions(
      std::string_view group,
      const std::function<void(std::string_view, std::string_view)>& visit) const override {
    std::map<std::string, std::string> users;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [sequence, event] : stored_) {
        if (event.dataset_group_arn == group && !event.user_id.empty()) {
          users[event.session_id] = event.user_id;
        }
      }
    }
    for (const auto& [session, user] : users) visit(session, user);
    return {};
  }
  Result<void> remove(std::string_view group) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(stored_, [&](const events::StoredEvent& event) {
      return event.event.dataset_group_arn == group;
    });
    return {};
  }

  bool fails = false;

 private:
  mutable std::mutex mutex_;
  std::vector<events::StoredEvent> stored_;
  Observer observer_;
};

inline constexpr const char* kGroup = "arn:group";
inline constexpr const char* kCampaign = "arn:campaign";

/// Items i0 to i9. User u0 has i0, i1; users u1 to u5 all have i5; u1 and u2 have i9 as well.
inline std::shared_ptr<const data::InteractionTable> interactions() {
  auto table = std::make_shared<data::InteractionTable>();
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  auto types = std::make_shared<data::Vocabulary>();
  types->add("view");
  for (int i = 0; i < 10; ++i) items->add("i" + std::to_string(i));
  const std::vector<std::vector<std::uint32_t>> histories{{0, 1}, {9, 5}, {9, 5}, {5}, {5}, {5}};
  table->offsets.push_back(0);
  for (std::size_t user = 0; user < histories.size(); ++user) {
    users->add("u" + std::to_string(user));
    for (const std::uint32_t item : histories[user]) {
      table->item.push_back(data::ItemIndex{item});
      table->event_type.push_back(data::EventTypeIndex{0});
      table->event_value.push_back(0);
      table->timestamp_s.push_back(100 + static_cast<std::int64_t>(table->item.size()));
    }
    table->offsets.push_back(table->item.size());
  }
  table->context.push_back({.name = "SEATS_FREE",
                            .numeric = true,
                            .categories = nullptr,
                            .codes = {},
                            .numbers = std::vector<float>(table->item.size(), 1.0F)});
  table->users = users;
  table->items = items;
  table->event_types = types;
  return table;
}

inline recipes::Recipe recipe_of(std::string_view name, recipes::RecipeType type) {
  recipes::Recipe recipe;
  recipe.name = name;
  recipe.type = type;
  recipe.answers_scores = type == recipes::RecipeType::kUserPersonalization ||
                          type == recipes::RecipeType::kPersonalizedRanking;
  recipe.live_updates = recipe.answers_scores;
  return recipe;
}

inline const recipes::Recipe kPersonal =
    recipe_of("test-personal", recipes::RecipeType::kUserPersonalization);
inline const recipes::Recipe kPersonalV2 =
    recipe_of("test-personal-v2", recipes::RecipeType::kUserPersonalization);
inline const recipes::Recipe kOlder =
    recipe_of("aws-hrnn", recipes::RecipeType::kUserPersonalization);
inline const recipes::Recipe kRanking =
    recipe_of("test-ranking", recipes::RecipeType::kPersonalizedRanking);
inline const recipes::Recipe kRelated =
    recipe_of("test-related", recipes::RecipeType::kRelatedItems);
inline const recipes::Recipe kPopular =
    recipe_of("test-popular", recipes::RecipeType::kPopularItems);

/// PRICE is 0, 10, ..., 80 for i0 to i8 (i9 has no row); NAME is "even" or "odd|prime".
inline GroupMetadata metadata(double price_step = 10) {
  auto items = std::make_shared<data::EntityTable>();
  data::EntityColumn price;
  price.column = {.name = "PRICE", .type = data::ColumnType::kFloat, .nullable = true};
  data::EntityColumn kind;
  kind.column = {.name = "KIND", .nullable = true};
  for (int i = 0; i < 9; ++i) {
    items->ids.add("i" + std::to_string(i));
    price.numbers.push_back(price_step * i);
    price.is_null.push_back(false);
    kind.texts.push_back(i % 2 == 0 ? "even" : "odd|prime");
    kind.is_null.push_back(i == 4);
  }
  items->columns = {price, kind};
  auto users = std::make_shared<data::EntityTable>();
  users->ids.add("u0");
  data::EntityColumn age;
  age.column = {.name = "AGE", .type = data::ColumnType::kInt};
  age.numbers = {12};
  age.is_null = {false};
  users->columns = {age};
  return {items, users};
}

struct World {
  MemoryLog log;
  ManualClock clock{1'700'000'000'000};
  metrics::Registry registry;
  std::unique_ptr<Campaigns> campaigns =
      Campaigns::create(log, {.metrics = &registry, .clock = &clock});
  std::uint64_t watermark = 0;

  World() {
    log.observe(
        [this](std::span<const events::StoredEvent> events) { campaigns->observe(events); });
  }

  Result<void> deploy(const recipes::Recipe& recipe, const std::string& campaign = kCampaign,
                      bool metadata_enabled = false) {
    return deploy_exploring(recipe, {}, campaign, metadata_enabled);
  }
  Result<void> deploy_exploring(const recipes::Recipe& recipe, recipes::StringPairs exploration,
                                const std::string& campaign = kCampaign,
                                bool metadata_enabled = false) {
    auto solution = std::make_shared<recipes::SolutionArtefact>();
    solution->recipe = &recipe;
    solution->interactions = interactions();
    solution->model = std::make_shared<Successors>(solution->interactions->item_count());
    solution->event_watermark = watermark;
    Deployment deployment;
    deployment.campaign_arn = campaign;
    deployment.dataset_group_arn = kGroup;
    deployment.solution_version_arn = "arn:version";
    deployment.solution = solution;
    deployment.metadata_enabled = metadata_enabled;
    deployment.exploration = std::move(exploration);
    return campaigns->deploy(deployment);
  }

  Result<void> set_filter(const std::string& arn, const std::string& text,
                          const std::string& group = kGroup) {
    ATTUNE_TRY(expression, filter::parse(text));
    return campaigns->set_filter(arn, group, expression);
  }

  void put_event(const std::string& user, const std::string& item, const std::string& type = "view",
                 const std::string& session = "s") {
    events::Event event;
    event.dataset_group_arn = kGroup;
    event.user_id = user;
    event.session_id = session;
    event.item_id = item;
    event.event_type = type;
    event.timestamp_s = ++now_s;
    log.append({event}, {});
  }

  std::int64_t now_s = 1000;
};

inline Query query_for(const std::string& user) {
  Query query;
  query.campaign_arn = kCampaign;
  query.user_id = user;
  return query;
}
inline Query related_query(const std::string& item) {
  Query query;
  query.campaign_arn = kCampaign;
  query.item_id = item;
  return query;
}

/// "i2 i3 i1", or the error's code.
inline std::string ids(const Result<Answer>& answer, std::size_t count = 100) {
  if (!answer) return std::string(name_of(answer.error().code));
  std::string text;
  for (std::size_t i = 0; i < std::min(count, answer->items.size()); ++i) {
    text.append(text.empty() ? "" : " ").append(answer->items[i].item_id);
  }
  return text;
}

}  // namespace attune::campaigns::testing
