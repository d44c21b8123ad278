#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "service/ranking/ranking.h"

namespace attune::ranking {
namespace {

struct Candidate {
  float score = 0;
  std::uint32_t item = 0;
};

bool is_better(const Candidate& left, const Candidate& right) {
  return left.score > right.score || (left.score == right.score && left.item < right.item);
}

/// The best `count` of what is offered: a heap with the worst of them on top.
class Best {
 public:
  explicit Best(std::size_t count) : count_(count) { heap_.reserve(count); }

  void offer(float score, std::size_t item) {
    if (!(score > threshold_)) return;
    const Candidate candidate{score, static_cast<std::uint32_t>(item)};
    if (heap_.size() == count_) {
      std::pop_heap(heap_.begin(), heap_.end(), is_better);
      heap_.back() = candidate;
    } else {
      heap_.push_back(candidate);
    }
    std::push_heap(heap_.begin(), heap_.end(), is_better);
    // Items come in the order of their indices: an equal score that comes later is worse.
    if (heap_.size() == count_) threshold_ = heap_.front().score;
  }

  std::vector<Candidate> sorted() && {
    std::ranges::sort(heap_, is_better);
    return std::move(heap_);
  }

 private:
  std::size_t count_;
  float threshold_ = -std::numeric_limits<float>::infinity();
  std::vector<Candidate> heap_;
};

void offer_all(std::span<const float> scores, Best& best) {
  for (std::size_t item = 0; item < scores.size(); ++item) best.offer(scores[item], item);
}

void offer_allowed(std::span<const float> scores, const filter::Bitmap& allowed, Best& best) {
  for (std::size_t i = 0; i < allowed.words.size(); ++i) {
    for (std::uint64_t word = allowed.words[i]; word != 0; word &= word - 1) {
      const std::size_t item = i * 64 + static_cast<std::size_t>(std::countr_zero(word));
      if (item < scores.size()) best.offer(scores[item], item);
    }
  }
}

}  // namespace

void select(Recommendation& recommendation) {
  recommendation.items.clear();
  const std::size_t count = std::min(recommendation.count, recommendation.scores.size());
  if (count == 0) return;
  Best best(count);
  if (recommendation.allowed == nullptr) {
    offer_all(recommendation.scores, best);
  } else {
    offer_allowed(recommendation.scores, *recommendation.allowed, best);
  }
  const std::vector<Candidate> chosen = std::move(best).sorted();
  recommendation.items.reserve(chosen.size());
  for (const Candidate& candidate : chosen) {
    RankedItem item{.item = data::ItemIndex{candidate.item}, .score = std::nullopt};
    if (recommendation.log_normaliser) {
      const double logit = static_cast<double>(candidate.score);
      item.score = std::min(1.0, std::exp(logit - *recommendation.log_normaliser));
    }
    recommendation.items.push_back(item);
  }
}

}  // namespace attune::ranking
