#include "foundation/tensor/bf16_gemm.h"

#include <algorithm>
#include <array>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>

#include "foundation/tensor/bf16_target_begin-inl.h"
// The target comes first.
#include "foundation/tensor/bf16_lanes-inl.h"

namespace attune::tensor {
namespace {

constexpr std::size_t kTileRows = 12;  // x 2 registers of columns: 24 of the 32 registers are sums
constexpr std::size_t kBlockRows = 192;   // of a left operand, beside a panel in the L2 cache
constexpr std::size_t kBlockPairs = 128;  // of a panel, in the L1 cache

__m512i load_pairs(const Bf16Pair* from) {
  return _mm512_loadu_si512(from);
}

struct Tile {
  const Bf16Pair* a;
  std::size_t a_stride;
  const Bf16Pair* b;  // a panel's
  std::size_t pairs;
  MatrixView c;
  bool accumulate;
};

template <bool kByRow>
Bf16Pair left_pair(const Tile& t, std::size_t row, std::size_t pair) {
  return kByRow ? t.a[row * t.a_stride + pair] : t.a[pair * t.a_stride + row];
}

template <std::size_t kRows>
struct Sums {
  __m512 rows[kRows][2];
};

template <std::size_t kRows>
void store_tile(const Tile& t, const Sums<kRows>& sums) {
  for (std::size_t v = 0; v < 2; ++v) {
    if (t.c.columns <= v * kLanes) return;
    const __mmask16 mask = first_lanes(t.c.columns - v * kLanes);
    for (std::size_t i = 0; i < kRows; ++i) {
      float* const to = t.c.row(i) + v * kLanes;
      const __m512 before = t.accumulate ? _mm512_maskz_loadu_ps(mask, to) : _mm512_setzero_ps();
      _mm512_mask_storeu_ps(to, mask, _mm512_add_ps(before, sums.rows[i][v]));
    }
  }
}

template <std::size_t kRows, bool kByRow>
void multiply_tile(const Tile& t) {
  Sums<kRows> sums;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < kRows; ++i) sums.rows[i][0] = sums.rows[i][1] = _mm512_setzero_ps();
  for (std::size_t p = 0; p < t.pairs; ++p) {
    const auto b0 = reinterpret_cast<__m512bh>(load_pairs(t.b + p * kBf16PanelColumns));
    const auto b1 = reinterpret_cast<__m512bh>(load_pairs(t.b + p * kBf16PanelColumns + kLanes));
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kRows; ++i) {
      const auto a = reinterpret_cast<__m512bh>(
          _mm512_set1_epi32(static_cast<int>(left_pair<kByRow>(t, i, p))));
      sums.rows[i][0] = _mm512_dpbf16_ps(sums.rows[i][0], a, b0);
      sums.rows[i][1] = _mm512_dpbf16_ps(sums.rows[i][1], a, b1);
    }
  }
  store_tile<kRows>(t, sums);
}

using MultiplyTile = void (*)(const Tile&);

template <bool kByRow, std::size_t... kRows>
constexpr std::array<MultiplyTile, sizeof...(kRows)> tile_products(
    std::index_sequence<kRows...> /*rows*/) {
  return {&multiply_tile<kRows + 1, kByRow>...};
}

/// Rows [first, first + count) times pairs [pair, pair + pairs), to all columns.
struct Block {
  std::size_t first, count, pair, pairs;
};

template <bool kByRow>
void multiply_block(const Bf16Left& a, const Bf16Right& b, const Block& block, bool accumulate,
                    MatrixView c) {
  static constexpr auto kProducts = tile_products<kByRow>(std::make_index_sequence<kTileRows>());
  for (std::size_t column = 0; column < b.columns; column += kBf16PanelColumns) {
    const std::size_t width = std::min(kBf16PanelColumns, b.columns - column);
    const Bf16Pair* panel = b.data + column * b.pairs + block.pair * kBf16PanelColumns;
    for (std::size_t i = 0; i < block.count; i += kTileRows) {
      const std::size_t row = block.first + i;
      const std::size_t rows = std::min(kTileRows, block.count - i);
      kProducts[rows - 1]({.a = a.data + row * a.row_stride + block.pair * a.pair_stride,
                           .a_stride = kByRow ? a.row_stride : a.pair_stride,
                           .b = panel,
                           .pairs = block.pairs,
                           .c = {c.row(row) + column, rows, width, c.stride},
                           .accumulate = accumulate});
    }
  }
}

