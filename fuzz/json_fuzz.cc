// The JSON door: whatever parses is written to a text that parses and is written the same, and
// reading it as a shape is an answer or a refusal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "domain/resources/campaign.h"
#include "domain/resources/solution_config.h"
#include "foundation/json/shape.h"
#include "foundation/json/value.h"

namespace {

template <typename Shape>
void read_back(const attune::json::Value& document) {
  const auto value = attune::json::read<Shape>(document);
  if (!value) return;
  const auto again = attune::json::read<Shape>(attune::json::write(*value));
  if (!again) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = attune::json::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const std::string text = attune::json::write(*document);
  const auto again = attune::json::parse(text);
  if (!again || attune::json::write(*again) != text) std::abort();
  read_back<attune::resources::SolutionConfig>(*document);
  read_back<attune::resources::CampaignConfig>(*document);
  return 0;
}
