#include "foundation/http/server.h"

#include "foundation/http/event_loop.h"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/base/error.h"

namespace attune::http {
namespace {

namespace asio = boost::asio;

/// An address, with or without the brackets of a URL, or a name of the hosts file.
asio::ip::address parse_host(std::string host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return address;
  asio::io_context context;
  Protocol::resolver resolver(context);
  return resolver.resolve(host, "").begin()->endpoint().address();
}

/// SO_REUSEPORT would let a second server share a busy port silently: try without it first.
void check_free(const Protocol::endpoint& endpoint) {
  if (endpoint.port() == 0) return;
  asio::io_context context;
  Acceptor probe(context.get_executor());
  probe.open(endpoint.protocol());
  probe.set_option(asio::socket_base::reuse_address(true));
  if (endpoint.address().is_v6()) probe.set_option(asio::ip::v6_only(false));
  probe.bind(endpoint);
}

class BeastServer final : public Server {
 public:
  BeastServer(const ServerOptions& options, Handler handler)
      : options_(options),
        handler_(std::move(handler)),
        connections_(options.connection_count_max) {}

  ~BeastServer() override { stop(std::chrono::milliseconds{0}); }

  void listen() {
    Protocol::endpoint endpoint(parse_host(options_.host), options_.port);
    check_free(endpoint);
    std::size_t loop_count = options_.thread_count;
    if (loop_count == 0) loop_count = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t index = 0; index < loop_count; ++index) {
      loops_.push_back(std::make_unique<EventLoop>(options_, handler_, connections_));
      endpoint = loops_.back()->listen(endpoint);
    }
    port_ = endpoint.port();
    for (const auto& loop : loops_) threads_.emplace_back([&loop = *loop] { loop.run(); });
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

  void stop(std::chrono::milliseconds grace) override {
    for (const auto& loop : loops_) loop->begin_stop();
    if (grace.count() > 0) static_cast<void>(connections_.wait_until_none(grace));
    for (const auto& loop : loops_) loop->stop_now();
    threads_.clear();
    loops_.clear();
  }

 private:
  const ServerOptions options_;
  const Handler handler_;
  ConnectionCount connections_;
  std::uint16_t port_ = 0;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::jthread> threads_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Handler handler) {
  auto server = std::make_unique<BeastServer>(options, std::move(handler));
  const std::string place = options.host + ":" + std::to_string(options.port);
  try {
    server->listen();
  } catch (const boost::system::system_error& fault) {
    const ErrorCode code =
        fault.code() == asio::error::address_in_use ? ErrorCode::kInUse : ErrorCode::kInvalidInput;
    return failure(code, "cannot listen on " + place + ": " + fault.code().message());
  }
  return server;
}

}  // namespace attune::http