void fill_by_row(ConstMatrixView a, std::size_t pairs, Bf16Pair* to) {
  for (std::size_t r = 0; r < a.rows; ++r) {
    const float* const row = a.row(r);
    for (std::size_t j = 0; j < a.columns; j += 2 * kLanes) {
      const std::size_t left = a.columns - j;
      const __m512 x = _mm512_maskz_loadu_ps(first_lanes(left), row + j);
      const __m512 y = left > kLanes
                           ? _mm512_maskz_loadu_ps(first_lanes(left - kLanes), row + j + kLanes)
                           : _mm512_setzero_ps();
      _mm512_mask_storeu_epi32(to + r * pairs + j / 2, first_lanes((left + 1) / 2),
                               pair_neighbours(x, y));
    }
  }
}

/// Rows 2p and 2p + 1 of `a`, from column `first`, as `count` pairs.
void interleave_rows(ConstMatrixView a, std::size_t p, std::size_t first, std::size_t count,
                     Bf16Pair* to) {
  const bool has_odd = 2 * p + 1 < a.rows;
  for (std::size_t j = 0; j < count; j += kLanes) {
    const __mmask16 mask = first_lanes(count - j);
    const __m512 even = _mm512_maskz_loadu_ps(mask, a.row(2 * p) + first + j);
    const __m512 odd =
        has_odd ? _mm512_maskz_loadu_ps(mask, a.row(2 * p + 1) + first + j) : _mm512_setzero_ps();
    _mm512_mask_storeu_epi32(to + j, mask, pair_lanes(even, odd));
  }
}

/// Panels of the transpose of `b` (columns, inner).
void fill_panels_transposed(ConstMatrixView b, std::size_t pairs, Bf16Pair* to) {
  std::vector<Bf16Pair> rows(kBf16PanelColumns * pairs);
  for (std::size_t first = 0; first < b.rows; first += kBf16PanelColumns) {
    const std::size_t width = std::min(kBf16PanelColumns, b.rows - first);
    fill_by_row(b.row_range(first, width), pairs, rows.data());
    Bf16Pair* const panel = to + first * pairs;
    for (std::size_t j = 0; j < kBf16PanelColumns; ++j) {
      for (std::size_t p = 0; p < pairs; ++p) {
        panel[p * kBf16PanelColumns + j] = j < width ? rows[j * pairs + p] : 0;
      }
    }
  }
}

void fill_panels(ConstMatrixView b, std::size_t pairs, Bf16Pair* to) {
  for (std::size_t first = 0; first < b.columns; first += kBf16PanelColumns) {
    const std::size_t width = std::min(kBf16PanelColumns, b.columns - first);
    Bf16Pair* const panel = to + first * pairs;
    for (std::size_t p = 0; p < pairs; ++p) {
      Bf16Pair* const row = panel + p * kBf16PanelColumns;
      interleave_rows(b, p, first, width, row);
      std::fill(row + width, row + kBf16PanelColumns, 0);
    }
  }
}

void fill_by_column(ConstMatrixView a, std::size_t stride, Bf16Pair* to) {
  for (std::size_t p = 0; 2 * p < a.rows; ++p) interleave_rows(a, p, 0, a.columns, to + p * stride);
}

