#pragma once

#include <cstddef>
#include <cstdint>

#include "domain/filter/bitmap.h"
#include "service/ranking/ranking.h"

namespace attune::ranking {

/// Items that are to stand in the list beside those that earned it (reference 7.6).
struct Promotion {
  const filter::Bitmap* promotable = nullptr;  // by the promotion's own filter; not null
  std::size_t count = 0;                       // at most
  std::uint64_t seed = 0;                      // of the places
};

/// How many of `count` items a share of `percent` (1 to 100) promotes: rounded to the nearest, a
/// half up, at least one.
[[nodiscard]] std::size_t promoted_count(std::size_t count, std::int64_t percent);

/// In place of `select`: the best promotable items, whatever `allowed` says of them, and the best
/// allowed others, `count` in all. Promoted items stand at random places and, like the others, in
/// the order of their scores; no item stands twice. What cannot be promoted is filled with others.
void promote(Recommendation& recommendation, const Promotion& promotion);

}  // namespace attune::ranking
