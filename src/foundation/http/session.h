#pragma once

#include "foundation/http/event_loop.h"  // first: it puts <utility> before Asio

#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/http/exchange.h"
#include "foundation/http/message.h"
#include "foundation/http/request_parser.h"

namespace attune::http {

/// One connection: reads a request, has it answered, writes the answer, and again. Lives in the
/// coroutine `serve`; everything but the Exchange happens on the loop's thread.
class Session {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Session(Socket socket, EventLoop& loop, ConnectionCount& connections);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs the connection to its end.
  static Task serve(std::unique_ptr<Session> session);

  void close_if_overdue(TimePoint now);
  /// Nothing of a request has arrived.
  [[nodiscard]] bool is_idle() const { return is_idle_; }
  void close();
  /// Lets go of a coroutine that waits for its Reply; the loop no longer runs.
  void abandon();

 private:
  Task read_request(RequestParser& parser, RequestParser::Progress& progress);
  Task await_answer();
  Task write(std::string_view body);
  Task refuse(const RequestParser& parser);
  Task answer(RequestParser& parser);
  void set_deadline(std::chrono::milliseconds after);
  void call_handler(Request request);

  Socket socket_;
  EventLoop& loop_;
  ConnectionCount& connections_;
  std::list<Session*>::iterator place_;
  TimePoint deadline_ = TimePoint::max();
  bool is_idle_ = true;
  bool keep_alive_ = true;
  boost::beast::flat_buffer buffer_;
  std::shared_ptr<Exchange> exchange_;
  std::string head_;
};

}  // namespace attune::http
