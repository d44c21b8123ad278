#include "learning/models/session_knn.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
#include "learning/models/session_index.h"

namespace attune::models {
namespace {

/// The user's newest items and the time of the newest.
class CurrentSession final : public UserState {
 public:
  explicit CurrentSession(std::size_t capacity) : recent_(capacity) {}
  [[nodiscard]] std::unique_ptr<UserState> clone() const override {
    return std::make_unique<CurrentSession>(*this);
  }
  void append(const data::Interaction& event) {
    recent_.append_distinct(static_cast<std::uint32_t>(event.item));
    now_s_ = std::max(now_s_, event.timestamp_s);
  }
  [[nodiscard]] std::span<const std::uint32_t> items() const { return recent_.items(); }
  [[nodiscard]] std::int64_t now_s() const { return now_s_; }

 private:
  RecentItems recent_;
  std::int64_t now_s_ = std::numeric_limits<std::int64_t>::min();
};

/// A session that shares items with the user.
struct Neighbour {
  std::uint32_t session = 0;
  std::uint32_t shared_item = 0;  // the user's newest that it holds
  double similarity = 0.0;
};

bool nearer(const Neighbour& a, const Neighbour& b) {
  return a.similarity != b.similarity ? a.similarity > b.similarity : a.session > b.session;
}

class SessionKnn final : public Model {
 public:
  SessionKnn(SessionIndex sessions, std::vector<std::int32_t> user_counts,
             const SessionKnnOptions& options)
      : sessions_(std::move(sessions)),
        user_counts_(std::move(user_counts)),
        popular_order_(popular_order(user_counts_)),
        options_(options) {}

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<CurrentSession>(options_.history_max);
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (data::raw(event.item) >= item_count()) return;
    static_cast<CurrentSession&>(state).append(event);
  }
  void score(const UserState& state, std::span<float> scores) const override {
    const auto& current = static_cast<const CurrentSession&>(state);
    score_after(current.items(), current.now_s(), scores);
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    if (data::raw(item) >= item_count()) return false;
    const auto sessions = sessions_.sessions_of(data::raw(item));
    if (sessions.empty()) return false;
    const auto history = static_cast<std::uint32_t>(item);
    score_after({&history, 1}, sessions_.newest_s(sessions.back()), scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    Artefact artefact{
        .configuration =
            json::Object{{"model", "session_knn"},
                         {"history_max", static_cast<double>(options_.history_max)},
                         {"sessions_per_item", static_cast<double>(options_.sessions_per_item)},
                         {"neighbours_max", static_cast<double>(options_.neighbours_max)},
                         {"position_decay", options_.position_decay},
                         {"distance_decay", options_.distance_decay},
                         {"half_life_s", options_.half_life_s}},
        .tensors = {tensor_of("user_counts", user_counts_)}};
    sessions_.add_to(artefact);
    return artefact;
  }

 private:
  void score_after(std::span<const std::uint32_t> history, std::int64_t now_s,
                   std::span<float> scores) const {
    ATTUNE_CHECK(scores.size() == item_count());
    std::ranges::copy(popular_order_, scores.begin());
    for (const Neighbour& neighbour : neighbours_of(history, now_s)) add(neighbour, scores);
  }

  [[nodiscard]] std::vector<Neighbour> neighbours_of(std::span<const std::uint32_t> history,
                                                     std::int64_t now_s) const {
    std::vector<Neighbour> found = joined(matches_of(history));
    for (Neighbour& neighbour : found) {
      neighbour.similarity *= weight_of(neighbour.session, now_s);
    }
    const std::size_t kept = std::min(options_.neighbours_max, found.size());
    std::ranges::nth_element(found, found.begin() + static_cast<std::ptrdiff_t>(kept), nearer);
    found.resize(kept);
    std::ranges::sort(found, nearer);
    return found;
  }

  // One entry for each (item, session), the user's newest items first.
  [[nodiscard]] std::vector<Neighbour> matches_of(std::span<const std::uint32_t> history) const {
    std::vector<Neighbour> matches;
    double weight = 1.0;
    for (auto item = history.rbegin(); item != history.rend(); ++item) {
      const auto all = sessions_.sessions_of(*item);
      const auto newest = all.last(std::min(options_.sessions_per_item, all.size()));
      const double rarity = std::log1p(static_cast<double>(sessions_.session_count()) /
                                       static_cast<double>(std::max<std::size_t>(1, all.size())));
      for (const std::uint32_t session : newest)
        matches.push_back({session, *item, weight * rarity});
      weight *= options_.position_decay;
    }
    return matches;
  }

  // Matches of the same session become one.
  static std::vector<Neighbour> joined(std::vector<Neighbour> matches) {
    std::ranges::stable_sort(matches, {}, &Neighbour::session);
    std::vector<Neighbour> found;
    for (const Neighbour& match : matches) {
      if (!found.empty() && found.back().session == match.session) {
        found.back().similarity += match.similarity;
      } else {
        found.push_back(match);
      }
    }
    return found;
  }

  [[nodiscard]] double weight_of(std::size_t session, std::int64_t now_s) const {
    const double weight = 1.0 / std::sqrt(static_cast<double>(sessions_.items_of(session).size()));
    if (!(options_.half_life_s > 0.0)) return weight;
    const double age_s =
        static_cast<double>(now_s) - static_cast<double>(sessions_.newest_s(session));
    return weight * std::exp2(-std::max(0.0, age_s) / options_.half_life_s);
  }

  void add(const Neighbour& neighbour, std::span<float> scores) const {
    const auto items = sessions_.items_of(neighbour.session);
    const auto shared = static_cast<std::int32_t>(neighbour.shared_item);
    const auto position = std::ranges::find(items, shared) - items.begin();
    const auto spread = [&](auto first, auto last) {
      double amount = neighbour.similarity;
      for (auto item = first; item != last; ++item) {
        amount *= options_.distance_decay;
        add_evidence(scores[static_cast<std::size_t>(*item)], static_cast<float>(amount));
      }
    };
    spread(items.begin() + position + 1, items.end());
    spread(std::make_reverse_iterator(items.begin() + position), items.rend());
  }

  SessionIndex sessions_;
  std::vector<std::int32_t> user_counts_;
  std::vector<float> popular_order_;
  SessionKnnOptions options_;
};

bool is_share(double value) {
  return value > 0.0 && value <= 1.0;
}

Result<void> check(const SessionKnnOptions& options) {
  const auto in_range = [](std::size_t value, std::size_t max) {
    return value >= 1 && value <= max;
  };
  if (!in_range(options.history_max, kSessionHistoryMax) ||
      !in_range(options.sessions_per_item, kSessionsPerItemMax) ||
      !in_range(options.neighbours_max, kSessionNeighboursMax) || options.cut.session_max == 0) {
    return invalid_input("session_knn: a bound is 0 or above its maximum");
  }
  if (!is_share(options.position_decay) || !is_share(options.distance_decay) ||
      !(options.half_life_s >= 0.0) || !std::isfinite(options.half_life_s)) {
    return invalid_input("session_knn: decays must be in (0, 1], half_life_s 0 or more");
  }
  return {};
}

Result<std::size_t> read_bound(const Artefact& artefact, std::string_view name) {
  ATTUNE_TRY(value, read_number(artefact, name));
  if (!(value >= 1.0 && value <= 1e6)) {
    return invalid_input("model artefact: " + std::string(name) + " is out of range");
  }
  return static_cast<std::size_t>(value);
}

}  // namespace

Result<std::unique_ptr<Model>> fit_session_knn(const data::InteractionTable& table,
                                               const SessionKnnOptions& options) {
  ATTUNE_TRY_VOID(check(options));
  return std::make_unique<SessionKnn>(SessionIndex::of(table, options.cut),
                                      incidence_of(table, {}).user_counts(), options);
}

Result<std::unique_ptr<Model>> load_session_knn(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  ATTUNE_TRY(sessions, SessionIndex::from(artefact, user_counts.size()));
  ATTUNE_TRY(history_max, read_bound(artefact, "history_max"));
  ATTUNE_TRY(sessions_per_item, read_bound(artefact, "sessions_per_item"));
  ATTUNE_TRY(neighbours_max, read_bound(artefact, "neighbours_max"));
  ATTUNE_TRY(position_decay, read_number(artefact, "position_decay"));
  ATTUNE_TRY(distance_decay, read_number(artefact, "distance_decay"));
  ATTUNE_TRY(half_life_s, read_number(artefact, "half_life_s"));
  const SessionKnnOptions options{.cut = {},
                                  .history_max = history_max,
                                  .sessions_per_item = sessions_per_item,
                                  .neighbours_max = neighbours_max,
                                  .position_decay = position_decay,
                                  .distance_decay = distance_decay,
                                  .half_life_s = half_life_s};
  ATTUNE_TRY_VOID(check(options));
  return std::make_unique<SessionKnn>(std::move(sessions), std::move(user_counts), options);
}

}  // namespace attune::models
