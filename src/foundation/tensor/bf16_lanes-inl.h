// Lanes of AVX-512 for the sources between bf16_target_begin-inl.h and bf16_target_end-inl.h.
#pragma once

namespace attune::tensor {
namespace {

constexpr std::size_t kLanes = 16;

/// The first `count` lanes, at most all.
inline __mmask16 first_lanes(std::size_t count) {
  return count >= kLanes ? __mmask16{0xFFFF} : static_cast<__mmask16>((1U << count) - 1U);
}

/// bfloat16 of the lanes, in their lower halves.
inline __m512i lower_halves(__m512 x) {
  return _mm512_cvtepu16_epi32(reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(x)));
}

/// bfloat16 of the lanes of `low` in the lower halves, of `high` in the upper ones.
inline __m512i pair_lanes(__m512 low, __m512 high) {
  return _mm512_or_si512(lower_halves(low), _mm512_slli_epi32(lower_halves(high), 16));
}

/// bfloat16 of 32 neighbours.
inline __m512i pair_neighbours(__m512 first, __m512 second) {
  return reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(second, first));
}

}  // namespace
}  // namespace attune::tensor
