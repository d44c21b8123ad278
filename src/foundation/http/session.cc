#include "foundation/http/session.h"

#include <algorithm>
#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "foundation/http/exchange.h"
#include "foundation/http/request_parser.h"
#include "foundation/http/response_head.h"
#include "foundation/telemetry/log.h"

namespace attune::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 4096;
constexpr std::size_t kReadBytesOfLargeBody = std::size_t{64} * 1024;
constexpr std::size_t kIdleBufferBytesMax = std::size_t{16} * 1024;
/// What a refused client may still send before the connection is cut under it.
constexpr std::size_t kDrainBytesMax = std::size_t{1024} * 1024;
constexpr std::chrono::milliseconds kDrainTimeout{2'000};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view view_of(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.cdata().data()), buffer.size()};
}

/// Sends what the socket takes at once; 0 when it is full.
template <typename Buffers>
std::size_t send_now(Socket& socket, const Buffers& buffers, error_code& error) {
  const std::size_t sent = socket.write_some(buffers, error);
  if (error == asio::error::would_block) error = {};
  return sent;
}

}  // namespace

Session::Session(Socket socket, EventLoop& loop, ConnectionCount& connections)
    : socket_(std::move(socket)), loop_(loop), connections_(connections), place_(loop.add(*this)) {}

Session::~Session() {
  loop_.remove(place_);
  connections_.leave();
}

Task Session::serve(std::unique_ptr<Session> session) {
  try {
    while (session->keep_alive_ && session->socket_.is_open()) {
      RequestParser parser({.header_bytes_max = session->loop_.options().header_bytes_max,
                            .body_bytes_max = session->loop_.options().body_bytes_max});
      auto progress = RequestParser::Progress::kNeedMore;
      co_await session->read_request(parser, progress);
      if (progress == RequestParser::Progress::kNeedMore) co_return;
      if (progress == RequestParser::Progress::kRefused) {
        co_await session->refuse(parser);
        co_return;
      }
      co_await session->answer(parser);
    }
  } catch (const std::exception& fault) {
    log::error("connection ended by an exception", {{"what", fault.what()}});
  }
}

/// `progress` stays kNeedMore when the connection ended before the request did.
Task Session::read_request(RequestParser& parser, RequestParser::Progress& progress) {
  bool has_continued = false;
  is_idle_ = buffer_.size() == 0;
  set_deadline(is_idle_ ? loop_.options().idle_timeout : loop_.options().read_timeout);
  if (is_idle_ && loop_.is_stopping()) co_return;
  while (true) {
    if (buffer_.size() > 0) {
      const RequestParser::Step step = parser.feed(view_of(buffer_));
      buffer_.consume(step.consumed_bytes);
      progress = step.progress;
      if (progress != RequestParser::Progress::kNeedMore) break;
    }
    error_code error;
    auto token = asio::redirect_error(kAwait, error);
    if (parser.expects_continue() && buffer_.size() == 0 && !has_continued) {
      has_continued = true;
      const asio::const_buffer leave(kContinue.data(), kContinue.size());
      co_await asio::async_write(socket_, leave, token);
      if (error) break;
    }
    const auto space =
        buffer_.prepare(parser.is_header_done() ? kReadBytesOfLargeBody : kReadBytes);
    const std::size_t received = co_await socket_.async_read_some(space, token);
    if (error) break;
    if (is_idle_) {
      is_idle_ = false;
      set_deadline(loop_.options().read_timeout);
    }
    buffer_.commit(received);
  }
  deadline_ = TimePoint::max();
  is_idle_ = false;
}

Task Session::answer(RequestParser& parser) {
  const bool is_head = parser.request().method == "HEAD";
  const bool is_http_10 = parser.version() < 11;
  keep_alive_ = parser.keep_alive();
  exchange_ = std::make_shared<Exchange>();
  call_handler(parser.take());
  if (!exchange_->is_answered()) co_await await_answer();
  const Response response = exchange_->take();
  exchange_.reset();

  keep_alive_ = keep_alive_ && !loop_.is_stopping() &&
                !equal_ignoring_case(response.headers.find("Connection"), "close");
  head_.clear();
  write_head(response, {.date = loop_.date(), .keep_alive = keep_alive_, .is_http_10 = is_http_10},
             head_);
  const bool has_body = !is_head && status_allows_body(response.status);
  co_await write(has_body ? std::string_view(response.body) : std::string_view());
  if (buffer_.size() == 0 && buffer_.capacity() > kIdleBufferBytesMax) buffer_.shrink_to_fit();
}

void Session::call_handler(Request request) {
  Reply reply = make_reply(exchange_);
  try {
    loop_.handler()(std::move(request), std::move(reply));
  } catch (const std::exception& fault) {
    log::error("request handler threw", {{"what", fault.what()}});
  } catch (...) {
    log::error("request handler threw");
  }
}

Task Session::await_answer() {
  const auto initiate = [](auto handler, Exchange* exchange) {
    const Executor executor = handler.get_executor();
    exchange->on_answer([executor, handler = std::move(handler)]() mutable {
      asio::post(executor, std::move(handler));
    });
  };
  Exchange* const exchange = exchange_.get();
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(initiate, kAwait,
                                                                               exchange);
}

/// Sends `head_` and `body` in one call where the socket takes them.
Task Session::write(std::string_view body) {
  error_code error;
  const std::array<asio::const_buffer, 2> parts{asio::const_buffer(head_.data(), head_.size()),
                                                asio::const_buffer(body.data(), body.size())};
  std::size_t sent = send_now(socket_, parts, error);
  if (!error && sent < head_.size() + body.size()) {
    const std::size_t of_head = std::min(sent, head_.size());
    set_deadline(loop_.options().read_timeout);
    auto token = asio::redirect_error(kAwait, error);
    const std::array<asio::const_buffer, 2> rest{parts[0] + of_head, parts[1] + (sent - of_head)};
    co_await asio::async_write(socket_, rest, token);
    deadline_ = TimePoint::max();
  }
  if (error) keep_alive_ = false;
}

/// Answers and closes so that the client can read the answer: a close with unread bytes would reset
/// the connection.
Task Session::refuse(const RequestParser& parser) {
  keep_alive_ = false;
  head_.clear();
  write_head(parser.refusal(), {.date = loop_.date(), .keep_alive = false}, head_);
  co_await write(parser.refusal().body);
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  set_deadline(kDrainTimeout);
  buffer_.clear();
  std::size_t drained = 0;
  while (!error && drained < kDrainBytesMax) {
    const auto space = buffer_.prepare(kReadBytes);
    auto token = asio::redirect_error(kAwait, error);
    drained += co_await socket_.async_read_some(space, token);
  }
}

void Session::set_deadline(std::chrono::milliseconds after) {
  deadline_ = std::chrono::steady_clock::now() + after;
}

void Session::close_if_overdue(TimePoint now) {
  if (now >= deadline_) close();
}

void Session::close() {
  error_code ignored;
  socket_.close(ignored);
}

void Session::abandon() {
  if (const auto exchange = exchange_) exchange->abandon();
}

}  // namespace attune::http
