#include "foundation/http/event_loop.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "foundation/http/response_head.h"
#include "foundation/http/session.h"
#include "foundation/telemetry/log.h"

namespace attune::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// After a failed accept (no descriptors left): wait instead of spinning.
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::chrono::milliseconds kSweepIntervalMax{1'000};
constexpr std::chrono::milliseconds kSweepIntervalMin{10};

std::chrono::milliseconds sweep_interval(const ServerOptions& options) {
  const auto shortest = std::min(options.idle_timeout, options.read_timeout) / 4;
  return std::clamp(shortest, kSweepIntervalMin, kSweepIntervalMax);
}

}  // namespace

bool ConnectionCount::enter() {
  const std::scoped_lock lock(mutex_);
  if (count_ >= max_) return false;
  ++count_;
  return true;
}

void ConnectionCount::leave() {
  const std::scoped_lock lock(mutex_);
  if (--count_ == 0) none_.notify_all();
}

bool ConnectionCount::wait_until_none(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return none_.wait_for(lock, timeout, [this] { return count_ == 0; });
}

EventLoop::EventLoop(const ServerOptions& options, const Handler& handler,
                     ConnectionCount& connections)
    : options_(options), handler_(handler), connections_(connections) {}

EventLoop::~EventLoop() {
  // Coroutines that wait for a Reply are held by it alone: hand them back to the context, which
  // destroys them.
  for (Session* session : sessions_) session->abandon();
}

Protocol::endpoint EventLoop::listen(const Protocol::endpoint& endpoint) {
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address(true));
  acceptor_.set_option(ReusePort(true));
  if (endpoint.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false));
  acceptor_.bind(endpoint);
  acceptor_.listen(asio::socket_base::max_listen_connections);
  asio::co_spawn(context_.get_executor(), accept_forever(), asio::detached);
  asio::co_spawn(context_.get_executor(), sweep_forever(), asio::detached);
  return acceptor_.local_endpoint();
}

void EventLoop::run() {
  context_.run();
}

void EventLoop::begin_stop() {
  asio::post(context_, [this] {
    is_stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    for (Session* session : sessions_) {
      if (session->is_idle()) session->close();
    }
  });
}

Task EventLoop::accept_forever() {
  while (!is_stopping_) {
    error_code error;
    auto token = asio::redirect_error(kAwait, error);
    Socket socket(context_.get_executor());
    co_await acceptor_.async_accept(socket, token);
    if (!error) {
      admit(std::move(socket));
    } else if (!is_stopping_) {
      log::warning("accept failed", {{"why", error.message()}});
      Timer pause(context_.get_executor(), kAcceptPause);
      error_code ignored;
      auto pause_token = asio::redirect_error(kAwait, ignored);
      co_await pause.async_wait(pause_token);
    }
  }
}

void EventLoop::admit(Socket socket) {
  if (!connections_.enter()) return;
  error_code error;
  socket.set_option(Protocol::no_delay(true), error);
  socket.non_blocking(true, error);
  auto session = std::make_unique<Session>(std::move(socket), *this, connections_);
  asio::co_spawn(context_.get_executor(), Session::serve(std::move(session)), asio::detached);
}

Task EventLoop::sweep_forever() {
  const auto interval = sweep_interval(options_);
  error_code error;
  while (!error) {
    sweep_timer_.expires_after(interval);
    auto token = asio::redirect_error(kAwait, error);
    co_await sweep_timer_.async_wait(token);
    close_overdue();
  }
}

void EventLoop::close_overdue() {
  const auto now = std::chrono::steady_clock::now();
  for (Session* session : sessions_) session->close_if_overdue(now);
}

const std::string& EventLoop::date() {
  if (const std::int64_t now = std::time(nullptr); now != date_second_) {
    date_second_ = now;
    date_ = imf_fixdate(now);
  }
  return date_;
}

}  // namespace attune::http
