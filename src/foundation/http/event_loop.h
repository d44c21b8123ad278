#pragma once

#include <utility>  // before Asio: Boost 1.74 uses std::exchange without it

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>

#include "foundation/http/server.h"

namespace attune::http {

/// The executor as a concrete type: no virtual calls per operation.
using Executor = boost::asio::io_context::executor_type;
using Protocol = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Protocol, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Protocol, Executor>;
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Task = boost::asio::awaitable<void, Executor>;
inline constexpr boost::asio::use_awaitable_t<Executor> kAwait{};

class Session;

/// How many connections there are on all loops, and a way to wait until there are none.
class ConnectionCount {
 public:
  explicit ConnectionCount(std::size_t max) : max_(max) {}
  /// False when there are as many as may be.
  [[nodiscard]] bool enter();
  void leave();
  [[nodiscard]] bool wait_until_none(std::chrono::milliseconds timeout);

 private:
  const std::size_t max_;
  std::size_t count_ = 0;
  std::mutex mutex_;
  std::condition_variable none_;
};

/// One thread's share of the server: an acceptor of its own on the shared port and the sessions it
/// accepted. All members but `context` belong to the loop's thread.
class EventLoop {
 public:
  EventLoop(const ServerOptions& options, const Handler& handler, ConnectionCount& connections);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Binds with SO_REUSEPORT. Throws boost::system::system_error.
  [[nodiscard]] Protocol::endpoint listen(const Protocol::endpoint& endpoint);
  void run();
  /// From any thread: closes the acceptor and every idle connection, and lets the others finish
  /// the request they are at.
  void begin_stop();
  /// From any thread: run() returns.
  void stop_now() { context_.stop(); }

  // For sessions, on the loop's thread.
  [[nodiscard]] const ServerOptions& options() const { return options_; }
  [[nodiscard]] const Handler& handler() const { return handler_; }
  [[nodiscard]] bool is_stopping() const { return is_stopping_; }
  /// The present second as a Date field.
  [[nodiscard]] const std::string& date();
  std::list<Session*>::iterator add(Session& session) {
    return sessions_.insert(sessions_.end(), &session);
  }
  void remove(std::list<Session*>::iterator place) { sessions_.erase(place); }

 private:
  Task accept_forever();
  Task sweep_forever();
  void admit(Socket socket);
  void close_overdue();

  const ServerOptions& options_;
  const Handler& handler_;
  ConnectionCount& connections_;
  std::list<Session*> sessions_;
  bool is_stopping_ = false;
  std::string date_;
  std::int64_t date_second_ = -1;
  boost::asio::io_context context_{1};
  Acceptor acceptor_{context_.get_executor()};
  Timer sweep_timer_{context_.get_executor()};
};

}  // namespace attune::http
