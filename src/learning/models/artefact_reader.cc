#include "learning/models/artefact_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"

namespace attune::models {
namespace {

template <typename T>
Result<std::vector<T>> read(const Artefact& artefact, std::string_view name, std::size_t length) {
  const auto tensor = std::ranges::find(artefact.tensors, name, &Tensor::name);
  if (tensor == artefact.tensors.end()) {
    return invalid_input("model artefact: tensor " + std::string(name) + " is missing");
  }
  const auto* values = std::get_if<std::vector<T>>(&tensor->values);
  if (values == nullptr) {
    return invalid_input("model artefact: tensor " + std::string(name) + " has another type");
  }
  if (length != kAnyLength && values->size() != length) {
    return invalid_input("model artefact: tensor " + std::string(name) + " has " +
                         std::to_string(values->size()) + " values, expected " +
                         std::to_string(length));
  }
  return *values;
}

template <typename T>
Tensor flat(std::string_view name, std::vector<T> values) {
  return {.name = std::string(name), .shape = {values.size()}, .values = std::move(values)};
}

}  // namespace

Result<std::vector<float>> read_floats(const Artefact& artefact, std::string_view name,
                                       std::size_t length) {
  return read<float>(artefact, name, length);
}

Result<std::vector<std::int32_t>> read_integers(const Artefact& artefact, std::string_view name,
                                                std::size_t length) {
  return read<std::int32_t>(artefact, name, length);
}

Result<std::vector<std::int64_t>> read_longs(const Artefact& artefact, std::string_view name,
                                             std::size_t length) {
  return read<std::int64_t>(artefact, name, length);
}

Result<double> read_number(const Artefact& artefact, std::string_view name) {
  const json::Value* value = artefact.configuration.find(name);
  if (value == nullptr || !value->is_number()) {
    return invalid_input("model artefact: configuration member " + std::string(name) +
                         " is missing or no number");
  }
  return value->number();
}

Tensor tensor_of(std::string_view name, std::vector<float> values) {
  return flat(name, std::move(values));
}

Tensor tensor_of(std::string_view name, std::vector<std::int32_t> values) {
  return flat(name, std::move(values));
}

Tensor tensor_of(std::string_view name, std::vector<std::int64_t> values) {
  return flat(name, std::move(values));
}

}  // namespace attune::models
