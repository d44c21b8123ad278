#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/json/value.h"
#include "learning/recipes/manifest.h"

// A manifest that is accepted is written and accepted again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto artefact = attune::recipes::parse_manifest(text);
  if (!artefact) return 0;
  const std::string written = attune::json::write(attune::recipes::manifest_of(*artefact));
  if (!attune::recipes::parse_manifest(written)) __builtin_trap();
  return 0;
}
