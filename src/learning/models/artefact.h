#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::models {

/// A named array of a trained model, row-major.
struct Tensor {
  std::string name;
  std::vector<std::size_t> shape;
  std::variant<std::vector<float>, std::vector<std::int32_t>, std::vector<std::int64_t>> values;
};

/// What a model is when it is not running: its configuration and its arrays.
struct Artefact {
  json::Value configuration;  // an object
  std::vector<Tensor> tensors;

  [[nodiscard]] const Tensor* find(std::string_view name) const;
};

/// safetensors (F32, I32, I64; configuration in __metadata__), written beside, synced, renamed;
/// read with bounds checked: a cut or changed file is an error, never a crash.
[[nodiscard]] Result<void> write_artefact(const Artefact& artefact, const std::string& path);
[[nodiscard]] Result<Artefact> read_artefact(const std::string& path);

}  // namespace attune::models
