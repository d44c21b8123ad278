#include "learning/evaluation/list_figures.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/test_user.h"
#include "learning/metrics/exposure.h"

namespace attune::evaluation {

std::span<const ListFigure> list_figures() {
  static constexpr std::array kFigures{
      ListFigure{.name = "coverage",
                 .sentence = "share of the catalogue that is in any list",
                 .of = [](const Lists& lists) { return metrics::coverage_of(lists.exposure); }},
      ListFigure{.name = "gini",
                 .sentence = "inequality of exposure: 0 all items alike, 1 one item everywhere",
                 .of = [](const Lists& lists) { return metrics::gini_of(lists.exposure); }},
      ListFigure{.name = "popularity_lift",
                 .sentence = "mean popularity of what is shown over that of the users' histories",
                 .of =
                     [](const Lists& lists) {
                       return lists.history_popularity > 0.0
                                  ? lists.shown_popularity / lists.history_popularity
                                  : 0.0;
                     },
                 .of_popularity = true},
      ListFigure{.name = "cold_share",
                 .sentence = "share of the places given to items without training events",
                 .of = [](const Lists& lists) { return lists.cold_share; },
                 .of_popularity = true},
  };
  return kFigures;
}

std::vector<std::uint32_t> events_by_item(const data::InteractionTable& table) {
  std::vector<std::uint32_t> events(table.item_count(), 0);
  for (const data::ItemIndex item : table.item) ++events[data::raw(item)];
  return events;
}

ListWatch::ListWatch(const data::InteractionTable& table, const ExamineOptions& options,
                     std::size_t worker_count)
    : table_(table),
      candidates_(options.candidates),
      by_worker_(worker_count, Sums{.exposure = metrics::Exposure(table.item_count())}) {
  if (options.train != nullptr) events_ = events_by_item(*options.train);
}

void ListWatch::add(std::size_t worker, const TestUser& user,
                    std::span<const data::ItemIndex> shown) {
  Sums& sums = by_worker_[worker];
  sums.exposure.add(shown);
  if (events_.empty() || shown.empty()) return;
  double popularity = 0.0;
  for (const data::ItemIndex item : shown) {
    popularity += events_[data::raw(item)];
    if (events_[data::raw(item)] == 0) ++sums.cold;
  }
  sums.shown += shown.size();
  sums.shown_popularity += popularity / static_cast<double>(shown.size());
  ++sums.lists;
  const std::size_t length = user.truth_begin - user.input_begin;
  if (length == 0) return;
  double history = 0.0;
  for (std::size_t row = user.input_begin; row < user.truth_begin; ++row) {
    history += events_[data::raw(table_.item[row])];
  }
  sums.history_popularity += history / static_cast<double>(length);
  ++sums.histories;
}

Lists ListWatch::lists() const {
  Sums all{.exposure = metrics::Exposure(table_.item_count())};
  for (const Sums& sums : by_worker_) {
    all.exposure.merge(sums.exposure);
    all.shown_popularity += sums.shown_popularity;
    all.history_popularity += sums.history_popularity;
    all.shown += sums.shown;
    all.cold += sums.cold;
    all.lists += sums.lists;
    all.histories += sums.histories;
  }
  const auto mean = [](double sum, std::size_t count) {
    return count == 0 ? 0.0 : sum / static_cast<double>(count);
  };
  Lists lists{.exposure = {},
              .shown_popularity = mean(all.shown_popularity, all.lists),
              .history_popularity = mean(all.history_popularity, all.histories),
              .cold_share = mean(static_cast<double>(all.cold), all.shown)};
  const auto counts = all.exposure.counts();
  for (std::size_t item = 0; item < counts.size(); ++item) {
    if (candidates_ == nullptr || (*candidates_)[item]) lists.exposure.push_back(counts[item]);
  }
  return lists;
}

std::map<std::string, double> ListWatch::figures() const {
  const Lists all = lists();
  std::map<std::string, double> values;
  for (const ListFigure& figure : list_figures()) {
    if (figure.of_popularity && events_.empty()) continue;
    values[std::string(figure.name)] = figure.of(all);
  }
  return values;
}

}  // namespace attune::evaluation
