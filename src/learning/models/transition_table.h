#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/transition_delta.h"

namespace attune::models {

struct TransitionOptions {
  std::size_t window = 10;            // events ahead that an item predicts
  double distance_exponent = 0.7;     // the k-th next item counts k^-exponent
  double popularity_exponent = 0.15;  // discount (n_i / mean n)^-exponent
  double row_prior = 0.0;             // added to each row's sum: rare items predict less
  double history_decay = 0.8;         // weight of an event against the next newer one
  std::size_t history_max = 20;       // newest events that are read, at most kHistoryMax
  std::size_t neighbours_max = 128;   // kept for each item
  double popularity_mass = 1e-4;      // of fit_transitions: spread over all items by popularity
  CountingOptions counting;
};
inline constexpr std::size_t kHistoryMax = 1000;

/// Ordered transition counts:
///   T[j -> i] = sum of k^-distance_exponent over all "i is the k-th event after j", k <= window,
///               / (row sum + row_prior) / (n_i / mean n)^popularity_exponent
///   t_i       = sum over the newest events x_m (m = 0 the newest) of history_decay^m T[x_m -> i]
/// All events count alike. Immutable; reading is thread-safe.
class TransitionTable {
 public:
  [[nodiscard]] static Result<TransitionTable> count(const data::InteractionTable& table,
                                                     const TransitionOptions& options);
  /// kInvalidInput for anything that is not a table over `item_count` items.
  [[nodiscard]] static Result<TransitionTable> from(const Artefact& artefact,
                                                    std::size_t item_count);
  /// The neighbour tensors, row_sums, discounts and the options that reading and adding need.
  void add_to(Artefact& artefact) const;

  [[nodiscard]] std::size_t item_count() const { return next_.item_count(); }
  [[nodiscard]] std::size_t history_max() const { return reading_.history_max; }
  [[nodiscard]] NeighbourLists::Row row(std::size_t item) const { return next_.row(item); }
  [[nodiscard]] bool knows(std::size_t item) const { return !next_.row(item).items.empty(); }

  /// t += t_i of a history of known items, oldest first: at most history_max rows of neighbours_max
  /// additions; `t` has item_count() items. With a delta (may be null) as if its transitions had
  /// been counted too, of which a row then reads at most TransitionDelta::kRowItemsMax more.
  void add(std::span<const std::uint32_t> history, ItemSums& t,
           const TransitionDelta* delta = nullptr) const;
  /// What takes in transitions to come.
  [[nodiscard]] TransitionDelta start_delta() const;

 private:
  struct Reading {
    double window;
    double distance_exponent;
    double history_decay;
    std::size_t history_max;
  };
  TransitionTable(NeighbourLists next, std::vector<float> row_sums, std::vector<float> discounts,
                  const Reading& reading)
      : next_(std::move(next)),
        row_sums_(std::move(row_sums)),
        discounts_(std::move(discounts)),
        reading_(reading) {}
  void add_row(std::uint32_t item, float weight, const TransitionDelta::Row* fresh,
               ItemSums& t) const;

  NeighbourLists next_;
  std::vector<float> row_sums_;   // by item, row_prior included
  std::vector<float> discounts_;  // by item: (n_i / mean n)^-popularity_exponent
  Reading reading_;
};

}  // namespace attune::models
