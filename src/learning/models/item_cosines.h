#pragma once

#include <span>
#include <vector>

#include "domain/data/ids.h"
#include "foundation/tensor/matrix.h"

namespace attune::models {

/// Similar items by the cosine of their vectors. Does not own the vectors.
class ItemCosines {
 public:
  explicit ItemCosines(tensor::ConstMatrixView items);

  /// As Model::related; false for a vector of length 0.
  [[nodiscard]] bool related(data::ItemIndex item, std::span<float> scores) const;

 private:
  tensor::ConstMatrixView items_;
  std::vector<float> inverse_norms_;
};

}  // namespace attune::models
