#include "learning/models/similar_items.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/check.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "foundation/tensor/gemv.h"
#include "foundation/tensor/matrix.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/factorise.h"
#include "learning/models/feature_regression.h"
#include "learning/models/incidence.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"
#include "learning/models/occurrences.h"
#include "learning/models/popular_order.h"
#include "learning/models/recent_items.h"
#include "learning/nn/embedding.h"

namespace attune::models {
namespace {

constexpr std::size_t kDimensionMax = 1000;
constexpr std::size_t kNeighboursCounted = 500;
constexpr double kDistanceExponent = 0.7;
constexpr double kContextExponent = 0.75;  // smooths contexts as word2vec does
constexpr std::int32_t kRegressionUsersMin = 5;
// Below any similarity that matters: orders items without a vector.
constexpr float kPopularWeight = 1e-6F;

class SimilarItems final : public Model {
 public:
  SimilarItems(std::vector<float> vectors, std::vector<std::int32_t> user_counts,
               double popularity_discount_factor)
      : vectors_(std::move(vectors)),
        user_counts_(std::move(user_counts)),
        discount_(popularity_discount_factor),
        popular_(popular_order(user_counts_)) {
    const std::int32_t most = user_counts_.empty() ? 0 : std::ranges::max(user_counts_);
    const double scale = kPopularityMax * (1.0 - discount_) / std::log(2.0 + most);
    for (std::size_t item = 0; item < popular_.size(); ++item) {
      popular_[item] =
          kPopularWeight * popular_[item] +
          static_cast<float>(scale * std::log1p(static_cast<double>(user_counts_[item])));
    }
  }

  [[nodiscard]] std::size_t item_count() const override { return user_counts_.size(); }
  [[nodiscard]] std::unique_ptr<UserState> start(std::optional<data::UserIndex>) const override {
    return std::make_unique<RecentItems>(1);
  }
  void advance(UserState& state, const data::Interaction& event) const override {
    if (!knows(data::raw(event.item))) return;
    static_cast<RecentItems&>(state).append(static_cast<std::uint32_t>(event.item));
  }
  void score(const UserState& state, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    const auto newest = static_cast<const RecentItems&>(state).items();
    if (newest.empty()) {
      for (std::size_t item = 0; item < scores.size(); ++item) {
        scores[item] = std::log(static_cast<float>(user_counts_[item]) + 0.5F);
      }
    } else {
      compare(newest.back(), scores);
    }
  }
  bool related(data::ItemIndex item, std::span<float> scores) const override {
    ATTUNE_CHECK(scores.size() == item_count());
    if (!knows(data::raw(item))) return false;
    compare(data::raw(item), scores);
    scores[data::raw(item)] = -std::numeric_limits<float>::infinity();
    return true;
  }

  [[nodiscard]] Artefact to_artefact() const override {
    return {
        .configuration =
            json::Object{{"model", "similar_items"}, {"popularity_discount_factor", discount_}},
        .tensors = {tensor_of("user_counts", user_counts_),
                    {.name = "vectors", .shape = {item_count(), dimension()}, .values = vectors_}}};
  }

 private:
  [[nodiscard]] std::size_t dimension() const {
    return user_counts_.empty() ? 0 : vectors_.size() / user_counts_.size();
  }
  [[nodiscard]] std::span<const float> vector_of(std::size_t item) const {
    return std::span(vectors_).subspan(item * dimension(), dimension());
  }
  [[nodiscard]] bool knows(std::size_t item) const {
    return item < item_count() &&
           std::ranges::any_of(vector_of(item), [](float value) { return value != 0.0F; });
  }
  void compare(std::size_t item, std::span<float> scores) const {
    tensor::score_rows({vectors_.data(), item_count(), dimension()}, vector_of(item), popular_,
                       scores);
  }

