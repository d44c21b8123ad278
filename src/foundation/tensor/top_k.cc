#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "foundation/tensor/top_k.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first.
#include <hwy/highway.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "foundation/base/check.h"
#include "foundation/tensor/simd-inl.h"
#include "foundation/tensor/top_k.h"

namespace attune::tensor {
#ifndef ATTUNE_TENSOR_TOP_K_HEAP
#define ATTUNE_TENSOR_TOP_K_HEAP

struct Scored {
  float score = 0.0F;
  std::uint32_t index = 0;
};
inline bool better(const Scored& a, const Scored& b) {
  return a.score != b.score ? a.score > b.score : a.index < b.index;
}

/// The best k so far, the worst of them on top.
class BestHeap {
 public:
  explicit BestHeap(std::size_t k) : k_(k) { heap_.reserve(k); }

  /// Only a score above this can enter.
  [[nodiscard]] float threshold() const { return threshold_; }
  void offer(float score, std::size_t index) {
    if (!(score > threshold_)) return;
    if (heap_.size() == k_) {
      std::ranges::pop_heap(heap_, better);
      heap_.pop_back();
    }
    heap_.push_back({score, static_cast<std::uint32_t>(index)});
    std::ranges::push_heap(heap_, better);
    if (heap_.size() == k_) threshold_ = heap_.front().score;
  }
  [[nodiscard]] std::vector<std::uint32_t> indices() {
    std::ranges::sort_heap(heap_, better);
    std::vector<std::uint32_t> result;
    result.reserve(heap_.size());
    for (const Scored& scored : heap_) result.push_back(scored.index);
    return result;
  }

 private:
  std::size_t k_;
  float threshold_ = -std::numeric_limits<float>::infinity();
  std::vector<Scored> heap_;
};
#endif
}  // namespace attune::tensor

HWY_BEFORE_NAMESPACE();
namespace attune::tensor::HWY_NAMESPACE {

/// Offers the scores [first, last); whole vectors below the threshold are passed over at once.
void scan_all(std::span<const float> scores, std::size_t first, std::size_t last, BestHeap& heap) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = first;
  for (; i + lanes <= last; i += lanes) {
    const auto above = hn::Gt(hn::LoadU(d, scores.data() + i), hn::Set(d, heap.threshold()));
    if (HWY_LIKELY(hn::AllFalse(d, above))) continue;
    for (std::size_t j = i; j < i + lanes; ++j) heap.offer(scores[j], j);
  }
  for (; i < last; ++i) heap.offer(scores[i], i);
}

void scan(std::span<const float> scores, std::span<const std::uint64_t> allowed, BestHeap& heap) {
  if (allowed.empty()) return scan_all(scores, 0, scores.size(), heap);
  for (std::size_t word = 0; word * 64 < scores.size(); ++word) {
    const std::size_t first = word * 64;
    const std::size_t last = std::min(first + 64, scores.size());
    std::uint64_t bits = allowed[word];
    if (bits == ~std::uint64_t{0}) {
      scan_all(scores, first, last, heap);
      continue;
    }
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t i = first + hwy::Num0BitsBelowLS1Bit_Nonzero64(bits);
      if (i < last) heap.offer(scores[i], i);
    }
  }
}

}  // namespace attune::tensor::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attune::tensor {

HWY_EXPORT(scan);

std::vector<std::uint32_t> top_k(std::span<const float> scores, std::size_t k,
                                 std::span<const std::uint64_t> allowed) {
  ATTUNE_CHECK(allowed.empty() || allowed.size() * 64 >= scores.size());
  k = std::min(k, scores.size());
  if (k == 0) return {};
  BestHeap heap(k);
  HWY_DYNAMIC_DISPATCH(scan)(scores, allowed, heap);
  return heap.indices();
}

namespace reference {

std::vector<std::uint32_t> top_k(std::span<const float> scores, std::size_t k,
                                 std::span<const std::uint64_t> allowed) {
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    const bool is_allowed = allowed.empty() || (allowed[i / 64] >> (i % 64) & 1U) != 0;
    if (is_allowed && scores[i] > -std::numeric_limits<float>::infinity()) indices.push_back(i);
  }
  std::ranges::stable_sort(indices, [&](auto a, auto b) { return scores[a] > scores[b]; });
  indices.resize(std::min(k, indices.size()));
  return indices;
}

}  // namespace reference
}  // namespace attune::tensor
#endif
