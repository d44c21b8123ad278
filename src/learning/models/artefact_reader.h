#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"

namespace attune::models {

/// The values of a tensor; kInvalidInput when it is missing, of another type or, for `length` other
/// than kAnyLength, not of that many values.
inline constexpr std::size_t kAnyLength = static_cast<std::size_t>(-1);
[[nodiscard]] Result<std::vector<float>> read_floats(const Artefact& artefact,
                                                     std::string_view name, std::size_t length);
[[nodiscard]] Result<std::vector<std::int32_t>> read_integers(const Artefact& artefact,
                                                              std::string_view name,
                                                              std::size_t length);
[[nodiscard]] Result<std::vector<std::int64_t>> read_longs(const Artefact& artefact,
                                                           std::string_view name,
                                                           std::size_t length);

/// A member of the configuration; kInvalidInput when it is missing or no number.
[[nodiscard]] Result<double> read_number(const Artefact& artefact, std::string_view name);

/// One-dimensional tensors to write.
[[nodiscard]] Tensor tensor_of(std::string_view name, std::vector<float> values);
[[nodiscard]] Tensor tensor_of(std::string_view name, std::vector<std::int32_t> values);
[[nodiscard]] Tensor tensor_of(std::string_view name, std::vector<std::int64_t> values);

}  // namespace attune::models
