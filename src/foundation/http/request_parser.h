#pragma once

#include <utility>  // before Asio: Boost 1.74 uses std::exchange without it

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/http/message.h"

namespace attune::http {

struct RequestLimits {
  std::size_t header_bytes_max = 0;
  std::size_t body_bytes_max = 0;
};

/// Beast's parser writing straight into a Request. For one request.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  explicit RequestParser(const RequestLimits& limits);

  enum class Progress : std::uint8_t { kNeedMore, kDone, kRefused };
  struct Step {
    std::size_t consumed_bytes = 0;
    Progress progress = Progress::kNeedMore;
  };
  /// Reads from the front of `bytes`; never beyond the end of this request.
  [[nodiscard]] Step feed(std::string_view bytes);

  /// The answer to a refused request: 400, 413 or 431, and a sentence.
  [[nodiscard]] const Response& refusal() const { return refusal_; }
  /// The header is read, the body is awaited, and the client waits for leave to send it.
  [[nodiscard]] bool expects_continue() const { return expects_continue_ && is_header_done(); }
  /// 10 for HTTP/1.0, 11 for HTTP/1.1.
  [[nodiscard]] int version() const { return version_; }
  [[nodiscard]] Request take() { return std::move(request_); }
  [[nodiscard]] const Request& request() const { return request_; }

 private:
  using ErrorCode = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version,
                       ErrorCode& error) override;
  void on_response_impl(int status, Text reason, int version, ErrorCode& error) override;
  void on_field_impl(boost::beast::http::field field, Text name, Text value,
                     ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override;
  std::size_t on_body_impl(Text body, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, Text body, ErrorCode& error) override;
  void on_finish_impl(ErrorCode& error) override;

  void refuse(const ErrorCode& error);

  RequestLimits limits_;
  Request request_;
  Response refusal_;
  int version_ = 11;
  int host_count_ = 0;
  bool expects_continue_ = false;
};

}  // namespace attune::http
