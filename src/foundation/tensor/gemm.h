#pragma once

#include <cstdint>

#include "foundation/tensor/matrix.h"

namespace attune::tensor {

enum class Transpose : std::uint8_t { kNo, kYes };
enum class Accumulate : std::uint8_t { kNo, kYes };
/// kBf16: operands rounded to bfloat16, sums in fp32; the same as kFp32 where the CPU has no
/// instruction for it (has_bf16 of bf16_gemm.h).
enum class Precision : std::uint8_t { kFp32, kBf16 };

/// c (m,n) = op(a) (m,k) * op(b) (k,n), or c += with kYes. Runs on the calling thread only (whoever
/// wants more cores calls it from more threads); c must not overlap a or b. The same shapes and
/// values give the same bits. Thread-safe.
void gemm(Transpose transpose_a, ConstMatrixView a, Transpose transpose_b, ConstMatrixView b,
          Accumulate accumulate, MatrixView c, Precision precision = Precision::kFp32);

}  // namespace attune::tensor
