#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"
#include "learning/models/hrnn_input.h"
#include "learning/nn/embedding.h"

namespace attune::models {

inline constexpr std::size_t kNetworkHiddenMax = 4096;
inline constexpr std::size_t kNetworkItemsMax = 100'000'000;

/// An error about a member of an artefact.
[[nodiscard]] std::unexpected<Error> refuse_member(std::string_view name, std::string_view rule);
/// kInvalidInput unless the configuration's member "model" is `kind`.
[[nodiscard]] Result<void> check_model_kind(const Artefact& artefact, std::string_view kind);
/// An integer of the configuration from 0 to `max`.
[[nodiscard]] Result<std::size_t> size_in(const Artefact& artefact, std::string_view name,
                                          std::size_t max);
[[nodiscard]] Result<bool> flag_in(const Artefact& artefact, std::string_view name);
/// Finite values of a tensor, `size` of them.
[[nodiscard]] Result<std::vector<float>> finite_values(const Artefact& artefact,
                                                       std::string_view name, std::size_t size);

/// What every network over histories stores beside its own parameters.
struct NetworkCommon {
  std::size_t hidden = 0;
  HrnnInputRules rules;
  std::span<const float> items;      // (V, hidden)
  std::span<const float> item_bias;  // (V)
  const nn::SparseRows& user_features;
};
void add_network_common(Artefact& artefact, const NetworkCommon& common);
struct NetworkCommonRead {
  HrnnInputRules rules;
  std::vector<float> items;
  std::vector<float> item_bias;
  nn::SparseRows user_features;
};
[[nodiscard]] Result<NetworkCommonRead> read_network_common(const Artefact& artefact,
                                                            std::size_t hidden);
/// Part of a flat array as a tensor.
void add_parameter(Artefact& artefact, std::string_view name, std::size_t rows, std::size_t columns,
                   std::span<const float> values);

}  // namespace attune::models
