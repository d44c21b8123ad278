#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "learning/evaluation/examine.h"
#include "learning/evaluation/test_user.h"
#include "learning/metrics/exposure.h"

namespace attune::evaluation {

/// What is known of all lists of an offline test together.
struct Lists {
  std::vector<std::uint64_t> exposure;  // of the candidates, in the order of items
  double shown_popularity = 0.0;        // mean training events of an item shown
  double history_popularity = 0.0;      // the same of the items of the users' inputs
  double cold_share = 0.0;              // of the places in the lists, without training events
};

/// A figure of the lists beside their accuracy.
struct ListFigure {
  std::string_view name;
  std::string_view sentence;
  double (*of)(const Lists&);
  bool of_popularity = false;  // needs ExamineOptions::train
};

/// coverage, gini, popularity_lift, cold_share. A new figure is a line here.
[[nodiscard]] std::span<const ListFigure> list_figures();

/// Collects the lists that a model shows. `add` may run for different workers at the same time.
class ListWatch {
 public:
  ListWatch(const data::InteractionTable& table, const ExamineOptions& options,
            std::size_t worker_count);

  void add(std::size_t worker, const TestUser& user, std::span<const data::ItemIndex> shown);
  /// By name of list_figures(); those of popularity only when there is a training table.
  [[nodiscard]] std::map<std::string, double> figures() const;

 private:
  struct Sums {
    metrics::Exposure exposure;
    double shown_popularity = 0.0;
    double history_popularity = 0.0;
    std::size_t shown = 0;
    std::size_t cold = 0;
    std::size_t lists = 0;
    std::size_t histories = 0;
  };
  [[nodiscard]] Lists lists() const;

  const data::InteractionTable& table_;
  const std::vector<bool>* candidates_;
  std::vector<std::uint32_t> events_;  // training events by item; empty: not known
  std::vector<Sums> by_worker_;
};

/// Training events of each item of the table's vocabulary.
[[nodiscard]] std::vector<std::uint32_t> events_by_item(const data::InteractionTable& table);

}  // namespace attune::evaluation
