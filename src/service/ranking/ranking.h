#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "domain/data/ids.h"
#include "domain/filter/bitmap.h"

namespace attune::ranking {

struct RankedItem {
  data::ItemIndex item{};
  std::optional<double> score;  // the protocol's, in [0, 1]
  bool promoted = false;
  bool explored = false;  // exploration lifted it
  friend bool operator==(const RankedItem&, const RankedItem&) = default;
};

/// An item whose score exploration replaced.
struct Explored {
  data::ItemIndex item{};
  float model_score = 0;
};

/// What the stages of a recommendation read and leave behind, in the order in which they run:
/// normalise, explore (exploration.h), then select or promote (promotion.h).
struct Recommendation {
  std::span<const float> scores;            // logits by item; -infinity: never returned
  const filter::Bitmap* allowed = nullptr;  // null: every item
  std::size_t count = 0;
  std::optional<double> log_normaliser;     // of the softmax over the catalogue; none: no scores
  std::vector<RankedItem> items = {};       // best first
  std::span<const Explored> explored = {};  // rising by item: `scores` holds other than the model's
};

/// Sets `log_normaliser` to log(sum(exp(scores))) over the whole catalogue, before any filter: the
/// scores of a filtered list sum to less than 1 (reference 7.5).
void normalise(Recommendation& recommendation);

/// Fills `items` with the `count` best allowed items, fewer if there are not so many. Equal scores
/// are ordered by item index.
void select(Recommendation& recommendation);

/// An entry of a ranked list: its place in the list that was given.
struct RankedEntry {
  std::size_t position = 0;
  std::optional<double> score;  // softmax over the list's known items; none: unknown
  friend bool operator==(const RankedEntry&, const RankedEntry&) = default;
};

/// A list to be ranked (reference 7.7). It has no repeats.
struct RankedList {
  std::span<const std::optional<data::ItemIndex>> items;  // nothing: an unknown item
  std::span<const float> scores;                          // logits by item
  const filter::Bitmap* allowed = nullptr;                // null: every item
  bool unknown_allowed = true;                            // by the filter
};

/// The allowed entries, best first; equal scores and unknown items in the order of the list,
/// unknown ones last. Scores are computed before the filter takes entries away.
[[nodiscard]] std::vector<RankedEntry> rank(const RankedList& list);

/// log(sum(exp(values))), overflow-free; -infinity for none.
[[nodiscard]] double log_sum_exp(std::span<const float> values);

}  // namespace attune::ranking
