#include "learning/models/trending.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/incidence.h"
#include "learning/models/model.h"
#include "learning/models/popular_order.h"
#include "learning/models/recent_items.h"
#include "learning/models/trend_window.h"

namespace attune::models {
namespace {

// Decides between equal trends only: a trend is a root's ratio, never this near to another.
constexpr float kLatestWeight = 1e-7F;

/// Training's events of the last two windows, by time.
struct TrendEvents {
  std::vector<std::int64_t> times;
  std::vector<std::int32_t> items;
};

class TrendingLive final : public LiveCounts {
 public:
  TrendingLive(TrendWindow window, std::size_t item_count)
      : item_count_(item_count), window_(std::move(window)) {}

  void observe(const StreamedEvent& streamed) override {
    const std::size_t item = data::raw(streamed.event.item);
    if (item >= item_count_) return;
    const std::scoped_lock lock(mutex_);
    window_.add(static_cast<std::uint32_t>(item), streamed.event.timestamp_s);
  }
  template <typename Read>
  void read(std::optional<std::int64_t> now_s, const Read& read) const {
    const std::scoped_lock lock(mutex_);
    if (now_s) window_.advance(*now_s);
    read(window_);
  }

 private:
  std::size_t item_count_;
  mutable std::mutex mutex_;
  mutable TrendWindow window_;  // guarded by mutex_; reading moves its time
};

class Trending final : public Model {
 public:
  Trending(TrendEvents events, std::vector<std::int32_t> user_counts, std::int64_t window_s)
      : events_(std::move(events)),
        user_counts_(std::move(user_counts)),
        popular_order_(popular_order(user_counts_)),
        window_s_(window_s) {
    scores_ = popular_order_;
    if (!events_.times.empty()) add_trends(window_before(std::nullopt), scores_);
  }

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(0);
  }
  void advance(UserState&, const data::Interaction&) const override {}
  void score(const UserState&, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(scores_, scores.begin());
  }
  void score_at(const UserState& state, const Moment& moment,
                std::span<float> scores) const override {
    if (moment.live == nullptr && !moment.now_s) return score(state, scores);
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(popular_order_, scores.begin());
    if (moment.live != nullptr) {
      static_cast<const TrendingLive&>(*moment.live).read(moment.now_s, [&](const auto& window) {
        add_trends(window, scores);
      });
    } else {
      add_trends(window_before(moment.now_s), scores);
    }
  }
  [[nodiscard]] std::unique_ptr<LiveCounts> start_live() const override {
    return std::make_unique<TrendingLive>(window_before(std::nullopt), item_count());
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }

  [[nodiscard]] Artefact to_artefact() const override {
    return {
        .configuration =
            json::Object{{"model", "trending"}, {"window_s", static_cast<double>(window_s_)}},
        .tensors = {tensor_of("user_counts", user_counts_), tensor_of("event_times", events_.times),
                    tensor_of("event_items", events_.items)}};
  }

 private:
  // None: at the newest event, which counts.
  [[nodiscard]] TrendWindow window_before(std::optional<std::int64_t> now_s) const {
    const std::int64_t newest_s = events_.times.empty() ? 0 : events_.times.back();
    TrendWindow window(window_s_, now_s.value_or(newest_s));
    for (std::size_t i = 0; i < events_.times.size(); ++i) {
      if (now_s && events_.times[i] >= *now_s) break;
      window.add(static_cast<std::uint32_t>(events_.items[i]), events_.times[i]);
    }
    return window;
  }

  static void add_trends(const TrendWindow& window, std::span<float> scores) {
    for (const auto& [item, counts] : window.counts()) {
      const float trend = trend_of(counts);
      if (trend > 0.0F) scores[item] = trend + kLatestWeight * static_cast<float>(counts.latest);
    }
  }

  TrendEvents events_;
  std::vector<std::int32_t> user_counts_;
  std::vector<float> popular_order_;
  std::vector<float> scores_;
  std::int64_t window_s_;
};

TrendEvents newest_events(const data::InteractionTable& table, std::int64_t window_s) {
  if (table.row_count() == 0) return {};
  const std::int64_t newest_s = *std::ranges::max_element(table.timestamp_s);
  // One window more than two: steps begin at multiples.
  const double oldest_s = static_cast<double>(newest_s) - 3.0 * static_cast<double>(window_s);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (static_cast<double>(table.timestamp_s[row]) > oldest_s) rows.push_back(row);
  }
  std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return table.timestamp_s[row]; });
  if (rows.size() > kTrendEventsMax) {
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(kTrendEventsMax));
  }
  TrendEvents events;
  for (const std::size_t row : rows) {
    events.times.push_back(table.timestamp_s[row]);
    events.items.push_back(static_cast<std::int32_t>(table.item[row]));
  }
  return events;
}

Result<void> check_window(double window_s) {
  if (window_s >= 1.0 && window_s <= static_cast<double>(kTrendWindowMax_s)) return {};
  return invalid_input("window_s: must be from 1 to " + std::to_string(kTrendWindowMax_s));
}

}  // namespace

Result<std::unique_ptr<Model>> fit_trending(const data::InteractionTable& table,
                                            std::int64_t window_s) {
  ATTUNE_TRY_VOID(check_window(static_cast<double>(window_s)));
  return std::make_unique<Trending>(newest_events(table, window_s),
                                    incidence_of(table, {}).user_counts(), window_s);
}

Result<std::unique_ptr<Model>> load_trending(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  ATTUNE_TRY(times, read_longs(artefact, "event_times", kAnyLength));
  ATTUNE_TRY(items, read_integers(artefact, "event_items", times.size()));
  ATTUNE_TRY(window_s, read_number(artefact, "window_s"));
  ATTUNE_TRY_VOID(check_window(window_s));
  const auto in_catalogue = [&](std::int32_t item) {
    return item >= 0 && static_cast<std::size_t>(item) < user_counts.size();
  };
  if (!std::ranges::is_sorted(times) || !std::ranges::all_of(items, in_catalogue)) {
    return invalid_input("model artefact: events of trending are not in order or of no item");
  }
  return std::make_unique<Trending>(
      TrendEvents{.times = std::move(times), .items = std::move(items)}, std::move(user_counts),
      static_cast<std::int64_t>(window_s));
}

}  // namespace attune::models
