// The server with a 1 KB answer: `http_bench [port] [threads]`, then
// `wrk -t2 -c16 -d5s http://127.0.0.1:8081/`. Compare with bare_beast.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "foundation/http/server.h"

int main(int argc, char** argv) {
  const std::string body(1024, 'x');
  attune::http::ServerOptions options;
  options.port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 8081);
  options.thread_count = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 0;
  const auto server = attune::http::Server::start(
      options, [&](const attune::http::Request&, attune::http::Reply reply) {
        attune::http::Response response{.status = 200, .headers = {}, .body = body};
        response.headers.add("Content-Type", "application/json");
        reply(std::move(response));
      });
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 1;
  }
  std::printf("listening on port %d\n", int{(*server)->port()});
  std::fflush(stdout);
  while (true) pause();
}
