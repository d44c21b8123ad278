#include "learning/models/artefact_parts.h"

#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/error.h"
#include "learning/models/artefact.h"

namespace attune::models {

void add_part(Artefact& whole, std::string_view name, Artefact part) {
  whole.configuration.add(std::string(name), std::move(part.configuration));
  for (Tensor& tensor : part.tensors) {
    tensor.name = std::string(name) + "." + tensor.name;
    whole.tensors.push_back(std::move(tensor));
  }
}

Result<Artefact> part_of(const Artefact& whole, std::string_view name) {
  const json::Value* configuration = whole.configuration.find(name);
  if (configuration == nullptr || configuration->if_object() == nullptr) {
    return invalid_input("model artefact: part " + std::string(name) + " is missing");
  }
  Artefact part{.configuration = *configuration, .tensors = {}};
  const std::string prefix = std::string(name) + ".";
  for (const Tensor& tensor : whole.tensors) {
    if (!tensor.name.starts_with(prefix)) continue;
    part.tensors.push_back({.name = tensor.name.substr(prefix.size()),
                            .shape = tensor.shape,
                            .values = tensor.values});
  }
  return part;
}

}  // namespace attune::models
