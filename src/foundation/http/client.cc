#include "foundation/http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/http/message.h"

namespace attune::http {
namespace {

constexpr std::chrono::milliseconds kConnectTimeoutMax{10'000};
constexpr std::size_t kHeaderBytesMax = std::size_t{64} * 1024;

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FieldsDeleter {
  void operator()(curl_slist* fields) const { curl_slist_free_all(fields); }
};
using Fields = std::unique_ptr<curl_slist, FieldsDeleter>;

/// The thread's handle: it keeps connections open between calls.
CURL* thread_handle() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(initialised);
  thread_local const std::unique_ptr<CURL, EasyDeleter> handle(curl_easy_init());
  return handle.get();
}

struct Reception {
  Response response;
  std::size_t body_bytes_max = 0;
  std::size_t header_bytes = 0;
  bool is_too_large = false;
};

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& reception = *static_cast<Reception*>(context);
  const std::size_t length = size * count;
  if (length > reception.body_bytes_max - reception.response.body.size()) {
    reception.is_too_large = true;
    return 0;
  }
  reception.response.body.append(bytes, length);
  return length;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
    text.remove_suffix(1);
  }
  return text;
}

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& reception = *static_cast<Reception*>(context);
  const std::string_view line(bytes, size * count);
  reception.header_bytes += line.size();
  if (reception.header_bytes > kHeaderBytesMax) {
    reception.is_too_large = true;
    return 0;
  }
  if (line.starts_with("HTTP/")) {
    reception.response.headers = {};  // what came before was a 1xx answer
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    reception.response.headers.add(std::string(trim(line.substr(0, colon))),
                                   std::string(trim(line.substr(colon + 1))));
  }
  return line.size();
}

/// "Name;" is how libcurl is told to send a field with an empty value, "Name:" to send none.
Fields fields_of(const ClientRequest& request) {
  curl_slist* fields = nullptr;
  for (const auto& [name, value] : request.headers.all()) {
    const std::string line = value.empty() ? name + ";" : name + ": " + value;
    fields = curl_slist_append(fields, line.c_str());
  }
  for (const char* unwanted : {"Expect", "Content-Type", "Accept"}) {
    if (request.headers.contains(unwanted)) continue;
    fields = curl_slist_append(fields, (std::string(unwanted) + ":").c_str());
  }
  return Fields(fields);
}

bool has_line_break(const ClientRequest& request) {
  constexpr std::string_view kBreaks("\r\n\0", 3);
  const auto breaks = [&](std::string_view text) {
    return text.find_first_of(kBreaks) != std::string_view::npos;
  };
  return breaks(request.url) || breaks(request.method) ||
         std::ranges::any_of(request.headers.all(), [&](const auto& field) {
           return breaks(field.first) || breaks(field.second);
         });
}

void set_request(CURL* handle, const ClientRequest& request, curl_slist* fields) {
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
  const auto timeout_ms = request.timeout.count();
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_ms));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(request.timeout, kConnectTimeoutMax).count()));
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_reception(CURL* handle, Reception& reception) {
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &reception);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &reception);
}

std::unexpected<Error> transport_error(CURLcode code, const ClientRequest& request) {
  const std::string what = request.method + " " + request.url.substr(0, request.url.find('?'));
  const bool is_callers = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
  return failure(is_callers ? ErrorCode::kInvalidInput : ErrorCode::kUnavailable,
                 what + ": " + curl_easy_strerror(code));
}

}  // namespace

Result<Response> send(const ClientRequest& request) {
  if (has_line_break(request)) {
    return invalid_input("a line break in the method, URL or a header of a request");
  }
  CURL* const handle = thread_handle();
  if (handle == nullptr) return internal_error("libcurl cannot be initialised");
  const Fields fields = fields_of(request);
  Reception reception{.response = {}, .body_bytes_max = request.body_bytes_max};
  curl_easy_reset(handle);
  set_request(handle, request, fields.get());
  set_reception(handle, reception);

  const CURLcode code = curl_easy_perform(handle);
  if (reception.is_too_large) {
    return failure(ErrorCode::kLimitExceeded,
                   request.method + " " + request.url.substr(0, request.url.find('?')) +
                       ": the answer is larger than " + std::to_string(request.body_bytes_max) +
                       " bytes");
  }
  if (code != CURLE_OK) return transport_error(code, request);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  reception.response.status = static_cast<int>(status);
  return std::move(reception.response);
}

}  // namespace attune::http
