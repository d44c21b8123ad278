#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "service/ranking/ranking.h"

namespace attune::ranking {
namespace {

// Adding and subtracting it rounds a small float to the nearest integer.
constexpr float kRounding = 12'582'912.0F;  // 1.5 * 2^23

// e^x for x <= 0 with a relative error below 4e-7: 2^n times a polynomial of degree 6 on
// [-ln2/2, ln2/2] (Cephes expf). Branch-free, so that compilers vectorise the loop below.
inline float exp_of_nonpositive(float x) {
  const float clamped = std::max(x, -87.0F);
  const float n = (clamped * 1.44269504F + kRounding) - kRounding;
  const float r = (clamped - n * 0.693359375F) + n * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  const float fraction = p * r * r + r + 1.0F;
  const auto power = std::bit_cast<float>((static_cast<std::int32_t>(n) + 127) << 23);
  return x < -87.0F ? 0.0F : fraction * power;
}

}  // namespace

double log_sum_exp(std::span<const float> values) {
  float max = -std::numeric_limits<float>::infinity();
  for (const float value : values) max = std::max(max, value);
  if (!std::isfinite(max)) return static_cast<double>(max);
  constexpr std::size_t kBlock = 256;  // summed in float, blocks in double
  double sum = 0;
  for (std::size_t begin = 0; begin < values.size(); begin += kBlock) {
    const auto block = values.subspan(begin, std::min(kBlock, values.size() - begin));
    std::array<float, kBlock> powers;
    for (std::size_t i = 0; i < block.size(); ++i) powers[i] = exp_of_nonpositive(block[i] - max);
    float block_sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) block_sum += powers[i];
    sum += static_cast<double>(block_sum);
  }
  return static_cast<double>(max) + std::log(sum);
}

void normalise(Recommendation& recommendation) {
  recommendation.log_normaliser = log_sum_exp(recommendation.scores);
}

}  // namespace attune::ranking
