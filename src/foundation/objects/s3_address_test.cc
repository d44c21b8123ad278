#include "foundation/objects/s3_address.h"

#include <gtest/gtest.h>

#include <string>

#include "foundation/base/error.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {
namespace {

TEST(S3Address, TheBucketIsInThePathOrInTheHost) {
  S3Options options{.region = "eu-west-1"};
  const S3Address amazon = s3_address(options, "shop").value();
  EXPECT_EQ(amazon.origin, "https://shop.s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(amazon.target("a b/c"), "/a%20b/c");
  options.endpoint = "http://[::1]:9000/";
  options.addressing = S3Addressing::kPath;
  const S3Address own = s3_address(options, "shop").value();
  EXPECT_EQ(own.origin, "http://[::1]:9000");
  EXPECT_EQ(own.host, "[::1]:9000");
  EXPECT_EQ(own.target(""), "/shop/");
}

TEST(S3Address, WhatIsNoBucketOrEndpointIsRefused) {
  for (const char* bucket : {"", "ab", "Shop", "a..b", "-ab", "a/b", "a b"}) {
    EXPECT_EQ(s3_address({}, bucket).error().code, ErrorCode::kInvalidInput) << bucket;
  }
  for (const char* endpoint : {"localhost", "ftp://a", "http://", "http://a/b", "http://u@a"}) {
    EXPECT_FALSE(s3_address({.endpoint = endpoint}, "shop").has_value()) << endpoint;
  }
}

TEST(S3Location, EveryFormNamesBucketAndKey) {
  const S3Options amazon{.region = "eu-west-1"};
  for (const char* location :
       {"s3://shop/a b/c.csv", "https://shop.s3.eu-west-1.amazonaws.com/a%20b/c.csv",
        "https://s3.eu-west-1.amazonaws.com/shop/a%20b/c.csv",
        "http://s3.amazonaws.com/shop/a%20b/c.csv"}) {
    const auto place = parse_s3_location(location, amazon);
    ASSERT_TRUE(place.has_value()) << location;
    EXPECT_EQ(place->bucket, "shop");
    EXPECT_EQ(place->key, "a b/c.csv");
  }
  const S3Options own{.endpoint = "http://minio:9000"};
  EXPECT_EQ(parse_s3_location("http://minio:9000/shop/k", own)->key, "k");
  EXPECT_EQ(parse_s3_location("http://shop.minio:9000/k", own)->bucket, "shop");
  EXPECT_EQ(parse_s3_location("s3://shop", own)->key, "");
}

TEST(S3Location, OtherHostsAndSchemesAreNone) {
  for (const char* location :
       {"", "shop/key", "s3:/shop/key", "s3://", "s3:///key", "s3://S/key", "gs://shop/key",
        "https://example.com/shop/key", "https://s3.us-west-2.amazonaws.com/shop/key",
        "https://s3.amazonaws.com/%zz/k", "https://"}) {
    EXPECT_FALSE(parse_s3_location(location, {}).has_value()) << location;
  }
}

TEST(S3Options, ComeFromTheEnvironment) {
  const auto read = [](const char* name) {
    return std::string(name) == "ATTUNE_S3_ENDPOINT" ? "http://minio:9000" : "x";
  };
  const S3Options options = s3_options_from_environment(read);
  EXPECT_EQ(options.addressing, S3Addressing::kPath);
  EXPECT_EQ(options.region, "x");
  EXPECT_TRUE(options.credentials.has_value());
  const S3Options none = s3_options_from_environment([](const char*) { return std::string(); });
  EXPECT_EQ(none.addressing, S3Addressing::kVirtualHost);
  EXPECT_FALSE(none.credentials.has_value());
}

}  // namespace
}  // namespace attune::objects
