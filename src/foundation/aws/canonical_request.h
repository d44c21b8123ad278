#pragma once

#include <span>
#include <string>
#include <string_view>

#include "foundation/http/message.h"

namespace attune::aws {

/// The text that is hashed and signed. `signed_headers` are lower-case, in the order in which the
/// signature lists them. S3 takes the path as it was sent, every other service encodes it once more
/// after removing dot segments and empty ones.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
[[nodiscard]] std::string canonical_request(const http::Request& request,
                                            std::span<const std::string> signed_headers,
                                            std::string_view payload_hash,
                                            std::string_view service);

/// Parameters decoded, encoded strictly and sorted by name, then value.
[[nodiscard]] std::string canonical_query(std::string_view query);
[[nodiscard]] std::string canonical_path(std::string_view path, std::string_view service);
/// Outer white space removed, inner runs of it one space.
void append_trimmed(std::string_view value, std::string& out);
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace attune::aws
