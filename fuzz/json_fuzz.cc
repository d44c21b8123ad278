// The JSON door: whatever parses is written back to an equal document, and reading it as a request is
// an answer or a refusal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "foundation/json/shape.h"
#include "foundation/json/value.h"
#include "service/control/campaigns.h"
#include "service/control/solutions.h"

namespace {

template <typename Request>
void read_back(const attune::json::Value& document) {
  const auto request = attune::json::read<Request>(document);
  if (!request) return;
  const auto again = attune::json::read<Request>(attune::json::write(*request));
  if (!again) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = attune::json::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const auto again = attune::json::parse(attune::json::write(*document));
  if (!again || !(*again == *document)) std::abort();
  read_back<attune::control::CreateSolutionRequest>(*document);
  read_back<attune::control::CreateCampaignRequest>(*document);
  return 0;
}
