#include "foundation/http/client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "foundation/base/error.h"
#include "foundation/http/message.h"
#include "foundation/http/server.h"

namespace attune::http {
namespace {

/// Answers with what it was sent, in the body: request line, fields, empty line, body.
void describe(Request request, Reply reply) {
  std::string text = request.method + " " + request.target + "\n";
  for (const auto& [name, value] : request.headers.all()) text += name + "=" + value + "\n";
  Response response{.status = 203, .body = text + "\n" + request.body};
  response.headers.add("X-Answer", "yes");
  reply(std::move(response));
}

class Client : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    auto started = Server::start({.host = GetParam(), .thread_count = 1}, describe);
    if (!started) GTEST_SKIP() << started.error().message;
    server_ = std::move(*started);
    const std::string host = GetParam();
    const bool is_v6 = host.find(':') != std::string::npos;
    base_ = "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(server_->port());
  }

  std::unique_ptr<Server> server_;
  std::string base_;
};

TEST_P(Client, SendsTheRequestAsItIsAndReturnsTheWholeAnswer) {
  ClientRequest request{.method = "PUT", .url = base_ + "/a/../b%2F?x=%7e", .body = "data"};
  request.headers.add("X-One", "1");
  request.headers.add("X-Empty", "");
  const auto response = send(request);
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 203);
  EXPECT_EQ(response->headers.find("x-answer"), "yes");
  EXPECT_TRUE(response->body.starts_with("PUT /a/../b%2F?x=%7e\n")) << response->body;
  EXPECT_NE(response->body.find("\nX-One=1\n"), std::string::npos);
  EXPECT_NE(response->body.find("\nX-Empty=\n"), std::string::npos);
  EXPECT_EQ(response->body.find("Content-Type"), std::string::npos) << response->body;
  EXPECT_EQ(response->body.find("Expect"), std::string::npos) << response->body;
  EXPECT_TRUE(response->body.ends_with("\n\ndata"));
}

TEST_P(Client, AHeadAfterAPutHasNoBody) {
  ASSERT_TRUE(send({.method = "PUT", .url = base_, .body = "x"}).has_value());
  const auto response = send({.method = "HEAD", .url = base_});
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->body, "");
  EXPECT_NE(response->headers.find("Content-Length"), "0");
}

INSTANTIATE_TEST_SUITE_P(Hosts, Client, testing::Values("127.0.0.1", "::1"),
                         [](const auto& instance) {
                           return instance.index == 0 ? "IPv4" : "IPv6";
                         });

TEST(ClientErrors, AnAnswerBeyondTheBoundIsRefused) {
  const auto server = Server::start({.thread_count = 1}, [](Request, Reply reply) {
    reply({.status = 200, .body = std::string(1001, 'x')});
  });
  const std::string url = "http://127.0.0.1:" + std::to_string((*server)->port());
  ClientRequest request{.url = url, .body_bytes_max = 1000};
  EXPECT_EQ(send(request).error().code, ErrorCode::kLimitExceeded);
  request.body_bytes_max = 1001;
  EXPECT_TRUE(send(request).has_value());
}

TEST(ClientErrors, NoServerIsUnavailableAndNoHttpIsInvalid) {
  std::string url;
  {
    const auto server = Server::start({.thread_count = 1}, describe);
    url = "http://127.0.0.1:" + std::to_string((*server)->port());
  }
  EXPECT_EQ(send({.url = url}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(send({.url = "file:///etc/passwd"}).error().code, ErrorCode::kInvalidInput);
}

TEST(ClientErrors, AnAnswerThatDoesNotComeInTimeIsUnavailable) {
  Reply held;
  const auto server =
      Server::start({.thread_count = 1}, [&](Request, Reply reply) { held = std::move(reply); });
  const std::string url = "http://127.0.0.1:" + std::to_string((*server)->port());
  const auto response = send({.url = url, .timeout = std::chrono::milliseconds{50}});
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
}

TEST(ClientErrors, ALineBreakInAHeaderIsRefused) {
  ClientRequest request{.url = "http://127.0.0.1:1"};
  request.headers.add("X", "a\r\nY: b");
  EXPECT_EQ(send(request).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace attune::http
