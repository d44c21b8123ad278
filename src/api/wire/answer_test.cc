#include "api/wire/answer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/json/value.h"

namespace attune::wire {
namespace {

struct Case {
  ErrorCode code;
  Service service;
  std::string_view name;
  int status;
};

class ErrorEncoding : public testing::TestWithParam<Case> {};

TEST_P(ErrorEncoding, FollowsTheServicesModel) {
  const Fault fault = fault_of({.code = GetParam().code, .message = "why"}, GetParam().service);
  EXPECT_EQ(fault.code, GetParam().name);
  EXPECT_EQ(fault.status, GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, ErrorEncoding,
    testing::Values(
        Case{ErrorCode::kInvalidInput, Service::kControl, "InvalidInputException", 400},
        Case{ErrorCode::kNotFound, Service::kControl, "ResourceNotFoundException", 400},
        Case{ErrorCode::kNotFound, Service::kRuntime, "ResourceNotFoundException", 404},
        Case{ErrorCode::kNotFound, Service::kEvents, "ResourceNotFoundException", 404},
        Case{ErrorCode::kInUse, Service::kControl, "ResourceInUseException", 400},
        Case{ErrorCode::kInUse, Service::kEvents, "ResourceInUseException", 409},
        Case{ErrorCode::kAlreadyExists, Service::kControl, "ResourceAlreadyExistsException", 400},
        Case{ErrorCode::kLimitExceeded, Service::kControl, "LimitExceededException", 400},
        Case{ErrorCode::kInvalidNextToken, Service::kControl, "InvalidNextTokenException", 400},
        Case{ErrorCode::kTooManyTags, Service::kControl, "TooManyTagsException", 400},
        Case{ErrorCode::kTooManyTagKeys, Service::kControl, "TooManyTagKeysException", 400},
        Case{ErrorCode::kMalformed, Service::kRuntime, "SerializationException", 400},
        Case{ErrorCode::kAccessDenied, Service::kRuntime, "AccessDeniedException", 400},
        Case{ErrorCode::kUnavailable, Service::kEvents, "ServiceUnavailable", 503},
        Case{ErrorCode::kInternal, Service::kControl, "InternalServerError", 500}));

// Trap 3: botocore reads a control-plane code only from the body.
TEST(ErrorBody, CarriesTheBareCodeAndTheMessage) {
  const Answer answer = encode(fault_of({ErrorCode::kNotFound, "no such"}, Service::kControl));
  EXPECT_EQ(answer.body, R"({"__type":"ResourceNotFoundException","message":"no such"})");
  EXPECT_EQ(answer.error_code, "ResourceNotFoundException");
}

TEST(ErrorBody, KeepsInternalDetailsFromTheCaller) {
  const Answer answer =
      encode(fault_of({ErrorCode::kInternal, "SELECT secret"}, Service::kControl));
  EXPECT_EQ(answer.body.find("SELECT"), std::string::npos);
}

TEST(Success, WithoutAValueHasNoBody) {
  EXPECT_EQ(encode(json::Value()).body, "");
  EXPECT_EQ(encode(json::Value(json::Object{})).body, "{}");
}

}  // namespace
}  // namespace attune::wire
