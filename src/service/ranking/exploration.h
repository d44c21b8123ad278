#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/data/ids.h"
#include "service/ranking/ranking.h"

namespace attune::ranking {

/// An item that is young enough to be explored.
struct Candidate {
  data::ItemIndex item{};
  std::uint64_t key = 0;  // the same for the same item in every version of a model
};

/// One request's exploration.
struct Exploration {
  double weight = 0;                      // [0, 1]; 0 leaves every score as it is
  std::span<const Candidate> candidates;  // rising by item
  /// By item: how often it was chosen or shown.
  std::span<const std::atomic<std::uint32_t>> evidence;
  std::uint64_t seed = 0;  // of the user and the hour: the same seed draws the same
};

/// Gaussian Thompson sampling (Agrawal & Goyal 2013, "Further Optimal Regret Bounds for Thompson
/// Sampling", algorithm 2) of which a share of `weight` is drawn and the rest stays greedy (Jin et
/// al. 2023, "Thompson Sampling with Less Exploration is Fast and Optimal"): with probability
/// `weight`, for each candidate on its own,
///
///   s_i <- N((m + n_i s_i) / (1 + n_i), v / (1 + n_i))
///
/// n_i is the item's evidence; m is the mean of the user's scores and v the mean square distance of
/// those above m: a new item may be as good for the user as any other, and what it is taken for
/// nears the model's score as evidence comes in. Scores of -infinity stay. Fills `explored` with
/// what was replaced, rising by item.
void explore(std::span<float> scores, const Exploration& exploration,
             std::vector<Explored>& explored);

}  // namespace attune::ranking
