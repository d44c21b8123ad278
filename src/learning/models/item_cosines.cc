#include "learning/models/item_cosines.h"

#include <cmath>
#include <limits>

#include "foundation/tensor/gemv.h"

namespace attune::models {

ItemCosines::ItemCosines(tensor::ConstMatrixView items) : items_(items) {
  inverse_norms_.reserve(items.rows);
  for (std::size_t i = 0; i < items.rows; ++i) {
    const float square = tensor::dot(items.row_span(i), items.row_span(i));
    inverse_norms_.push_back(square > 0.0F ? 1.0F / std::sqrt(square) : 0.0F);
  }
}

bool ItemCosines::related(data::ItemIndex item, std::span<float> scores) const {
  const std::size_t index = data::raw(item);
  if (index >= inverse_norms_.size() || inverse_norms_[index] == 0.0F) return false;
  tensor::score_rows(items_, items_.row_span(index), {}, scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] *= inverse_norms_[i] * inverse_norms_[index];
  }
  scores[index] = -std::numeric_limits<float>::infinity();
  return true;
}

}  // namespace attune::models
