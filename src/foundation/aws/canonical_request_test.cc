#include "foundation/aws/canonical_request.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "foundation/aws/amz_time.h"
#include "foundation/aws/credentials_from_environment.h"
#include "foundation/aws/sha256.h"
#include "foundation/aws/uri_encode.h"
#include "foundation/http/message.h"

namespace attune::aws {
namespace {

TEST(CanonicalRequest, HasTheSixPartsInTheirOrder) {
  http::Request request{.method = "GET", .target = "/a/../b%20c/?z=1&a=%7e"};
  request.headers.add("HOST", "  example.com ");
  request.headers.add("X-Two", " a \t b ");
  request.headers.add("x-two", "c");
  request.headers.add("Not-Signed", "d");
  const std::vector<std::string> names{"host", "x-two"};
  EXPECT_EQ(canonical_request(request, names, "HASH", "service"),
            "GET\n/b%2520c/\na=~&z=1\nhost:example.com\nx-two:a b,c\n\nhost;x-two\nHASH");
  EXPECT_EQ(canonical_path("/a/../b%20c/", "s3"), "/a/../b%20c/");
}

TEST(CanonicalRequest, PathsLoseDotSegmentsAndEmptyOnes) {
  for (const auto& [path, canonical] :
       std::vector<std::pair<std::string, std::string>>{{"", "/"},
                                                        {"/", "/"},
                                                        {"//", "/"},
                                                        {"/..", "/"},
                                                        {"/./a//b/", "/a/b/"},
                                                        {"/a/b/../..", "/"},
                                                        {"/a b", "/a%20b"}}) {
    EXPECT_EQ(canonical_path(path, "personalize"), canonical) << path;
  }
}

TEST(CanonicalRequest, QueriesAreSortedByNameThenValueAndEncodedStrictly) {
  EXPECT_EQ(canonical_query(""), "");
  EXPECT_EQ(canonical_query("b&a=2&a=1&a"), "a=&a=1&a=2&b=");
  EXPECT_EQ(canonical_query("a=b=c&d=+/"), "a=b%3Dc&d=%2B%2F");
  EXPECT_EQ(canonical_query("&&a=%zz&"), "a=%25zz");
}

TEST(UriEncode, DecodingUndoesEncodingForEveryByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(3, static_cast<char>(byte));
    EXPECT_EQ(uri_decode(uri_encode(text)), text);
  }
  EXPECT_EQ(uri_encode("a/b"), "a%2Fb");
  EXPECT_EQ(uri_encode("a/b", Slash::kKeep), "a/b");
  for (const char* text : {"%", "%a", "%g0", "a%4"}) EXPECT_EQ(uri_decode(text), std::nullopt);
}

TEST(Sha256, DigestsAreThoseOfThePublishedExamples) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test cases 2 and 6.
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(to_hex(hmac_sha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(AmzTime, TextAndMillisecondsAgreeAndOtherFormsAreNothing) {
  EXPECT_EQ(format_amz_time(1'440'938'160'999), "20150830T123600Z");
  EXPECT_EQ(parse_amz_time("20150830T123600Z"), 1'440'938'160'000);
  EXPECT_EQ(parse_http_time("Sun, 30 Aug 2015 12:36:00 GMT"), 1'440'938'160'000);
  for (const char* text : {"", "20150830T123600", "20151330T123600Z", "20150229T000000Z",
                           "2015083OT123600Z", "20150830T243600Z"}) {
    EXPECT_EQ(parse_amz_time(text), std::nullopt) << text;
  }
  for (const char* text : {"", "Sun, 30 Xyz 2015 12:36:00 GMT", "Sun, 30 Aug 2015 12:36:00 CET"}) {
    EXPECT_EQ(parse_http_time(text), std::nullopt) << text;
  }
}

TEST(CredentialsFromEnvironment, NeedBothHalvesOfTheKey) {
  const auto none = [](const char*) { return std::string(); };
  EXPECT_FALSE(credentials_from_environment(none).has_value());
  EXPECT_EQ(region_from_environment(none), "us-east-1");
  const auto all = [](const char* name) { return "value of " + std::string(name); };
  EXPECT_EQ(credentials_from_environment(all)->session_token, "value of AWS_SESSION_TOKEN");
  EXPECT_EQ(region_from_environment(all), "value of AWS_REGION");
}

}  // namespace
}  // namespace attune::aws
