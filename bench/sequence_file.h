#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "learning/features/training_set.h"
#include "learning/models/model.h"

/// A sequence file, "user item" or "user item seconds" a line, each user's items in order, for
/// benches under the leave-one-out protocol: a user's last item is the test, the one before the
/// validation, all other items but the user's history are candidates, ties count against the
/// target. Without seconds events are a second apart.
namespace attune::bench {

struct Histories {
  std::vector<std::vector<std::uint32_t>> items;  // by user
  std::vector<std::vector<std::int64_t>> times;
  std::size_t item_count = 0;
};

inline Histories read_histories(const std::string& path) {
  std::ifstream in(path);
  Histories histories;
  std::map<std::string, std::size_t> users;
  std::map<std::string, std::uint32_t> items;
  std::string line, user, item;
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    if (!(fields >> user >> item)) continue;
    const auto u = users.emplace(user, users.size()).first->second;
    const auto i = items.emplace(item, static_cast<std::uint32_t>(items.size())).first->second;
    histories.items.resize(users.size());
    histories.times.resize(users.size());
    auto time = static_cast<std::int64_t>(histories.items[u].size());
    fields >> time;
    histories.items[u].push_back(i);
    histories.times[u].push_back(time);
  }
  histories.item_count = items.size();
  return histories;
}

/// Each user's events but so many last ones.
inline data::InteractionTable events_but(std::size_t last_count, const Histories& histories) {
  data::InteractionTable table;
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  for (std::size_t u = 0; u < histories.items.size(); ++u) users->add(std::to_string(u));
  for (std::size_t i = 0; i < histories.item_count; ++i) items->add(std::to_string(i));
  table.users = users;
  table.items = items;
  table.event_types = std::make_shared<data::Vocabulary>();
  table.offsets.push_back(0);
  for (std::size_t u = 0; u < histories.items.size(); ++u) {
    for (std::size_t t = 0; t + last_count < histories.items[u].size(); ++t) {
      table.item.push_back(data::ItemIndex{histories.items[u][t]});
      table.event_type.push_back(data::kNoEventType);
      table.event_value.push_back(std::nanf(""));
      table.timestamp_s.push_back(histories.times[u][t]);
    }
    table.offsets.push_back(table.item.size());
  }
  return table;
}

inline data::InteractionTable all_events(const Histories& histories) {
  return events_but(0, histories);
}

/// Everything but each user's last event.
inline features::TrainingSet training_set(const Histories& histories) {
  features::TrainingSet set;
  set.interactions = events_but(1, histories);
  return set;
}

struct Accuracy {
  double ndcg = 0.0;
  double hit_rate = 0.0;
};

/// Each user's last event, by its newest `history_max` known ones.
inline Accuracy test(const models::Model& model, const Histories& histories,
                     std::size_t history_max = 200) {
  Accuracy sum;
  std::vector<float> scores(model.item_count());
  for (std::size_t u = 0; u < histories.items.size(); ++u) {
    const auto& history = histories.items[u];
    const std::size_t known = history.size() - 1;
    const auto state = model.start(data::UserIndex{static_cast<std::uint32_t>(u)});
    for (std::size_t t = known - std::min(known, history_max); t < known; ++t) {
      model.advance(*state, {.item = data::ItemIndex{history[t]},
                             .event_value = std::nanf(""),
                             .timestamp_s = histories.times[u][t]});
    }
    model.score_at(*state, {.now_s = histories.times[u].back()}, scores);
    const float own = scores[history.back()];
    for (std::size_t t = 0; t < known; ++t) {
      if (history[t] != history.back()) scores[history[t]] = -INFINITY;
    }
    std::size_t rank = 0;
    for (const float score : scores) rank += score >= own ? 1 : 0;
    if (!std::isfinite(own) || rank > 10) continue;
    sum.ndcg += 1.0 / std::log2(1.0 + static_cast<double>(rank));
    sum.hit_rate += 1.0;
  }
  const auto users = static_cast<double>(histories.items.size());
  return {sum.ndcg / users, sum.hit_rate / users};
}

}  // namespace attune::bench
