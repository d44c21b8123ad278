// What a signature costs a request of 300 bytes, as boto3 signs GetRecommendations.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/aws/sigv4.h"
#include "foundation/http/message.h"

namespace {

constexpr std::int64_t kNowMs = 1'440'938'160'000;

attune::http::Request signed_request() {
  attune::http::Request request{
      .method = "POST", .target = "/recommendations", .body = std::string(300, 'x')};
  request.headers.add("Host", "localhost:8080");
  request.headers.add("Content-Type", "application/json");
  attune::aws::sign(request, {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret"},
                    {.region = "eu-west-1", .service = "personalize"}, kNowMs);
  return request;
}

void verify_signature(benchmark::State& state) {
  const attune::http::Request request = signed_request();
  const auto find = [](std::string_view) -> std::optional<std::string> { return "secret"; };
  for (auto _ : state) {
    auto caller = attune::aws::verify(request, find, kNowMs);
    if (!caller) state.SkipWithError("does not verify");
    benchmark::DoNotOptimize(caller);
  }
}
BENCHMARK(verify_signature);

}  // namespace

BENCHMARK_MAIN();
