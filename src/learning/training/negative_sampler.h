#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "foundation/base/random.h"

namespace attune::training {

/// Draws the negatives of a step from q ~ events^0.5, in constant time each (Walker's alias method
/// in Vose's form). Memory: 16 bytes a row.
class NegativeSampler {
 public:
  explicit NegativeSampler(std::span<const std::uint32_t> row_events);

  /// The different rows among `draws` draws, in the order drawn, and the log of each one's chance
  /// to be among them: log(1 - (1 - q)^draws).
  struct Draw {
    std::vector<std::uint32_t> rows;
    std::vector<float> log_chance;
  };
  [[nodiscard]] Draw draw(std::size_t draws, Random random) const;

 private:
  struct Column {
    double share = 1.0;       // q in units of the mean
    float keep = 1.0F;        // how often the column stands for its own row
    std::uint32_t other = 0;  // for which it stands otherwise
  };
  std::vector<Column> columns_;
};

}  // namespace attune::training
