#include "foundation/tensor/bf16_softmax.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>

#include "foundation/tensor/bf16_target_begin-inl.h"
// The target comes first.
#include "foundation/tensor/bf16_lanes-inl.h"

namespace attune::tensor {
namespace {

/// e^x to 2 ulp for x <= 0; 0 from -87 down. Coefficients: Cephes expf.
__m512 exp_of(__m512 x) {
  const __mmask16 near = _mm512_cmp_ps_mask(x, _mm512_set1_ps(-87.0F), _CMP_GT_OQ);
  const __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504088896341F)), 0);
  __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375F), x);
  r = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.12194440e-4F), r);
  __m512 p = _mm512_set1_ps(1.9875691500e-4F);
  for (const float c :
       {1.3981999507e-3F, 8.3334519073e-3F, 4.1665795894e-2F, 1.6666665459e-1F, 5.0000001201e-1F}) {
    p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(c));
  }
  p = _mm512_fmadd_ps(p, _mm512_mul_ps(r, r), _mm512_add_ps(r, _mm512_set1_ps(1.0F)));
  return _mm512_maskz_scalef_ps(near, p, n);
}

/// A row of exponentials and how its gradient comes from them.
struct Row {
  float* x = nullptr;
  float factor = 0.0F;  // of the exponentials
  double loss = 0.0;
};

float largest_of(const float* x, const float* bias, std::size_t n) {
  __m512 largest = _mm512_set1_ps(-3.0e38F);
  for (std::size_t j = 0; j < n; j += kLanes) {
    const __mmask16 mask = first_lanes(n - j);
    const __m512 value =
        _mm512_add_ps(_mm512_maskz_loadu_ps(mask, x + j), _mm512_maskz_loadu_ps(mask, bias + j));
    largest = _mm512_mask_max_ps(largest, mask, largest, value);
  }
  return _mm512_reduce_max_ps(largest);
}

/// x <- exp(x + bias - shift); their sum.
float exponentials(float* x, const float* bias, float shift, std::size_t n) {
  const __m512 shifts = _mm512_set1_ps(shift);
  __m512 sum = _mm512_setzero_ps();
  for (std::size_t j = 0; j < n; j += kLanes) {
    const __mmask16 mask = first_lanes(n - j);
    const __m512 value =
        _mm512_add_ps(_mm512_maskz_loadu_ps(mask, x + j), _mm512_maskz_loadu_ps(mask, bias + j));
    const __m512 e = _mm512_maskz_mov_ps(mask, exp_of(_mm512_sub_ps(value, shifts)));
    _mm512_mask_storeu_ps(x + j, mask, e);
    sum = _mm512_add_ps(sum, e);
  }
  return _mm512_reduce_add_ps(sum);
}

Row exponentials_of(const Bf16CrossEntropy& rows, std::size_t r) {
  const std::size_t n = rows.logits.columns;
  float* const x = rows.logits.row(r);
  const std::size_t target = rows.targets[r];
  const float weight = rows.weights[r];
  const float largest = largest_of(x, rows.bias.data(), n);
  const double at_target = static_cast<double>(x[target] + rows.bias[target]);
  const float sum = exponentials(x, rows.bias.data(), largest, n);
  const Row row{.x = x,
                .factor = weight / sum,
                .loss = static_cast<double>(weight) * (std::log(static_cast<double>(sum)) +
                                                       static_cast<double>(largest) - at_target)};
  // The target's own share, so that factor * x is the gradient everywhere.
  x[target] -= sum;
  rows.d_targets[r] = row.factor * x[target];
  return row;
}

struct RowPair {
  const float* even;
  const float* odd;  // null: zeros
  float even_factor, odd_factor;
  float* d_bias;
};
struct PairTargets {
  Bf16Pair* even;
  Bf16Pair* odd;  // null: nowhere
  Bf16Pair* both;
};

