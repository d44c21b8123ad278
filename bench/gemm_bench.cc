// The products of a tied softmax in fp32 (sgemm) and in bfloat16, operands prepared as training
// does: GFLOP/s of the best of many short turns, which a shared machine disturbs least.
//   gemm_bench [ITEMS HIDDEN]
#include <algorithm>
#include <barrier>
#include <chrono>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/bf16_gemm.h"
#include "foundation/tensor/gemm.h"

namespace {

using namespace attune;
using tensor::Accumulate;
using tensor::Transpose;
using Clock = std::chrono::steady_clock;

constexpr int kTurns = 200;
constexpr std::size_t kRows = 504;  // of a tile
constexpr std::size_t kStrip = 24;  // of logits in bfloat16

struct Product {
  std::string name;
  Transpose a, b;
  std::size_t m, n, k;
  Accumulate accumulate;
  std::size_t strip;  // rows of the left operand at a time in bfloat16
};

tensor::MatrixView random_matrix(std::vector<float>& values, std::size_t rows,
                                 std::size_t columns) {
  values.resize(rows * columns);
  Random random(rows);
  for (float& x : values) x = static_cast<float>(random.normal());
  return {values.data(), rows, columns};
}

/// One thread's operands.
class Operands {
 public:
  explicit Operands(const Product& p)
      : product_(p),
        a_(p.a == Transpose::kYes ? random_matrix(a_values_, p.k, p.m)
                                  : random_matrix(a_values_, p.m, p.k)),
        b_(p.b == Transpose::kYes ? random_matrix(b_values_, p.n, p.k)
                                  : random_matrix(b_values_, p.k, p.n)),
        c_(random_matrix(c_values_, p.m, p.n)) {
    if (!tensor::has_bf16()) return;
    left_ = tensor::bf16_left(p.a, a_, left_store_);
    right_ = tensor::bf16_right(p.b, b_, right_store_);
  }
  void fp32() { tensor::gemm(product_.a, a_, product_.b, b_, product_.accumulate, c_); }
  void bf16() {
    for (std::size_t row = 0; row < product_.m; row += product_.strip) {
      const std::size_t rows = std::min(product_.strip, product_.m - row);
      const auto to = product_.strip < product_.m ? c_.row_range(0, rows) : c_;
      tensor::bf16_gemm(left_.row_range(row, rows), right_, product_.accumulate, to);
    }
  }

 private:
  const Product& product_;
  std::vector<float> a_values_, b_values_, c_values_;
  tensor::MatrixView a_, b_, c_;
  tensor::Bf16Store left_store_, right_store_;
  tensor::Bf16Left left_;
  tensor::Bf16Right right_;
};

double best_seconds(std::size_t threads, const Product& product, void (Operands::*run)()) {
  std::barrier barrier(static_cast<std::ptrdiff_t>(threads));
  std::vector<double> turns(kTurns, 0.0);
  const auto work = [&](bool times) {
    Operands operands(product);
    for (double& turn : turns) {
      barrier.arrive_and_wait();
      const auto begun = Clock::now();
      (operands.*run)();
      barrier.arrive_and_wait();
      if (times) turn = std::chrono::duration<double>(Clock::now() - begun).count();
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work, false);
  work(true);
  return std::ranges::min(turns);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t items = argc > 1 ? std::stoul(argv[1]) : 3416;
  const std::size_t hidden = argc > 2 ? std::stoul(argv[2]) : 128;
  const Product products[] = {
      {"logits", Transpose::kNo, Transpose::kYes, kRows, items, hidden, Accumulate::kNo, kStrip},
      {"d outputs", Transpose::kNo, Transpose::kNo, kRows, hidden, items, Accumulate::kNo, kRows},
      {"d items", Transpose::kYes, Transpose::kNo, items, hidden, kRows, Accumulate::kYes, items}};
  std::cout << "product     m x n x k          threads     fp32     bf16 GFLOP/s   ratio\n";
  for (const Product& p : products) {
    for (const std::size_t threads : {1U, 2U}) {
      const double gflop = 2.0 * static_cast<double>(p.m * p.n * p.k * threads) / 1e9;
      const double fp32 = gflop / best_seconds(threads, p, &Operands::fp32);
      const double bf16 =
          tensor::has_bf16() ? gflop / best_seconds(threads, p, &Operands::bf16) : 0.0;
      std::cout << std::left << std::setw(12) << p.name << std::setw(22)
                << std::to_string(p.m) + " x " + std::to_string(p.n) + " x " + std::to_string(p.k)
                << std::right << std::setw(4) << threads << std::fixed << std::setprecision(1)
                << std::setw(9) << fp32 << std::setw(9) << bf16 << std::setw(15)
                << std::setprecision(2) << bf16 / fp32 << std::endl;
    }
  }
  return 0;
}