  std::vector<float> vectors_;  // (items, dimension)
  std::vector<std::int32_t> user_counts_;
  double discount_;
  std::vector<float> popular_;
};

/// Positive pointwise mutual information of items within a window of each other, the nearer the
/// more.
Result<NeighbourLists> mutual_information(const data::InteractionTable& table,
                                          const SimilarItemsOptions& options) {
  const Occurrences found = occurrences_of(table);
  const std::size_t items = table.item_count();
  std::vector<double> frequency(items);
  for (std::size_t item = 0; item < items; ++item) {
    frequency[item] = static_cast<double>(found.offsets[item + 1] - found.offsets[item]);
  }
  std::vector<double> context(items);
  std::ranges::transform(frequency, context.begin(),
                         [](double n) { return std::pow(n, kContextExponent); });
  const double contexts = std::accumulate(context.begin(), context.end(), 0.0);
  std::vector<float> by_distance;
  for (std::size_t k = 1; k <= options.window; ++k) {
    by_distance.push_back(static_cast<float>(std::pow(static_cast<double>(k), -kDistanceExponent)));
  }
  const auto fill = [&](std::uint32_t item, ItemSums& sums) {
    double total = 0.0;
    const auto add = [&](std::uint64_t row, std::size_t k) {
      const auto other = static_cast<std::uint32_t>(table.item[row]);
      if (other == item) return;
      sums.add(other, by_distance[k - 1]);
      total += static_cast<double>(by_distance[k - 1]);
    };
    found.each_behind(item, options.window, add);
    found.each_before(item, options.window, add);
    for (const std::uint32_t other : sums.touched()) {
      const double chance = context[other] / contexts;
      float& sum = sums.at(other);
      sum =
          static_cast<float>(std::max(0.0, std::log(static_cast<double>(sum) / (total * chance))));
    }
  };
  return count_neighbours(items, std::min(neighbours_per_item(items, kNeighboursCounted), items),
                          fill, part_of_work(options.counting, 0.0, 0.5));
}

/// The first `dimension` directions of the factors, each row of unit length or 0, in rows of
/// `width`.
std::vector<float> unit_rows(const Factors& factors, std::size_t dimension, std::size_t width) {
  const auto all = factors.view();
  std::vector<float> rows(all.rows * width, 0.0F);
  for (std::size_t r = 0; r < all.rows; ++r) {
    const auto own = std::span(rows).subspan(r * width, dimension);
    std::copy_n(all.row(r), dimension, own.begin());
    const float length = std::sqrt(tensor::dot(own, own));
    for (float& value : own) value = length > 0.0F ? value / length : 0.0F;
  }
  return rows;
}

float warmth(std::int32_t users) {
  return static_cast<float>(users / (users + kWarmUp));
}

/// Adds to each item's vector what its metadata says, the more the fewer users it has.
void add_metadata(const nn::SparseRows& features, const Factors& factors,
                  std::span<const std::int32_t> user_counts, std::size_t dimension,
                  std::vector<float>& vectors) {
  const std::size_t items = user_counts.size();
  const std::size_t width = factors.dimensions;
  if (features.feature_count == 0 || features.row_count() != items) return;
  std::vector<bool> uses(items);
  for (std::size_t item = 0; item < items; ++item) {
    uses[item] = user_counts[item] >= kRegressionUsersMin;
  }
  const auto targets = unit_rows(factors, dimension, dimension);
  const auto weights = regress(features, {targets.data(), items, dimension}, uses, {});
  std::vector<float> predicted(dimension);
  for (std::size_t item = 0; item < items; ++item) {
    predicted.assign(dimension, 0.0F);
    nn::add_features(features, item, {weights.data(), features.feature_count, dimension},
                     predicted);
    tensor::add_scaled(1.0F - warmth(user_counts[item]), predicted,
                       std::span(vectors).subspan(item * width, dimension));
  }
}

Result<void> check(const SimilarItemsOptions& options) {
  const auto fits = [](std::size_t dimension) {
    return dimension >= 1 && dimension <= kDimensionMax;
  };
  if (fits(options.id_dimension) && fits(options.metadata_dimension) && options.window >= 1) {
    return {};
  }
  return invalid_input("similar_items: a dimension or the window is 0 or too large");
}

}  // namespace

Result<std::unique_ptr<Model>> fit_similar_items(const data::InteractionTable& table,
                                                 const nn::SparseRows& features,
                                                 const SimilarItemsOptions& options) {
  ATTUNE_TRY_VOID(check(options));
  auto user_counts = incidence_of(table, {}).user_counts();
  ATTUNE_TRY(information, mutual_information(table, options));
  const Factors factors = factorise(
      information, {.dimensions = std::max(options.id_dimension, options.metadata_dimension),
                    .seed = options.seed,
                    .worker_count = options.counting.worker_count});
  std::vector<float> vectors = unit_rows(factors, options.id_dimension, factors.dimensions);
  for (std::size_t item = 0; item < user_counts.size(); ++item) {
    const float weight = warmth(user_counts[item]);
    for (float& value : std::span(vectors).subspan(item * factors.dimensions, factors.dimensions)) {
      value *= weight;
    }
  }
  add_metadata(features, factors, user_counts, options.metadata_dimension, vectors);
  return std::make_unique<SimilarItems>(std::move(vectors), std::move(user_counts),
                                        options.popularity_discount_factor);
}

Result<std::unique_ptr<Model>> load_similar_items(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  ATTUNE_TRY(vectors, read_floats(artefact, "vectors", kAnyLength));
  ATTUNE_TRY(discount, read_number(artefact, "popularity_discount_factor"));
  if (user_counts.empty() ? !vectors.empty() : vectors.size() % user_counts.size() != 0) {
    return invalid_input("model artefact: vectors of similar_items are not rows by item");
  }
  if (!std::ranges::all_of(vectors, [](float value) { return std::isfinite(value); }) ||
      std::ranges::any_of(user_counts, [](std::int32_t users) { return users < 0; }) ||
      !(discount >= 0.0 && discount <= 1.0)) {
    return invalid_input("model artefact: a value of similar_items is out of range");
  }
  return std::make_unique<SimilarItems>(std::move(vectors), std::move(user_counts), discount);
}

}  // namespace attune::models
