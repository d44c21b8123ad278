#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/http/message.h"

namespace attune::http {

/// What of a response's head is not the handler's to decide.
struct HeadContext {
  std::string_view date;  // RFC 9110 IMF-fixdate
  bool keep_alive = true;
  bool is_http_10 = false;
};

/// Whether a body may follow this status at all (RFC 9110: not 1xx, 204, 304).
[[nodiscard]] bool status_allows_body(int status);

/// Appends status line, the response's fields, Date, Content-Length and Connection, and the empty
/// line. Fields that frame the message are the server's: the handler's own are left out. A line
/// break in a value becomes a space.
void write_head(const Response& response, const HeadContext& context, std::string& out);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string imf_fixdate(std::int64_t unix_seconds);

}  // namespace attune::http
