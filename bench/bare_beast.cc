// The least that Beast needs to answer 1 KB with coroutines: the bar for http_bench.
#include <utility>  // before Asio: Boost 1.74 uses std::exchange without it

#include <sys/socket.h>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

namespace {

asio::awaitable<void> serve(Tcp::socket socket) {
  beast::flat_buffer buffer;
  beast::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  while (true) {
    http::request<http::string_body> request;
    co_await http::async_read(socket, buffer, request, token);
    if (error) co_return;
    http::response<http::string_body> response(http::status::ok, request.version());
    response.set(http::field::content_type, "application/json");
    response.keep_alive(request.keep_alive());
    response.body() = std::string(1024, 'x');
    response.prepare_payload();
    co_await http::async_write(socket, response, token);
    if (error || !response.keep_alive()) co_return;
  }
}

asio::awaitable<void> accept(Tcp::acceptor& acceptor) {
  while (true) {
    Tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    socket.set_option(Tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

void run(std::uint16_t port) {
  using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
  asio::io_context context{1};
  Tcp::acceptor acceptor(context);
  acceptor.open(Tcp::v4());
  acceptor.set_option(asio::socket_base::reuse_address(true));
  acceptor.set_option(ReusePort(true));
  acceptor.bind({asio::ip::make_address("127.0.0.1"), port});
  acceptor.listen();
  asio::co_spawn(context, accept(acceptor), asio::detached);
  context.run();
}

}  // namespace

int main(int argc, char** argv) {
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 8082);
  const unsigned thread_count =
      argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : std::thread::hardware_concurrency();
  std::vector<std::jthread> threads;
  for (unsigned index = 0; index < thread_count; ++index) threads.emplace_back([=] { run(port); });
}
