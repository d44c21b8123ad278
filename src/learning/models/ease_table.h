#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/neighbour_lists.h"

namespace attune::models {

struct EaseOptions {
  double ridge = 300.0;              // lambda: added to each item's number of users, above 0
  double history_decay = 0.95;       // weight of an event against the next newer one, in (0, 1]
  std::size_t history_max = 20;      // newest events that are read, at most kEaseHistoryMax
  std::size_t neighbours_max = 256;  // kept for each item; kEveryItem: as many as memory allows
  CountingOptions counting;
};
inline constexpr std::size_t kEaseHistoryMax = 100'000;
inline constexpr std::size_t kEveryItem = std::numeric_limits<std::size_t>::max();

/// Items with events beyond which the inverse is not made: it takes 4 n^2 bytes (1.6 GB) and n^3
/// operations (about a minute on two cores).
inline constexpr std::size_t kEaseItemsMax = 20'000;

/// The linear autoencoder of Steck (WWW 2019) with a zero diagonal, in closed form:
///   P = (X^T X + ridge I)^-1     B[j -> i] = -P_ji / P_ii, B[i -> i] = 0
///   e_i = sum over the newest events x_m (m = 0 the newest) of history_decay^m B[x_m -> i]
/// X marks who touched what. Of each row of B the largest magnitudes are kept, signs and all.
/// Immutable; reading is thread-safe.
class EaseTable {
 public:
  /// Whether `fit` takes a table with that many items that have events.
  [[nodiscard]] static bool fits(std::size_t items_with_events) {
    return items_with_events <= kEaseItemsMax;
  }
  /// kInvalidInput for options out of range and for more items with events than kEaseItemsMax.
  [[nodiscard]] static Result<EaseTable> fit(const data::InteractionTable& table,
                                             const EaseOptions& options);
  /// kInvalidInput for anything that is not a table over `item_count` items.
  [[nodiscard]] static Result<EaseTable> from(const Artefact& artefact, std::size_t item_count);
  /// The neighbour tensors, history_decay and history_max.
  void add_to(Artefact& artefact) const;

  [[nodiscard]] std::size_t item_count() const { return weights_.item_count(); }
  [[nodiscard]] std::size_t history_max() const { return history_max_; }
  [[nodiscard]] bool knows(std::size_t item) const { return !weights_.row(item).items.empty(); }

  /// e += e_i of a history of known items, oldest first: at most history_max rows of neighbours_max
  /// additions.
  void add(std::span<const std::uint32_t> history, ItemSums& e) const;
  void add(std::span<const std::uint32_t> history, std::span<float> e) const;

 private:
  EaseTable(NeighbourLists weights, double history_decay, std::size_t history_max)
      : weights_(std::move(weights)), history_decay_(history_decay), history_max_(history_max) {}

  template <typename Add>
  void each(std::span<const std::uint32_t> history, const Add& add) const;

  NeighbourLists weights_;
  double history_decay_;
  std::size_t history_max_;
};

/// How many items have events.
[[nodiscard]] std::size_t items_with_events(const data::InteractionTable& table);

}  // namespace attune::models
