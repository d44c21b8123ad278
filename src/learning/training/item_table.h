#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "foundation/tensor/adam.h"
#include "foundation/tensor/matrix.h"
#include "learning/nn/embedding.h"
#include "learning/training/worker_team.h"

namespace attune::training {

/// The item vectors under training: id part + metadata part, and the output bias. A step works on
/// some rows, gathered into a compact matrix; Adam's moments of a row move only with the row.
/// Memory: 12 ((h + 1) rows + h features) bytes. Methods with a slice may run side by side.
class ItemTable {
 public:
  struct Sizes {
    std::size_t rows = 0;
    std::size_t hidden = 0;
  };
  /// `features` by item, `items` the item of each row; no feature rows: no metadata.
  ItemTable(const Sizes& sizes, nn::SparseRows features, std::vector<std::uint32_t> items,
            std::uint64_t seed);

  [[nodiscard]] std::size_t row_count() const { return items_.size(); }
  [[nodiscard]] bool has_features() const { return features_.feature_count > 0; }
  [[nodiscard]] std::size_t parameter_count() const {
    return ids_.values.size() + bias_.values.size() + metadata_.values.size();
  }

  struct Step {
    std::span<const std::uint32_t> rows;
    double id_dropout = 0.0;  // how often the id part of an item with metadata is left out
    std::uint64_t seed = 0;
  };
  /// Fills that slice of the compact vectors (rows, h) and biases.
  void gather(const Step& step, Slice slice, tensor::MatrixView vectors,
              std::span<float> bias) const;
  /// Moves that slice's id parts and biases.
  void update(const Step& step, const tensor::AdamStep& adam, Slice slice,
              tensor::ConstMatrixView d_vectors, std::span<const float> d_bias);
  /// Moves the metadata part; one caller.
  void update_metadata(const Step& step, const tensor::AdamStep& adam,
                       tensor::ConstMatrixView d_vectors);

  /// The folded vector and bias of every item for serving; an item without a row has its metadata
  /// only, and the mean bias of the rarest tenth of the rows.
  struct Folded {
    std::vector<float> vectors;
    std::vector<float> bias;
  };
  [[nodiscard]] Folded fold(std::size_t item_count,
                            std::span<const std::uint32_t> row_events) const;

  /// The values that training moves, to keep the best and return to them.
  struct Snapshot {
    std::vector<float> ids, bias, metadata;
  };
  [[nodiscard]] Snapshot snapshot() const { return {ids_.values, bias_.values, metadata_.values}; }
  void restore(const Snapshot& snapshot);

 private:
  struct Parameters {
    std::vector<float> values, mean, square;
    void resize(std::size_t size);
    void update(const tensor::AdamStep& adam, std::size_t first, std::span<const float> gradients);
  };
  [[nodiscard]] bool has_metadata(std::uint32_t row) const;
  [[nodiscard]] bool keeps_id(const Step& step, std::uint32_t row) const;
  [[nodiscard]] tensor::ConstMatrixView metadata() const {
    return {metadata_.values.data(), features_.feature_count, hidden_};
  }

  std::size_t hidden_;
  nn::SparseRows features_;
  std::vector<std::uint32_t> items_;
  Parameters ids_, bias_, metadata_;
};

}  // namespace attune::training
