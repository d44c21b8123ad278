#include "foundation/aws/sigv4.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/aws/amz_time.h"
#include "foundation/aws/credentials.h"
#include "foundation/http/message.h"

namespace attune::aws {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const std::int64_t kNow = *parse_amz_time("20150830T123600Z");

Credentials example() {
  return {.access_key_id = "AKIDEXAMPLE", .secret_access_key = std::string(kSecret)};
}

std::optional<std::string> example_secret(std::string_view access_key_id) {
  if (access_key_id != "AKIDEXAMPLE") return std::nullopt;
  return std::string(kSecret);
}

http::Request request_with(std::string method, std::string target,
                           std::initializer_list<std::pair<const char*, const char*>> fields) {
  http::Request request{.method = std::move(method), .target = std::move(target)};
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  return request;
}

std::string signature(const http::Request& request) {
  const std::string_view value = request.headers.find("Authorization");
  return std::string(value.substr(value.rfind('=') + 1));
}

struct Published {
  const char* name;
  std::string service;
  http::Request request;
  const char* signature;
};

class PublishedVectors : public testing::TestWithParam<Published> {};

TEST_P(PublishedVectors, AreSignedAlike) {
  http::Request request = GetParam().request;
  sign(request, example(), {.region = "us-east-1", .service = GetParam().service}, kNow);
  EXPECT_EQ(signature(request), GetParam().signature);
  EXPECT_TRUE(verify(request, example_secret, kNow).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Aws, PublishedVectors,
    testing::Values(Published{"GetVanilla", "service",
                              request_with("GET", "/", {{"Host", "example.amazonaws.com"}}),
                              "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
                    Published{"GetVanillaQueryOrder", "service",
                              request_with("GET", "/?Param2=value2&Param1=value1",
                                           {{"Host", "example.amazonaws.com"}}),
                              "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
                    Published{"PostVanilla", "service",
                              request_with("POST", "/", {{"Host", "example.amazonaws.com"}}),
                              "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
                    Published{"ListUsers", "iam",
                              request_with("GET", "/?Action=ListUsers&Version=2010-05-08",
                                           {{"Host", "iam.amazonaws.com"},
                                            {"Content-Type",
                                             "application/x-www-form-urlencoded; charset=utf-8"}}),
                              "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Sign, TheS3ExampleOfTheDocumentationIsSignedAlike) {
  http::Request request = request_with(
      "GET", "/test.txt", {{"Host", "examplebucket.s3.amazonaws.com"}, {"Range", "bytes=0-9"}});
  sign(request,
       {.access_key_id = "AKIAIOSFODNN7EXAMPLE",
        .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
       {.region = "us-east-1", .service = "s3"}, *parse_amz_time("20130524T000000Z"));
  EXPECT_EQ(signature(request), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

/// A request that verifies at kNow, to be spoilt.
http::Request signed_request() {
  http::Request request = request_with(
      "POST", "/", {{"Host", "localhost:8080"}, {"X-Amz-Target", "AmazonPersonalize.ListRecipes"}});
  request.body = "{}";
  sign(request, example(), {.region = "eu-west-1", .service = "personalize"}, kNow);
  return request;
}

http::Request with_field(const http::Request& original, std::string_view name,
                         std::optional<std::string> value) {
  http::Request changed = original;
  changed.headers = {};
  for (const auto& [field, old] : original.headers.all()) {
    if (!http::equal_ignoring_case(field, name)) changed.headers.add(field, old);
  }
  if (value) changed.headers.add(std::string(name), *value);
  return changed;
}

SignatureFault fault_of(const http::Request& request, std::int64_t now_ms = kNow) {
  const auto caller = verify(request, example_secret, now_ms);
  if (caller) return {.code = "none", .status = 200, .message = {}};
  EXPECT_FALSE(caller.error().message.empty());
  return caller.error();
}

TEST(Verify, ReturnsWhoSignedAndForWhat) {
  const auto caller = verify(signed_request(), example_secret, kNow);
  ASSERT_TRUE(caller.has_value()) << caller.error().message;
  EXPECT_EQ(caller->access_key_id, "AKIDEXAMPLE");
  EXPECT_EQ(caller->region, "eu-west-1");
  EXPECT_EQ(caller->service, "personalize");
}

TEST(Verify, NoAuthorizationIsAMissingToken) {
  const SignatureFault fault =
      fault_of(with_field(signed_request(), "Authorization", std::nullopt));
  EXPECT_EQ(fault.code, "MissingAuthenticationTokenException");
  EXPECT_EQ(fault.status, 403);
}

TEST(Verify, MalformedAuthorizationIsIncomplete) {
  const std::string scope = "AKIDEXAMPLE/20150830/eu-west-1/personalize/aws4_request";
  for (const std::string& value :
       {std::string(), std::string("Bearer x"), std::string("AWS4-HMAC-SHA256"),
        std::string("AWS4-HMAC-SHA256 Credential=" + scope),
        "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=, Signature=00",
        "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=;host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=x-amz-date, Signature=00",
        std::string("AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=00"),
        std::string("AWS4-HMAC-SHA256 Credential=a/b/c/d/other, SignedHeaders=host, Signature=0"),
        std::string("AWS4-HMAC-SHA256 Credential=a//c/d/aws4_request, SignedHeaders=host, "
                    "Signature=0")}) {
    const SignatureFault fault = fault_of(with_field(signed_request(), "Authorization", value));
    EXPECT_EQ(fault.code, "IncompleteSignatureException") << value;
    EXPECT_EQ(fault.status, 400);
  }
}

TEST(Verify, TwoAuthorizationsAndAQuerySignatureAreIncomplete) {
  http::Request twice = signed_request();
  twice.headers.add("authorization", "AWS4-HMAC-SHA256 x");
  EXPECT_EQ(fault_of(twice).code, "IncompleteSignatureException");
  const auto presigned = request_with("GET", "/?X-Amz-Signature=00", {{"Host", "a"}});
  EXPECT_EQ(fault_of(presigned).code, "IncompleteSignatureException");
}

TEST(Verify, AnUnknownKeyIsAnUnrecognizedClient) {
  const auto caller = verify(signed_request(), [](std::string_view) { return std::nullopt; }, kNow);
  EXPECT_EQ(caller.error().code, "UnrecognizedClientException");
  EXPECT_EQ(caller.error().status, 403);
}

TEST(Verify, AnyChangeOfWhatIsSignedIsAnInvalidSignature) {
  http::Request body = signed_request();
  body.body = "{ }";
  http::Request method = signed_request();
  method.method = "PUT";
  http::Request target = signed_request();
  target.target = "/other";
  const http::Request header =
      with_field(signed_request(), "X-Amz-Target", "AmazonPersonalize.DeleteSchema");
  const http::Request dropped = with_field(signed_request(), "X-Amz-Target", std::nullopt);
  for (const http::Request& changed : {body, method, target, header, dropped}) {
    EXPECT_EQ(fault_of(changed).code, "InvalidSignatureException");
    EXPECT_EQ(fault_of(changed).status, 403);
  }
}

TEST(Verify, AnUnsignedTargetIsRefused) {
  http::Request request = request_with("POST", "/", {{"Host", "a"}});
  sign(request, example(), {.region = "r", .service = "personalize"}, kNow);
  request.headers.add("X-Amz-Target", "AmazonPersonalize.DeleteSchema");
  EXPECT_NE(fault_of(request).message.find("x-amz-target"), std::string::npos);
}

TEST(Verify, TheClockMayDifferByTheSkewButNotMore) {
  constexpr std::int64_t kSkew = std::int64_t{15} * 60 * 1000;
  EXPECT_EQ(fault_of(signed_request(), kNow + kSkew).code, "none");
  EXPECT_EQ(fault_of(signed_request(), kNow - kSkew).code, "none");
  EXPECT_EQ(fault_of(signed_request(), kNow + kSkew + 1).code, "RequestExpired");
  EXPECT_EQ(fault_of(signed_request(), kNow - kSkew - 1).code, "RequestExpired");
}

TEST(Verify, ADateThatIsAbsentMalformedOrOfAnotherDayIsRefused) {
  EXPECT_EQ(fault_of(with_field(signed_request(), "X-Amz-Date", std::nullopt)).code,
            "IncompleteSignatureException");
  EXPECT_EQ(fault_of(with_field(signed_request(), "X-Amz-Date", "2015-08-30")).code,
            "IncompleteSignatureException");
  EXPECT_EQ(fault_of(with_field(signed_request(), "X-Amz-Date", "20150230T000000Z")).code,
            "IncompleteSignatureException");
  EXPECT_EQ(fault_of(with_field(signed_request(), "X-Amz-Date", "20150831T123600Z")).code,
            "InvalidSignatureException");
}

TEST(Verify, APayloadMayBeUnsignedButNotStreamedAndNotMisstated) {
  const auto with_hash = [](const char* hash) {
    http::Request request =
        request_with("PUT", "/key", {{"Host", "a"}, {"X-Amz-Content-Sha256", hash}});
    request.body = "body";
    sign(request, example(), {.region = "r", .service = "s3"}, kNow);
    return request;
  };
  EXPECT_EQ(fault_of(with_hash("UNSIGNED-PAYLOAD")).code, "none");
  EXPECT_EQ(fault_of(with_hash("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")).code,
            "IncompleteSignatureException");
  EXPECT_EQ(fault_of(with_hash("00")).code, "InvalidSignatureException");
}

TEST(Verify, ADateFieldServesWhereThereIsNoAmzDate) {
  // The signature over the Date field is made with the Date's time in the string to sign.
  http::Request request = request_with(
      "GET", "/", {{"Host", "example.amazonaws.com"}, {"Date", "Sun, 30 Aug 2015 12:36:00 GMT"}});
  request.headers.add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/"
                      "aws4_request, SignedHeaders=date;host, Signature=00");
  EXPECT_EQ(fault_of(request).message.substr(0, 21), "The request signature");
}

TEST(ClaimedCaller, IsReadWithoutASecretAndNothingIfMalformed) {
  http::Request request = signed_request();
  request.body = "changed";
  EXPECT_EQ(claimed_caller(request)->region, "eu-west-1");
  EXPECT_FALSE(claimed_caller(request_with("GET", "/", {{"Host", "a"}})).has_value());
  EXPECT_FALSE(claimed_caller(with_field(request, "Authorization", "Basic x")).has_value());
}

TEST(Sign, SigningAgainReplacesTheEarlierSignature) {
  http::Request request = signed_request();
  const std::size_t field_count = request.headers.all().size();
  sign(request, example(), {.region = "eu-west-1", .service = "personalize"}, kNow + 1000);
  EXPECT_EQ(request.headers.all().size(), field_count);
  EXPECT_TRUE(verify(request, example_secret, kNow + 1000).has_value());
}

}  // namespace
}  // namespace attune::aws
