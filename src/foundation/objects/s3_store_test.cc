// The S3 store against a server that misbehaves as it is told.
#include "foundation/objects/s3_store.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/http/message.h"
#include "foundation/http/server.h"
#include "foundation/io/byte_source.h"
#include "foundation/io/memory_source.h"
#include "foundation/objects/object_store.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {
namespace {

using Answer = std::function<http::Response(const http::Request&)>;

http::Response status(int code, std::string body = {}) {
  return {.status = code, .body = std::move(body)};
}

/// A server whose answers are a function, a log of what it was asked, and a store that asks it.
class FaultyS3 : public testing::Test {
 protected:
  void answer_with(Answer answer) {
    answer_ = std::move(answer);
    server_ =
        http::Server::start({.thread_count = 1}, [this](http::Request request, http::Reply reply) {
          asked_.push_back(request.method + " " + request.target);
          reply(answer_(request));
        }).value();
    options_.endpoint = "http://127.0.0.1:" + std::to_string(server_->port());
    options_.addressing = S3Addressing::kPath;
    options_.pause = [this](std::chrono::milliseconds time) { pauses_.push_back(time); };
    options_.part_bytes = 10;
    options_.read_bytes = 4;
    store_ = make_s3_store(options_, "bucket").value();
  }

  Result<void> put(std::string bytes) {
    io::MemorySource source(std::move(bytes));
    return store_->put("key", source);
  }

  S3Options options_;
  Answer answer_;
  std::vector<std::string> asked_;
  std::vector<std::chrono::milliseconds> pauses_;
  std::unique_ptr<ObjectStore> store_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(FaultyS3, PassingFaultsAreRepeatedWithGrowingPauses) {
  answer_with([this](const http::Request&) {
    constexpr std::array kCodes{500, 503, 429, 200};
    return status(kCodes[asked_.size() - 1]);
  });
  EXPECT_TRUE(put("bytes").has_value());
  ASSERT_EQ(pauses_.size(), 3U);
  for (std::size_t index = 0; index < pauses_.size(); ++index) {
    EXPECT_LE(pauses_[index], options_.backoff_first * (1 << index));
  }
}

TEST_F(FaultyS3, AttemptsAreBounded) {
  answer_with([](const http::Request&) { return status(503); });
  EXPECT_EQ(put("bytes").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(asked_.size(), options_.attempt_count_max);
}

TEST_F(FaultyS3, LastingFaultsAreNotRepeatedAndTold) {
  int code = 0;
  answer_with([&](const http::Request&) {
    return status(code, "<Error><Code>TheCode</Code><Message>the message</Message></Error>");
  });
  for (const auto& [answered, expected] :
       std::vector<std::pair<int, ErrorCode>>{{400, ErrorCode::kInternal},
                                              {401, ErrorCode::kAccessDenied},
                                              {403, ErrorCode::kAccessDenied},
                                              {404, ErrorCode::kNotFound},
                                              {301, ErrorCode::kInvalidInput}}) {
    code = answered;
    const auto outcome = put("bytes");
    EXPECT_EQ(outcome.error().code, expected) << answered;
    if (expected == ErrorCode::kAccessDenied) {
      EXPECT_EQ(outcome.error().message,
                "Insufficient privileges for accessing data in Amazon S3.");
    } else {
      EXPECT_NE(outcome.error().message.find("TheCode: the message"), std::string::npos);
    }
  }
  EXPECT_EQ(asked_.size(), 5U);
}

TEST_F(FaultyS3, AnUploadThatFailsIsAborted) {
  answer_with([](const http::Request& request) {
    if (request.target.ends_with("?uploads=")) {
      return status(200, "<R><UploadId>u1</UploadId></R>");
    }
    if (request.target.find("partNumber=2") != std::string::npos) return status(400);
    return status(request.method == "DELETE" ? 204 : 200);
  });
  EXPECT_EQ(put("more than ten bytes").error().code, ErrorCode::kInternal);
  EXPECT_EQ(asked_,
            (std::vector<std::string>{
                "POST /bucket/key?uploads=", "PUT /bucket/key?partNumber=1&uploadId=u1",
                "PUT /bucket/key?partNumber=2&uploadId=u1", "DELETE /bucket/key?uploadId=u1"}));
}

TEST_F(FaultyS3, AnUploadThatFailsAfterThe200OfItsCompletionIsAborted) {
  answer_with([](const http::Request& request) {
    if (request.target.ends_with("?uploads=")) {
      return status(200, "<R><UploadId>u1</UploadId></R>");
    }
    if (request.method == "POST") return status(200, "<Error><Code>InternalError</Code></Error>");
    return status(200);
  });
  EXPECT_FALSE(put("more than ten bytes").has_value());
  EXPECT_EQ(asked_.back(), "DELETE /bucket/key?uploadId=u1");
}

/// Ten bytes, read by ranges of four.
http::Response range_of_digits(const http::Request& request) {
  http::Response response = status(200, "0123456789");
  response.headers.add("ETag", "\"e\"");
  const std::string range(request.headers.find("Range"));
  if (range.empty()) return response;
  const std::size_t first = std::stoul(range.substr(6));
  const std::size_t last = std::stoul(range.substr(range.find('-') + 1));
  response.status = 206;
  response.body = response.body.substr(first, last - first + 1);
  return response;
}

Result<std::string> read_all(const ObjectStore& store) {
  ATTUNE_TRY(source, store.open("key"));
  std::string all;
  std::array<char, 3> piece{};
  while (true) {
    ATTUNE_TRY(count, source->read(piece));
    if (count == 0) return all;
    all.append(piece.data(), count);
  }
}

TEST_F(FaultyS3, ASourceReadsRangesAndAsksAgainForOneThatBrokeOff) {
  int faults = 0;
  answer_with([&](const http::Request& request) {
    if (request.headers.find("Range") == "bytes=4-7" && faults++ < 2) return status(502);
    return range_of_digits(request);
  });
  EXPECT_EQ(read_all(*store_).value(), "0123456789");
  EXPECT_EQ(asked_.size(), 6U);  // HEAD, three ranges, two repeats
}

TEST_F(FaultyS3, AnObjectReplacedWhileItIsReadIsAnError) {
  answer_with([&](const http::Request& request) {
    if (request.headers.find("Range") == "bytes=8-9") {
      EXPECT_EQ(request.headers.find("If-Match"), "\"e\"");
      return status(412);
    }
    return range_of_digits(request);
  });
  EXPECT_FALSE(read_all(*store_).has_value());
}

TEST_F(FaultyS3, AStoreThatIgnoresRangesIsAnErrorNotWrongBytes) {
  answer_with([](const http::Request& request) {
    http::Response response = range_of_digits(request);
    if (response.status == 206) response.body = "0123456789";
    return response;
  });
  EXPECT_EQ(read_all(*store_).error().code, ErrorCode::kLimitExceeded);
}

TEST_F(FaultyS3, AnAnswerThatIsNoXmlIsAnError) {
  answer_with([](const http::Request&) { return status(200, "<html>"); });
  EXPECT_FALSE(store_->list("").has_value());
}

TEST_F(FaultyS3, AServerThatIsGoneIsUnavailable) {
  answer_with([](const http::Request&) { return status(200); });
  server_.reset();
  EXPECT_EQ(store_->head("key").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(pauses_.size(), options_.attempt_count_max - 1);
}

}  // namespace
}  // namespace attune::objects
