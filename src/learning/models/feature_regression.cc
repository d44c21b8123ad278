#include "learning/models/feature_regression.h"

#include <cstddef>
#include <span>
#include <vector>

#include "foundation/base/check.h"
#include "foundation/tensor/matrix.h"
#include "learning/nn/embedding.h"

namespace attune::models {
namespace {

using tensor::ConstMatrixView;
using tensor::MatrixView;

/// One system for each column of (features, n) matrices.
class Systems {
 public:
  Systems(const nn::SparseRows& features, const std::vector<bool>& uses, std::size_t columns,
          double ridge)
      : features_(features), uses_(uses), columns_(columns), ridge_(static_cast<float>(ridge)) {}

  [[nodiscard]] std::size_t size() const { return features_.feature_count * columns_; }
  [[nodiscard]] MatrixView view(std::vector<float>& values) const {
    return {values.data(), features_.feature_count, columns_};
  }
  // y = (F^T F + ridge I) x
  void apply(std::vector<float>& x, std::vector<float>& y) const {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = ridge_ * x[i];
    std::vector<float> row(columns_);
    for (std::size_t r = 0; r < features_.row_count(); ++r) {
      if (!uses_[r]) continue;
      row.assign(columns_, 0.0F);
      nn::add_features(features_, r, view(x), row);
      nn::add_feature_gradients(features_, r, row, view(y));
    }
  }
  [[nodiscard]] std::vector<double> products(const std::vector<float>& x,
                                             const std::vector<float>& y) const {
    std::vector<double> sums(columns_, 0.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
      sums[i % columns_] += static_cast<double>(x[i]) * static_cast<double>(y[i]);
    }
    return sums;
  }
  // y += factor x, a factor for each column.
  void add(std::span<const double> factors, const std::vector<float>& x,
           std::vector<float>& y) const {
    for (std::size_t i = 0; i < x.size(); ++i) {
      y[i] += static_cast<float>(factors[i % columns_] * static_cast<double>(x[i]));
    }
  }

 private:
  const nn::SparseRows& features_;
  const std::vector<bool>& uses_;
  std::size_t columns_;
  float ridge_;
};

std::vector<double> ratios(std::span<const double> over, std::span<const double> under) {
  std::vector<double> result(over.size(), 0.0);
  for (std::size_t i = 0; i < over.size(); ++i) {
    if (under[i] > 0.0) result[i] = over[i] / under[i];
  }
  return result;
}

std::vector<double> negated(std::vector<double> values) {
  for (double& value : values) value = -value;
  return values;
}

}  // namespace

std::vector<float> regress(const nn::SparseRows& features, ConstMatrixView targets,
                           const std::vector<bool>& uses, const RegressionOptions& options) {
  ATTUNE_CHECK(targets.rows == features.row_count() && uses.size() == features.row_count());
  const Systems systems(features, uses, targets.columns, options.ridge);
  std::vector<float> weights(systems.size(), 0.0F), residual(systems.size(), 0.0F);
  if (weights.empty()) return weights;
  for (std::size_t r = 0; r < features.row_count(); ++r) {
    if (uses[r]) {
      nn::add_feature_gradients(features, r, {targets.row(r), targets.columns},
                                systems.view(residual));
    }
  }
  std::vector<float> direction = residual;
  std::vector<float> image(systems.size());
  std::vector<double> square = systems.products(residual, residual);
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    systems.apply(direction, image);
    const auto steps = ratios(square, systems.products(direction, image));
    systems.add(steps, direction, weights);
    systems.add(negated(steps), image, residual);
    const auto next = systems.products(residual, residual);
    const auto turns = ratios(next, square);
    for (std::size_t i = 0; i < direction.size(); ++i) {
      direction[i] = residual[i] + static_cast<float>(turns[i % targets.columns]) * direction[i];
    }
    square = next;
  }
  return weights;
}

}  // namespace attune::models