void multiply(const Bf16Left& a, const Bf16Right& b, Accumulate accumulate, MatrixView c) {
  for (std::size_t row = 0; row < a.rows; row += kBlockRows) {
    for (std::size_t pair = 0; pair < a.pairs; pair += kBlockPairs) {
      const bool adds = pair > 0 || accumulate == Accumulate::kYes;
      const Block block{.first = row,
                        .count = std::min(kBlockRows, a.rows - row),
                        .pair = pair,
                        .pairs = std::min(kBlockPairs, a.pairs - pair)};
      if (a.pair_stride == 1) {
        multiply_block<true>(a, b, block, adds, c);
      } else {
        multiply_block<false>(a, b, block, adds, c);
      }
    }
  }
}

}  // namespace
}  // namespace attune::tensor

#include "foundation/tensor/bf16_target_end-inl.h"

namespace attune::tensor {

bool has_bf16() {
  static const bool has =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
      __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
      __builtin_cpu_supports("avx512bf16") != 0;
  return has;
}

}  // namespace attune::tensor

#else

namespace attune::tensor {
namespace {

void fill_by_row(ConstMatrixView /*a*/, std::size_t /*pairs*/, Bf16Pair* /*to*/) {}
void fill_by_column(ConstMatrixView /*a*/, std::size_t /*stride*/, Bf16Pair* /*to*/) {}
void fill_panels(ConstMatrixView /*b*/, std::size_t /*pairs*/, Bf16Pair* /*to*/) {}
void fill_panels_transposed(ConstMatrixView /*b*/, std::size_t /*pairs*/, Bf16Pair* /*to*/) {}
void multiply(const Bf16Left& /*a*/, const Bf16Right& /*b*/, Accumulate /*accumulate*/,
              MatrixView /*c*/) {}

}  // namespace

bool has_bf16() {
  return false;
}

}  // namespace attune::tensor

#endif

namespace attune::tensor {

Bf16Pair* Bf16Store::reserve(std::size_t pairs) {
  constexpr std::size_t kLine = 64 / sizeof(Bf16Pair);
  if (values_.size() < pairs + kLine) values_.resize(pairs + kLine);
  const auto address = reinterpret_cast<std::uintptr_t>(values_.data()) / sizeof(Bf16Pair);
  shift_ = (kLine - address % kLine) % kLine;
  return values_.data() + shift_;
}

Bf16Left bf16_left(Transpose transpose, ConstMatrixView a, Bf16Store& store) {
  ATTUNE_CHECK(has_bf16());
  if (transpose == Transpose::kNo) {
    const std::size_t pairs = (a.columns + 1) / 2;
    fill_by_row(a, pairs, store.reserve(a.rows * pairs));
    return {store.data(), a.rows, pairs, pairs, 1};
  }
  const std::size_t pairs = (a.rows + 1) / 2;
  fill_by_column(a, a.columns, store.reserve(pairs * a.columns));
  return {store.data(), a.columns, pairs, 1, a.columns};
}

Bf16Right bf16_right(Transpose transpose, ConstMatrixView b, Bf16Store& store) {
  ATTUNE_CHECK(has_bf16());
  const bool turned = transpose == Transpose::kYes;
  const std::size_t columns = turned ? b.rows : b.columns;
  const std::size_t pairs = ((turned ? b.columns : b.rows) + 1) / 2;
  const std::size_t panels = (columns + kBf16PanelColumns - 1) / kBf16PanelColumns;
  Bf16Pair* const to = store.reserve(panels * kBf16PanelColumns * pairs);
  if (turned) {
    fill_panels_transposed(b, pairs, to);
  } else {
    fill_panels(b, pairs, to);
  }
  return {store.data(), pairs, columns};
}

void bf16_gemm(const Bf16Left& a, const Bf16Right& b, Accumulate accumulate, MatrixView c) {
  ATTUNE_CHECK(has_bf16() && a.pairs == b.pairs && a.pairs > 0);
  ATTUNE_CHECK(c.rows == a.rows && c.columns == b.columns);
  multiply(a, b, accumulate, c);
}

}  // namespace attune::tensor
