// Reading and checking of signatures. The input is lines: method, target, then fields "name:
// value", an empty line, the body. Nothing without the secret may verify; what is signed here must.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/aws/sigv4.h"
#include "foundation/http/message.h"

namespace {

constexpr std::int64_t kNowMs = 1'440'938'160'000;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// What the server lets through as the name of a field.
bool is_token(std::string_view name) {
  constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [kSigns](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || kSigns.find(letter) != std::string_view::npos;
  });
}

attune::http::Request read_request(std::string_view text) {
  attune::http::Request request;
  request.method = take_line(text);
  request.target = take_line(text);
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (!is_token(line.substr(0, colon)) || colon == std::string_view::npos) continue;
    request.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 1)));
  }
  request.body = text;
  return request;
}

std::optional<std::string> secret_of(std::string_view /*access_key_id*/) {
  return "a secret that no input knows";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  attune::http::Request request = read_request({reinterpret_cast<const char*>(bytes), size});
  if (attune::aws::verify(request, secret_of, kNowMs)) std::abort();
  static_cast<void>(attune::aws::claimed_caller(request));

  const bool has_payload_hash = request.headers.contains("x-amz-content-sha256");
  const bool has_host = request.headers.contains("host");
  attune::aws::sign(request, {.access_key_id = "AKIDEXAMPLE", .secret_access_key = *secret_of("")},
                    {.region = "eu-west-1", .service = "personalize"}, kNowMs);
  const auto caller = attune::aws::verify(request, secret_of, kNowMs);
  constexpr std::size_t kFewFields = 50;
  const bool must_verify =
      has_host && !has_payload_hash && request.headers.all().size() < kFewFields;
  if (must_verify && !caller) std::abort();
  return 0;
}