/// Columns [j, j + 32) as far as they are there.
void write_columns(const RowPair& from, const PairTargets& to, std::size_t j, std::size_t n) {
  __m512 even[2], odd[2];
  for (std::size_t v = 0; v < 2; ++v) {
    const std::size_t at = j + v * kLanes;
    const __mmask16 mask = at < n ? first_lanes(n - at) : __mmask16{0};
    even[v] = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, from.even + at),
                            _mm512_set1_ps(from.even_factor));
    odd[v] = from.odd == nullptr ? _mm512_setzero_ps()
                                 : _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, from.odd + at),
                                                 _mm512_set1_ps(from.odd_factor));
    const __m512 sum = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, from.d_bias + at),
                                     _mm512_add_ps(even[v], odd[v]));
    _mm512_mask_storeu_ps(from.d_bias + at, mask, sum);
    _mm512_mask_storeu_epi32(to.both + at, mask, pair_lanes(even[v], odd[v]));
  }
  const __mmask16 pairs = first_lanes((n - j + 1) / 2);
  _mm512_mask_storeu_epi32(to.even + j / 2, pairs, pair_neighbours(even[0], even[1]));
  if (to.odd != nullptr) {
    _mm512_mask_storeu_epi32(to.odd + j / 2, pairs, pair_neighbours(odd[0], odd[1]));
  }
}

double cross_entropy(const Bf16CrossEntropy& rows, std::size_t first, Bf16Gradients& gradients) {
  const std::size_t n = rows.logits.columns;
  double loss = 0.0;
  for (std::size_t r = 0; r < rows.logits.rows; r += 2) {
    const bool has_odd = r + 1 < rows.logits.rows;
    const Row even = exponentials_of(rows, r);
    const Row odd = has_odd ? exponentials_of(rows, r + 1) : Row{};
    loss += even.loss + odd.loss;
    const RowPair from{.even = even.x,
                       .odd = odd.x,
                       .even_factor = even.factor,
                       .odd_factor = odd.factor,
                       .d_bias = rows.d_bias.data()};
    const PairTargets to{.even = gradients.row(first + r),
                         .odd = has_odd ? gradients.row(first + r + 1) : nullptr,
                         .both = gradients.row_pair(first + r)};
    for (std::size_t j = 0; j < n; j += 2 * kLanes) write_columns(from, to, j, n);
  }
  return loss;
}

}  // namespace
}  // namespace attune::tensor

#include "foundation/tensor/bf16_target_end-inl.h"

#else

namespace attune::tensor {
namespace {

double cross_entropy(const Bf16CrossEntropy& /*rows*/, std::size_t /*first*/,
                     Bf16Gradients& /*gradients*/) {
  return 0.0;
}

}  // namespace
}  // namespace attune::tensor

#endif

namespace attune::tensor {

void Bf16Gradients::reshape(std::size_t rows, std::size_t columns) {
  rows_ = rows;
  columns_ = columns;
  // Whole cache lines, an odd number of them: rows at a power of two would share cache sets.
  constexpr std::size_t kLine = 64 / sizeof(Bf16Pair);
  stride_ = ((columns + kLine - 1) / kLine | 1U) * kLine;
  rows_data_ = row_store_.reserve(rows * pair_count());
  columns_data_ = column_store_.reserve((rows + 1) / 2 * stride_);
}

Bf16Left Bf16Gradients::by_row() const {
  return {rows_data_, rows_, pair_count(), pair_count(), 1};
}

Bf16Left Bf16Gradients::by_column() const {
  return {columns_data_, columns_, (rows_ + 1) / 2, 1, stride_};
}

double bf16_softmax_cross_entropy(const Bf16CrossEntropy& rows, std::size_t first,
                                  Bf16Gradients& gradients) {
  ATTUNE_CHECK(has_bf16() && first % 2 == 0 && first + rows.logits.rows <= gradients.rows());
  ATTUNE_CHECK(rows.logits.columns == gradients.columns());
  return cross_entropy(rows, first, gradients);
}

}  // namespace attune::tensor
