#include "learning/training/item_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "foundation/base/random.h"
#include "foundation/tensor/dropout.h"
#include "foundation/tensor/gemv.h"

namespace attune::training {
namespace {

constexpr double kDeviation = 0.02;

void fill_normal(Random random, std::span<float> values) {
  for (float& x : values) x = static_cast<float>(random.normal() * kDeviation);
}

}  // namespace

void ItemTable::Parameters::resize(std::size_t size) {
  values.assign(size, 0.0F);
  mean.assign(size, 0.0F);
  square.assign(size, 0.0F);
}

void ItemTable::Parameters::update(const tensor::AdamStep& adam, std::size_t first,
                                   std::span<const float> gradients) {
  tensor::adam(adam, gradients, std::span(values).subspan(first, gradients.size()),
               std::span(mean).subspan(first, gradients.size()),
               std::span(square).subspan(first, gradients.size()));
}

ItemTable::ItemTable(const Sizes& sizes, nn::SparseRows features, std::vector<std::uint32_t> items,
                     std::uint64_t seed)
    : hidden_(sizes.hidden), features_(std::move(features)), items_(std::move(items)) {
  ids_.resize(sizes.rows * hidden_);
  bias_.resize(sizes.rows);
  metadata_.resize(features_.feature_count * hidden_);
  const Random random(seed);
  fill_normal(random.fork(1), ids_.values);
  fill_normal(random.fork(2), metadata_.values);
}

bool ItemTable::has_metadata(std::uint32_t row) const {
  const std::uint32_t item = items_[row];
  return item < features_.row_count() && features_.offsets[item + 1] > features_.offsets[item];
}

bool ItemTable::keeps_id(const Step& step, std::uint32_t row) const {
  return step.id_dropout <= 0.0 || !has_metadata(row) ||
         tensor::dropout_keeps(row, step.id_dropout, step.seed);
}

void ItemTable::gather(const Step& step, Slice slice, tensor::MatrixView vectors,
                       std::span<float> bias) const {
  for (std::size_t k = slice.first; k < slice.last; ++k) {
    const std::uint32_t row = step.rows[k];
    const auto to = vectors.row_span(k);
    const auto from = std::span(ids_.values).subspan(row * hidden_, hidden_);
    if (keeps_id(step, row)) {
      std::ranges::copy(from, to.begin());
    } else {
      std::ranges::fill(to, 0.0F);
    }
    if (has_features()) nn::add_features(features_, items_[row], metadata(), to);
    bias[k] = bias_.values[row];
  }
}

void ItemTable::update(const Step& step, const tensor::AdamStep& adam, Slice slice,
                       tensor::ConstMatrixView d_vectors, std::span<const float> d_bias) {
  for (std::size_t k = slice.first; k < slice.last; ++k) {
    const std::uint32_t row = step.rows[k];
    if (keeps_id(step, row)) ids_.update(adam, row * hidden_, d_vectors.row_span(k));
    bias_.update(adam, row, d_bias.subspan(k, 1));
  }
}

void ItemTable::update_metadata(const Step& step, const tensor::AdamStep& adam,
                                tensor::ConstMatrixView d_vectors) {
  if (!has_features()) return;
  std::vector<float> gradients(metadata_.values.size(), 0.0F);
  const tensor::MatrixView d_metadata(gradients.data(), features_.feature_count, hidden_);
  for (std::size_t k = 0; k < step.rows.size(); ++k) {
    nn::add_feature_gradients(features_, items_[step.rows[k]], d_vectors.row_span(k), d_metadata);
  }
  metadata_.update(adam, 0, gradients);
}

ItemTable::Folded ItemTable::fold(std::size_t item_count,
                                  std::span<const std::uint32_t> row_events) const {
  std::vector<std::uint32_t> rare(row_count());
  std::iota(rare.begin(), rare.end(), 0U);
  std::ranges::stable_sort(rare, {}, [&](std::uint32_t row) { return row_events[row]; });
  rare.resize((rare.size() + 9) / 10);
  double sum = 0.0;
  for (const std::uint32_t row : rare) sum += static_cast<double>(bias_.values[row]);
  const auto rare_bias =
      static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(rare.size(), 1)));

  Folded folded{.vectors = std::vector<float>(item_count * hidden_, 0.0F),
                .bias = std::vector<float>(item_count, rare_bias)};
  const tensor::MatrixView vectors(folded.vectors.data(), item_count, hidden_);
  for (std::size_t row = 0; row < row_count(); ++row) {
    std::ranges::copy(std::span(ids_.values).subspan(row * hidden_, hidden_),
                      vectors.row(items_[row]));
    folded.bias[items_[row]] = bias_.values[row];
  }
  if (!has_features()) return folded;
  for (std::size_t item = 0; item < item_count; ++item) {
    nn::add_features(features_, item, metadata(), vectors.row_span(item));
  }
  return folded;
}

void ItemTable::restore(const Snapshot& snapshot) {
  ids_.values = snapshot.ids;
  bias_.values = snapshot.bias;
  metadata_.values = snapshot.metadata;
}

}  // namespace attune::training
