// The time of one GetRecommendations or GetPersonalizedRanking inside the engine, without network
// and JSON, over a model of the size of an HRNN on MovieLens 1M: 3,400 items x 128 dimensions.
#include <benchmark/benchmark.h>
#include <cblas.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/random.h"
#include "service/campaigns/campaigns.h"

namespace {

using namespace attune;

constexpr std::size_t kItems = 3'400;
constexpr std::size_t kDimensions = 128;
constexpr std::size_t kUsers = 6'000;
constexpr std::size_t kEventsPerUser = 165;

/// scores = items (kItems x kDimensions) * state; an event moves the state towards its item.
class DotProduct final : public models::Model {
 public:
  struct State final : models::UserState {
    std::vector<float> taste = std::vector<float>(kDimensions);
    [[nodiscard]] std::unique_ptr<models::UserState> clone() const override {
      return std::make_unique<State>(*this);
    }
  };

  DotProduct() : items_(kItems * kDimensions) {
    Random random(1);
    for (float& value : items_) value = static_cast<float>(random.normal() * 0.3);
  }
  [[nodiscard]] std::size_t item_count() const override { return kItems; }
  [[nodiscard]] std::unique_ptr<models::UserState> start(
      std::optional<data::UserIndex>) const override {
    return std::make_unique<State>();
  }
  void advance(models::UserState& state, const data::Interaction& event) const override {
    std::vector<float>& taste = static_cast<State&>(state).taste;
    const float* item = items_.data() + data::raw(event.item) * kDimensions;
    for (std::size_t i = 0; i < kDimensions; ++i) taste[i] = 0.9F * taste[i] + 0.1F * item[i];
  }
  void score(const models::UserState& state, std::span<float> scores) const override {
    cblas_sgemv(CblasRowMajor, CblasNoTrans, static_cast<int>(kItems),
                static_cast<int>(kDimensions), 1.0F, items_.data(), static_cast<int>(kDimensions),
                static_cast<const State&>(state).taste.data(), 1, 0.0F, scores.data(), 1);
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }
  [[nodiscard]] models::Artefact to_artefact() const override { return {}; }

 private:
  std::vector<float> items_;
};

class EmptyLog final : public events::EventLog {
 public:
  void append(std::vector<events::Event>, Done) override {}
  void observe(Observer) override {}
  Result<void> read(std::string_view, std::uint64_t,
                    const std::function<void(const events::StoredEvent&)>&) const override {
    return {};
  }
  [[nodiscard]] Result<std::uint64_t> latest_sequence(std::string_view) const override { return 0; }
  Result<void> read_user(std::string_view, std::string_view, std::size_t,
                         const std::function<void(const events::StoredEvent&)>&) const override {
    return {};
  }
  [[nodiscard]] Result<std::optional<std::string>> user_of_session(
      std::string_view, std::string_view) const override {
    return std::nullopt;
  }
  Result<void> read_sessions(
      std::string_view,
      const std::function<void(std::string_view, std::string_view)>&) const override {
    return {};
  }
  Result<void> remove(std::string_view) override { return {}; }
};

std::shared_ptr<const data::InteractionTable> interactions() {
  auto table = std::make_shared<data::InteractionTable>();
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  auto types = std::make_shared<data::Vocabulary>();
  types->add("click");
  for (std::size_t item = 0; item < kItems; ++item) items->add(std::to_string(item));
  Random random(2);
  table->offsets.push_back(0);
  for (std::size_t user = 0; user < kUsers; ++user) {
    users->add(std::to_string(user));
    for (std::size_t i = 0; i < kEventsPerUser; ++i) {
      table->item.push_back(data::ItemIndex{static_cast<std::uint32_t>(random.below(kItems))});
      table->event_type.push_back(data::EventTypeIndex{0});
      table->event_value.push_back(0);
      table->timestamp_s.push_back(static_cast<std::int64_t>(i));
    }
    table->offsets.push_back(table->item.size());
  }
  table->users = users;
  table->items = items;
  table->event_types = types;
  return table;
}

campaigns::GroupMetadata metadata() {
  auto items = std::make_shared<data::EntityTable>();
  data::EntityColumn price;
  price.column = {.name = "PRICE", .type = data::ColumnType::kFloat};
  data::EntityColumn genre;
  genre.column = {.name = "GENRES", .categorical = true};
  for (std::size_t item = 0; item < kItems; ++item) {
    items->ids.add(std::to_string(item));
    price.numbers.push_back(static_cast<double>(item % 100));
    price.is_null.push_back(false);
    genre.texts.push_back(item % 3 == 0 ? "Drama|Action" : "Comedy");
    genre.is_null.push_back(false);
  }
  items->columns = {price, genre};
  return {items, nullptr};
}

/// Two campaigns over one model, users' states built.
class Engine {
 public:
  Engine() {
    personal_.name = "bench-personal";
    ranking_.name = "bench-ranking";
    ranking_.type = recipes::RecipeType::kPersonalizedRanking;
    engine_->set_metadata("group", metadata());
    deploy("personal", personal_);
    deploy("ranking", ranking_);
    set_filter("seen", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))");
    set_filter("price", "INCLUDE ItemID WHERE Items.PRICE < $MAX");
    set_filter("genre", R"(INCLUDE ItemID WHERE Items.GENRES IN ("Drama") | )"
                        R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click"))");
  }

