#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include "foundation/http/client.h"
#include "foundation/objects/moto_for_tests.h"

namespace attune::objects {
namespace {

std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(probe, generic, length) == 0) ::getsockname(probe, generic, &length);
  ::close(probe);
  return ntohs(address.sin_port);
}

int spawn(const char* program, const std::string& port) {
  const int process = ::fork();
  if (process != 0) return process;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int quiet = ::open("/dev/null", O_WRONLY);
  ::dup2(quiet, STDOUT_FILENO);
  ::dup2(quiet, STDERR_FILENO);
  ::execl(program, program, "-H", "127.0.0.1", "-p", port.c_str(), nullptr);
  ::_exit(127);
}

bool wait_until_up(const std::string& endpoint) {
  for (int attempt = 0; attempt < 600; ++attempt) {
    if (http::send({.url = endpoint})) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return false;
}

}  // namespace

std::unique_ptr<Moto> Moto::start() {
  const char* const program = std::getenv("ATTUNE_TEST_MOTO");
  if (program == nullptr) {
    std::puts("not tested against S3: set ATTUNE_TEST_MOTO to the path of moto_server");
    return nullptr;
  }
  const std::string port = std::to_string(free_port());
  const int process = spawn(program, port);
  auto moto = std::unique_ptr<Moto>(new Moto(process, "http://127.0.0.1:" + port));
  return wait_until_up(moto->endpoint()) ? std::move(moto) : nullptr;
}

Moto::Moto(int process, std::string endpoint) : process_(process), endpoint_(std::move(endpoint)) {}

Moto::~Moto() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace attune::objects
