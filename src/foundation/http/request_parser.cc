#include "foundation/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "foundation/http/message.h"

namespace attune::http {
namespace {

namespace beast = boost::beast;

constexpr std::size_t kHeaderFieldCountMax = 200;
/// A length the client only claims reserves no more memory than this.
constexpr std::uint64_t kBodyReserveBytesMax = std::uint64_t{256} * 1024;

std::string to_string(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(const RequestLimits& limits) : limits_(limits) {
  eager(true);
  constexpr std::size_t kLimitMax = std::numeric_limits<std::uint32_t>::max();
  header_limit(static_cast<std::uint32_t>(std::min(limits.header_bytes_max, kLimitMax)));
  body_limit(limits.body_bytes_max);
}

RequestParser::Step RequestParser::feed(std::string_view bytes) {
  std::size_t consumed = 0;
  while (consumed < bytes.size() && !is_done()) {
    ErrorCode error;
    consumed +=
        put(boost::asio::const_buffer(bytes.data() + consumed, bytes.size() - consumed), error);
    if (error == beast::http::error::need_more) break;
    if (error) {
      refuse(error);
      return {.consumed_bytes = consumed, .progress = Progress::kRefused};
    }
  }
  return {.consumed_bytes = consumed,
          .progress = is_done() ? Progress::kDone : Progress::kNeedMore};
}

void RequestParser::refuse(const ErrorCode& error) {
  if (error == beast::http::error::header_limit) {
    refusal_ = {.status = 431,
                .body = "the header is larger than " + std::to_string(limits_.header_bytes_max) +
                        " bytes or " + std::to_string(kHeaderFieldCountMax) + " fields\n"};
  } else if (error == beast::http::error::body_limit) {
    refusal_ = {
        .status = 413,
        .body = "the body is larger than " + std::to_string(limits_.body_bytes_max) + " bytes\n"};
  } else {
    refusal_ = {.status = 400, .body = "malformed request: " + error.message() + "\n"};
  }
  refusal_.headers.add("Content-Type", "text/plain");
}

void RequestParser::on_request_impl(beast::http::verb /*verb*/, Text method, Text target,
                                    int version, ErrorCode& /*error*/) {
  version_ = version;
  request_.method = to_string(method);
  request_.target = to_string(target);
}

void RequestParser::on_field_impl(beast::http::field field, Text name, Text value,
                                  ErrorCode& error) {
  if (request_.headers.all().size() >= kHeaderFieldCountMax) {
    error = beast::http::error::header_limit;
    return;
  }
  if (field == beast::http::field::host) ++host_count_;
  if (field == beast::http::field::expect) {
    expects_continue_ = equal_ignoring_case({value.data(), value.size()}, "100-continue");
  }
  request_.headers.add(to_string(name), to_string(value));
}

void RequestParser::on_header_impl(ErrorCode& error) {
  const bool is_http_11 = version_ >= 11;
  expects_continue_ = expects_continue_ && is_http_11;
  if (host_count_ > 1 || (is_http_11 && host_count_ == 0)) error = beast::http::error::bad_field;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length,
                                      ErrorCode& /*error*/) {
  if (length) request_.body.reserve(std::min(*length, kBodyReserveBytesMax));
}

std::size_t RequestParser::on_body_impl(Text body, ErrorCode& /*error*/) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t /*remain*/, Text body,
                                              ErrorCode& /*error*/) {
  request_.body.append(body.data(), body.size());
  return body.size();
}

void RequestParser::on_response_impl(int /*status*/, Text /*reason*/, int /*version*/,
                                     ErrorCode& /*error*/) {}
void RequestParser::on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/,
                                         ErrorCode& /*error*/) {}
void RequestParser::on_finish_impl(ErrorCode& /*error*/) {}

}  // namespace attune::http
