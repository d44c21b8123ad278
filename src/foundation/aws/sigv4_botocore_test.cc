// botocore signed tests/golden/sigv4/vectors.jsonl; generate.py beside it wrote the file.
#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/aws/amz_time.h"
#include "foundation/aws/credentials.h"
#include "foundation/aws/sigv4.h"
#include "foundation/http/message.h"
#include "foundation/json/value.h"

namespace attune::aws {
namespace {

struct Vector {
  std::string kind;
  http::Request request;
  Credentials credentials;
  SigningScope scope;
  std::int64_t signed_at_ms = 0;
};

std::string text_of(const json::Value* value) {
  const std::string* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : *text;
}

Vector read_vector(const std::string& line) {
  const json::Value value = json::parse(line).value();
  const auto text = [&](const char* name) { return text_of(value.find(name)); };
  Vector vector{
      .kind = text("kind"),
      .request = {.method = text("method"), .target = text("target"), .body = text("body")},
      .credentials = {.access_key_id = text("accessKeyId"),
                      .secret_access_key = text("secret"),
                      .session_token = text("token")},
      .scope = {.region = text("region"), .service = text("service")},
      .signed_at_ms = parse_amz_time(text("timestamp")).value_or(0)};
  const json::Value* const headers = value.find("headers");
  if (headers == nullptr || headers->if_array() == nullptr) return vector;
  for (const json::Value& field : *headers->if_array()) {
    const json::Array* const pair = field.if_array();
    if (pair != nullptr && pair->size() == 2) {
      vector.request.headers.add(text_of(pair->data()), text_of(pair->data() + 1));
    }
  }
  return vector;
}

std::vector<Vector> all_vectors() {
  std::ifstream file(ATTUNE_SOURCE_DIR "/tests/golden/sigv4/vectors.jsonl");
  std::vector<Vector> vectors;
  for (std::string line; std::getline(file, line);) vectors.push_back(read_vector(line));
  return vectors;
}

TEST(SigV4AgainstBotocore, EveryRequestVerifies) {
  const auto vectors = all_vectors();
  ASSERT_EQ(vectors.size(), 300U);
  for (const Vector& vector : vectors) {
    const auto find = [&](std::string_view) {
      return std::optional(vector.credentials.secret_access_key);
    };
    const auto caller = verify(vector.request, find, vector.signed_at_ms);
    ASSERT_TRUE(caller.has_value()) << vector.request.target << caller.error().message;
    EXPECT_EQ(caller->access_key_id, vector.credentials.access_key_id);
  }
}

TEST(SigV4AgainstBotocore, NoRequestVerifiesWithAnotherSecret) {
  for (const Vector& vector : all_vectors()) {
    const auto find = [&](std::string_view) {
      return std::optional(vector.credentials.secret_access_key + "x");
    };
    const auto caller = verify(vector.request, find, vector.signed_at_ms);
    ASSERT_FALSE(caller.has_value());
    EXPECT_EQ(caller.error().code, "InvalidSignatureException");
  }
}

TEST(SigV4AgainstBotocore, SigningGivesTheSameAuthorization) {
  for (const Vector& vector : all_vectors()) {
    if (vector.kind == "everything") continue;  // signs fields that sign() leaves out on purpose
    http::Request request = vector.request;
    sign(request, vector.credentials, vector.scope, vector.signed_at_ms);
    ASSERT_EQ(request.headers.find("Authorization"), vector.request.headers.find("Authorization"))
        << vector.request.target;
  }
}

}  // namespace
}  // namespace attune::aws