  [[nodiscard]] campaigns::Campaigns& get() const { return *engine_; }

  [[nodiscard]] static campaigns::Query query(std::string campaign, std::uint64_t user) {
    campaigns::Query query;
    query.campaign_arn = std::move(campaign);
    query.user_id = std::to_string(user % kUsers);
    return query;
  }

 private:
  void deploy(const std::string& campaign, const recipes::Recipe& recipe) {
    auto solution = std::make_shared<recipes::SolutionArtefact>();
    solution->recipe = &recipe;
    solution->interactions = table_;
    solution->model = model_;
    campaigns::Deployment deployment;
    deployment.campaign_arn = campaign;
    deployment.dataset_group_arn = "group";
    deployment.solution = solution;
    if (!engine_->deploy(deployment)) std::abort();
  }
  void set_filter(const std::string& arn, const std::string& text) {
    if (!engine_->set_filter(arn, "group", *filter::parse(text))) std::abort();
  }

  EmptyLog log_;
  recipes::Recipe personal_;
  recipes::Recipe ranking_;
  std::shared_ptr<const data::InteractionTable> table_ = interactions();
  std::shared_ptr<const models::Model> model_ = std::make_shared<DotProduct>();
  std::unique_ptr<campaigns::Campaigns> engine_ = campaigns::Campaigns::create(log_, {});
};

const Engine& engine() {
  static const Engine kEngine;
  return kEngine;
}

void recommend(benchmark::State& state, const campaigns::Query& query) {
  if (!engine().get().recommend(query)) return state.SkipWithError("refused");
  for (auto _ : state) benchmark::DoNotOptimize(engine().get().recommend(query));
}

void BM_Recommend25(benchmark::State& state) {
  recommend(state, Engine::query("personal", 7));
}
BENCHMARK(BM_Recommend25);

void BM_Recommend500(benchmark::State& state) {
  campaigns::Query query = Engine::query("personal", 7);
  query.num_results = 500;
  recommend(state, query);
}
BENCHMARK(BM_Recommend500);

void BM_RecommendToAStranger(benchmark::State& state) {
  campaigns::Query query = Engine::query("personal", 7);
  query.user_id = std::string("stranger");
  recommend(state, query);
}
BENCHMARK(BM_RecommendToAStranger);

void BM_RecommendUnseen(benchmark::State& state) {
  campaigns::Query query = Engine::query("personal", 7);
  query.filter = campaigns::FilterUse{"seen", {}};
  recommend(state, query);
}
BENCHMARK(BM_RecommendUnseen);

void BM_RecommendFilteredByGenreAndEvents(benchmark::State& state) {
  campaigns::Query query = Engine::query("personal", 7);
  query.filter = campaigns::FilterUse{"genre", {}};
  recommend(state, query);
}
BENCHMARK(BM_RecommendFilteredByGenreAndEvents);

/// Every request brings a value that no cache knows.
void BM_RecommendFilteredByANewValue(benchmark::State& state) {
  campaigns::Query query = Engine::query("personal", 7);
  std::uint64_t round = 0;
  for (auto _ : state) {
    query.filter = campaigns::FilterUse{"price", {{"MAX", "50." + std::to_string(++round)}}};
    benchmark::DoNotOptimize(engine().get().recommend(query));
  }
}
BENCHMARK(BM_RecommendFilteredByANewValue);

/// A user after each event: one step of the model and a new list.
void BM_EventThenRecommend(benchmark::State& state) {
  const campaigns::Query query = Engine::query("personal", 11);
  std::vector<events::StoredEvent> event(1);
  event[0].event.dataset_group_arn = "group";
  event[0].event.user_id = *query.user_id;
  event[0].event.session_id = "session";
  event[0].event.item_id = std::string("5");
  event[0].event.event_type = "click";
  static std::uint64_t sequence = 0;
  for (auto _ : state) {
    event[0].sequence = ++sequence;
    event[0].event.timestamp_s = 1'000 + static_cast<std::int64_t>(sequence);
    engine().get().observe(event);
    benchmark::DoNotOptimize(engine().get().recommend(query));
  }
}
BENCHMARK(BM_EventThenRecommend);

/// A request whose user's state was never built or was dropped.
void BM_FirstRequestOfAUser(benchmark::State& state) {
  const Engine fresh;
  std::uint64_t user = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(fresh.get().recommend(Engine::query("personal", user++)));
  }
}
BENCHMARK(BM_FirstRequestOfAUser)->Iterations(5'000);

void BM_Rank500(benchmark::State& state) {
  campaigns::Query query = Engine::query("ranking", 7);
  for (int i = 0; i < 500; ++i) query.input_list.push_back(std::to_string(i * 7));
  for (auto _ : state) benchmark::DoNotOptimize(engine().get().rank(query));
}
BENCHMARK(BM_Rank500);

}  // namespace

BENCHMARK_MAIN();
