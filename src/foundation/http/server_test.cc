#include "foundation/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/http/message.h"
#include "foundation/http/raw_connection_for_tests.h"

namespace attune::http {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<Server> start(Handler handler, ServerOptions options = {}) {
  if (options.thread_count == 0) options.thread_count = 2;
  auto server = Server::start(options, std::move(handler));
  EXPECT_TRUE(server.has_value()) << server.error().message;
  return std::move(*server);
}

void echo(Request request, Reply reply) {
  Response response;
  response.headers.add("X-Method", request.method);
  response.headers.add("X-Target", request.target);
  response.body = std::move(request.body);
  reply(std::move(response));
}

std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string post(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

/// What a fresh connection receives until the server closes it.
std::string all_answers(const Server& server, std::string_view request) {
  RawConnection connection(server.port());
  connection.send(request);
  connection.finish_sending();
  return connection.read_to_end();
}

TEST(Server, AnswersWithTheHandlersStatusHeadersAndBody) {
  const auto server = start([](Request request, Reply reply) {
    Response response{.status = 404, .body = "no " + request.target};
    response.headers.add("X-Kind", "test");
    reply(std::move(response));
  });
  const std::string answer = all_answers(*server, get("/a?b=c"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 404 Not Found\r\nX-Kind: test\r\nDate: ")) << answer;
  EXPECT_NE(answer.find("\r\nContent-Length: 9\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nno /a?b=c")) << answer;
}

TEST(Server, PipelinedRequestsAreAnsweredInOrderOnOneConnection) {
  const auto server = start(echo);
  std::string requests;
  for (int number = 0; number < 50; ++number) requests += post("body " + std::to_string(number));
  const std::string answers = all_answers(*server, requests);
  std::size_t at = 0;
  for (int number = 0; number < 50; ++number) {
    at = answers.find("\r\n\r\nbody " + std::to_string(number), at);
    ASSERT_NE(at, std::string::npos) << number;
  }
}

TEST(Server, ARequestInSmallPiecesIsPutTogether) {
  const auto server = start(echo);
  RawConnection connection(server->port());
  for (const char letter : post("hello")) connection.send(std::string(1, letter));
  EXPECT_TRUE(connection.read_until("hello").ends_with("\r\n\r\nhello"));
}

TEST(Server, AChunkedBodyIsPutTogether) {
  const auto server = start(echo);
  const std::string answer = all_answers(*server,
                                         "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                                         "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("\r\n\r\nabcde")) << answer;
}

TEST(Server, ALargeBodyGoesBothWays) {
  const auto server = start(echo);
  std::string body;
  for (int number = 0; body.size() < 3'000'000; ++number) body += std::to_string(number);
  RawConnection connection(server->port());
  std::jthread sender([&] { connection.send(post(body)); });
  connection.read_until("\r\n\r\n");
  EXPECT_EQ(connection.read_bytes(body.size()), body);
}

TEST(Server, HeadIsAnsweredWithTheLengthButNoBody) {
  const auto server = start([](Request, Reply reply) { reply({.status = 200, .body = "12345"}); });
  const std::string answer = all_answers(*server, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 5\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(Server, Http10ClosesUnlessAskedToKeepTheConnection) {
  const auto server = start(echo);
  RawConnection closing(server->port());
  closing.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_NE(closing.read_to_end().find("Connection: close\r\n"), std::string::npos);
  RawConnection keeping(server->port());
  keeping.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(keeping.read_until("\r\n\r\n").find("Connection: keep-alive\r\n"), std::string::npos);
  keeping.send("GET /2 HTTP/1.0\r\n\r\n");
  EXPECT_NE(keeping.read_to_end().find("X-Target: /2"), std::string::npos);
}

TEST(Server, ConnectionCloseEndsTheConnectionAfterTheAnswer) {
  const auto server = start(echo);
  RawConnection connection(server->port());
  connection.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(connection.read_to_end().find("Connection: close\r\n"), std::string::npos);
}

TEST(Server, ExpectContinueIsGrantedBeforeTheBody) {
  const auto server = start(echo);
  RawConnection connection(server->port());
  connection.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  connection.send("hi");
  EXPECT_TRUE(connection.read_until("hi").starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST(Server, ExpectContinueIsRefusedForABodyThatIsTooLarge) {
  const auto server = start(echo, {.body_bytes_max = 10});
  RawConnection connection(server->port());
  connection.send(
      "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(connection.read_to_end().starts_with("HTTP/1.1 413 "));
}

struct RefusedRequest {
  const char* name;
  std::string bytes;
  const char* status;
};

class RefusedRequests : public testing::TestWithParam<RefusedRequest> {};

TEST_P(RefusedRequests, AreAnsweredOnceAndTheConnectionCloses) {
  const auto server = start(echo, {.header_bytes_max = 1000, .body_bytes_max = 100});
  RawConnection connection(server->port());
  connection.send(GetParam().bytes);
  const std::string answer = connection.read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::string(GetParam().status) + " ")) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << answer;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedRequests,
    testing::Values(
        RefusedRequest{"Garbage", "\x16\x03\x01\x02\r\n\r\n", "400"},
        RefusedRequest{"NoVersion", "GET /\r\n\r\n", "400"},
        RefusedRequest{"NoHost", "GET / HTTP/1.1\r\n\r\n", "400"},
        RefusedRequest{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        RefusedRequest{"SpaceBeforeColon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
        RefusedRequest{"TwoLengths",
                       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: "
                       "2\r\n\r\nab",
                       "400"},
        RefusedRequest{"LengthAndChunks",
                       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: "
                       "chunked\r\n\r\n0\r\n\r\n",
                       "400"},
        RefusedRequest{"BadLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                       "400"},
        RefusedRequest{"BadChunk",
                       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                       "400"},
        RefusedRequest{"LongHeader",
                       "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x') + "\r\n\r\n",
                       "431"},
        RefusedRequest{"EndlessHeader", "GET / HTTP/1.1\r\nX: " + std::string(5000, 'x'), "431"},
        RefusedRequest{"LongTarget", "GET /" + std::string(2000, 'x') + " HTTP/1.1\r\n\r\n", "431"},
        RefusedRequest{
            "LongBody",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x'),
            "413"},
        RefusedRequest{"LongChunks",
                       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" +
                           std::string(0xffff, 'x'),
                       "413"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Server, AReplyFromAnotherThreadLongAfterTheHandlerReturnedIsSent) {
  std::vector<std::jthread> threads;
  std::mutex mutex;
  const auto server = start([&](Request request, Reply reply) {
    const std::scoped_lock lock(mutex);
    threads.emplace_back([body = request.target, reply = std::move(reply)]() mutable {
      reply({.status = 200, .body = body});
    });
  });
  RawConnection connection(server->port());
  for (int number = 0; number < 200; ++number) {
    connection.send(get("/" + std::to_string(number)));
    const std::string end = "\r\n\r\n/" + std::to_string(number);
    ASSERT_TRUE(connection.read_until(end).ends_with(end)) << number;
  }
  const std::scoped_lock lock(mutex);
  threads.clear();
}

TEST(Server, ADroppedReplyAnswers500AndTheConnectionGoesOn) {
  const auto server = start([](Request, Reply) {});
  RawConnection connection(server->port());
  for (int round = 0; round < 2; ++round) {
    connection.send(get("/"));
    EXPECT_TRUE(
        connection.read_until("\r\n\r\n").starts_with("HTTP/1.1 500 Internal Server Error"));
  }
}

TEST(Server, AnExceptionInTheHandlerAnswers500) {
  const auto server = start([](Request, Reply) { throw std::runtime_error("broken"); });
  EXPECT_TRUE(all_answers(*server, get("/")).starts_with("HTTP/1.1 500 "));
}

TEST(Server, OnlyTheFirstCallOfAReplyCounts) {
  const auto server = start([](Request, Reply reply) {
    reply({.status = 201});
    reply({.status = 202});
  });
  const std::string answer = all_answers(*server, get("/"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 201 "));
  EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos);
}

TEST(Server, ALineBreakInAHeaderValueCannotSplitTheResponse) {
  const auto server = start([](Request, Reply reply) {
    Response response;
    response.headers.add("X-Echo", "a\r\nX-Evil: b");
    reply(std::move(response));
  });
  EXPECT_NE(all_answers(*server, get("/")).find("X-Echo: a  X-Evil: b\r\n"), std::string::npos);
}

TEST(Server, AnIdleConnectionAndAHalfSentRequestAreClosed) {
  const auto server = start(echo, {.idle_timeout = 40ms, .read_timeout = 40ms});
  RawConnection idle(server->port());
  EXPECT_EQ(idle.read_to_end(), "");
  RawConnection slow(server->port());
  slow.send("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(slow.read_to_end(), "");
}

TEST(Server, ConnectionsBeyondTheBoundAreClosedAndThePlaceIsGivenBack) {
  const auto server = start(echo, {.connection_count_max = 1});
  {
    RawConnection first(server->port());
    first.send(get("/"));
    EXPECT_TRUE(first.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    EXPECT_EQ(all_answers(*server, get("/")), "");
  }
  std::string answer;
  for (int attempt = 0; attempt < 1000 && answer.empty(); ++attempt) {
    answer = all_answers(*server, get("/"));
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
}

TEST(Server, StopLetsARequestInFlightFinish) {
  std::mutex mutex;
  std::condition_variable arrived;
  std::optional<Reply> held;
  // One loop, so that both connections see the stop at the same moment.
  const auto server = start(
      [&](Request, Reply reply) {
        const std::scoped_lock lock(mutex);
        held.emplace(std::move(reply));
        arrived.notify_all();
      },
      {.thread_count = 1});
  RawConnection connection(server->port());
  connection.send(get("/"));
  {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return held.has_value(); });
  }
  std::jthread stopper([&] { server->stop(20s); });
  // An idle connection is closed only once the stop has begun.
  RawConnection(server->port()).read_to_end();
  (*held)({.status = 200, .body = "done"});
  const std::string answer = connection.read_to_end();
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("done")) << answer;
}

TEST(Server, AReplyAfterTheServerIsGoneIsDropped) {
  std::mutex mutex;
  std::condition_variable arrived;
  std::optional<Reply> held;
  auto server = start([&](Request, Reply reply) {
    const std::scoped_lock lock(mutex);
    held.emplace(std::move(reply));
    arrived.notify_all();
  });
  RawConnection connection(server->port());
  connection.send(get("/"));
  {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return held.has_value(); });
  }
  server.reset();
  (*held)({.status = 200});
  EXPECT_EQ(connection.read_to_end(), "");
}

TEST(Server, ATakenPortIsRefusedAlthoughThreadsShareOne) {
  const auto server = start(echo);
  const auto second = Server::start({.port = server->port()}, echo);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kInUse);
}

TEST(Server, AHostThatIsNoAddressIsRefused) {
  const auto server = Server::start({.host = "no.such.host.invalid"}, echo);
  ASSERT_FALSE(server.has_value());
  EXPECT_EQ(server.error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace attune::http
