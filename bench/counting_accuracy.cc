// Leave-one-out accuracy of counting models over a sequence file ("user item" a line, each user's
// items in order) or a CSV of interactions (USER_ID, ITEM_ID, TIMESTAMP; ties keep the file's
// order): a user's last item is the target, all items but the user's history are candidates, ties
// count against the target.
//   counting_accuracy FILE MODEL [name=value ...]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "learning/evaluation/leave_one_out.h"
#include "learning/models/ease.h"
#include "learning/models/item_knn.h"
#include "learning/models/popularity.h"
#include "learning/models/recent_popularity.h"
#include "learning/models/session_knn.h"
#include "learning/models/sims.h"
#include "learning/models/transitions.h"

namespace {

using namespace attune;
using Fitted = Result<std::unique_ptr<models::Model>>;

class Options {
 public:
  Options(int argc, char** argv) {
    for (int i = 3; i < argc; ++i) {
      const std::string text = argv[i];
      const auto equals = text.find('=');
      values_[text.substr(0, equals)] = equals == std::string::npos ? "1" : text.substr(equals + 1);
    }
  }
  [[nodiscard]] double number(const std::string& name, double fallback) const {
    const auto found = values_.find(name);
    return found == values_.end() ? fallback : std::stod(found->second);
  }
  [[nodiscard]] std::size_t count(const std::string& name, std::size_t fallback) const {
    return static_cast<std::size_t>(number(name, static_cast<double>(fallback)));
  }

 private:
  std::map<std::string, std::string> values_;
};

struct Event {
  std::string user, item;
  std::int64_t timestamp_s = 0;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
  return cells;
}

std::vector<Event> read_events(const std::string& path) {
  std::vector<Event> events;
  std::ifstream in(path);
  std::string line;
  if (!path.ends_with(".csv")) {
    for (Event event; in >> event.user >> event.item; ++event.timestamp_s) events.push_back(event);
    return events;
  }
  std::getline(in, line);
  const auto header = cells_of(line);
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
  };
  const std::size_t user = column("USER_ID"), item = column("ITEM_ID"), time = column("TIMESTAMP");
  while (std::getline(in, line)) {
    const auto cells = cells_of(line);
    if (cells.size() <= std::max({user, item, time})) continue;
    events.push_back({cells[user], cells[item], std::stoll(cells[time])});
  }
  std::ranges::stable_sort(events, {}, &Event::timestamp_s);
  return events;
}

data::InteractionTable table_of(const std::vector<Event>& events) {
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  std::vector<std::vector<std::pair<std::uint32_t, std::int64_t>>> histories;
  for (const Event& event : events) {
    const auto user = users->add(event.user);
    histories.resize(std::max<std::size_t>(histories.size(), user + 1));
    histories[user].emplace_back(items->add(event.item), event.timestamp_s);
  }
  data::InteractionTable table;
  table.users = users;
  table.items = items;
  table.event_types = std::make_shared<data::Vocabulary>();
  table.offsets.push_back(0);
  for (const auto& history : histories) {
    for (const auto& [item, timestamp_s] : history) {
      table.item.push_back(data::ItemIndex{item});
      table.event_type.push_back(data::kNoEventType);
      table.event_value.push_back(std::nanf(""));
      table.timestamp_s.push_back(timestamp_s);
    }
    table.offsets.push_back(table.item.size());
  }
  return table;
}

const std::map<std::string, std::function<Fitted(const data::InteractionTable&, const Options&)>>
    kModels{
        {"popularity",
         [](const auto& table, const Options&) -> Fitted { return models::fit_popularity(table); }},
        {"recent",
         [](const auto& table, const Options& o) -> Fitted {
           return models::fit_recent_popularity(
               table, {.window_s = static_cast<std::int64_t>(o.number("days", 7) * 86400),
                       .half_life_s = o.number("half_life_days", 0) * 86400});
         }},
        {"item-knn",
         [](const auto& table, const Options& o) {
           return models::fit_item_knn(table, {.decay = o.number("decay", 1), .counting = {}});
         }},
        {"ease",
         [](const auto& table, const Options& o) {
           return models::fit_ease(table, {.ridge = o.number("ridge", 300),
                                           .history_decay = o.number("decay", 1),
                                           .history_max = o.count("history", 100'000),
                                           .neighbours_max = o.count("k", 1'000'000'000),
                                           .counting = {}});
         }},
        {"session-knn",
         [](const auto& table, const Options& o) {
           return models::fit_session_knn(
               table, {.cut = {.idle_gap_s = static_cast<std::int64_t>(o.number("gap_s", 0)),
                               .session_max = o.count("session", 200)},
                       .history_max = o.count("history", 50),
                       .sessions_per_item = o.count("sample", 500),
                       .neighbours_max = o.count("k", 200),
                       .position_decay = o.number("decay", 0.8),
                       .distance_decay = o.number("distance", 0.8),
                       .half_life_s = o.number("half_life_days", 0) * 86400});
         }},
        {"transitions",
         [](const auto& table, const Options& o) {
           return models::fit_transitions(table, {.window = o.count("window", 10),
                                                  .history_decay = o.number("decay", 0.8),
                                                  .history_max = o.count("history", 20),
                                                  .neighbours_max = o.count("k", 128),
                                                  .counting = {}});
         }},
        {"sims",
         [](const auto& table, const Options& o) {
           return models::fit_sims(
               table, {},
               {.popularity_discount_factor = o.number("discount", 0.5),
                .min_cointeraction_count = static_cast<std::int32_t>(o.number("min", 3)),
                .order = o.number("forward", 0) > 0 ? models::SimsOrder::kForward
                                                    : models::SimsOrder::kNone,
                .window = o.count("window", 5),
                .distance_exponent = o.number("exponent", 0.7),
                .counting = {}});
         }},
    };

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  const auto model = argc < 3 ? kModels.end() : kModels.find(argv[2]);
  if (model == kModels.end()) {
    std::cerr << "usage: counting_accuracy FILE MODEL [name=value ...]\n";
    return 2;
  }
  const Options options(argc, argv);
  const auto table = table_of(read_events(argv[1]));
  const auto target = options.number("validation", 0) > 0 ? evaluation::Target::kValidation
                                                          : evaluation::Target::kTest;
  const auto seen = options.number("seen", 0) > 0 ? evaluation::SeenItems::kAllowed
                                                  : evaluation::SeenItems::kExcluded;
  const auto split = evaluation::split_leave_one_out(table, {.target = target, .seen = seen});
  auto start = std::chrono::steady_clock::now();
  const auto fitted = model->second(split.train, options);
  if (!fitted) {
    std::cerr << fitted.error().message << "\n";
    return 1;
  }
  const double fit_s = seconds_since(start);
  const auto report =
      evaluation::measure_leave_one_out(**fitted, table, split, {.seen = seen, .progress = {}});
  if (!report) {
    std::cerr << report.error().message << "\n";
    return 1;
  }
  std::cout << "NDCG@10 " << report->metrics.at("normalized_discounted_cumulative_gain_at_10")
            << "  HR@10 " << report->metrics.at("hit_rate_at_10") << "  fit " << fit_s
            << " s, test " << report->seconds << " s" << std::endl;
  return 0;
}
