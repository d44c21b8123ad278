#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "foundation/json/rule.h"

namespace attune::resources {

bool is_name(std::string_view text);             // [a-zA-Z0-9][a-zA-Z0-9\-_]*
bool is_personalize_arn(std::string_view text);  // arn:([a-z\d-]+):personalize:.*:.*:.+
bool is_role_arn(std::string_view text);
bool is_kms_key_arn(std::string_view text);
bool is_data_location(std::string_view text);  // (s3|http|https|file)://.+
bool is_letters_and_underscores(std::string_view text);
bool is_column_name(std::string_view text);     // [A-Za-z_][A-Za-z\d_]*
bool is_parameter_name(std::string_view text);  // [A-Za-z\d_]+
bool is_tag_text(std::string_view text);        // ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)
bool is_ascii(std::string_view text);
bool is_attribution_source(std::string_view text);  // printable ASCII, not only blanks
bool is_schedule(std::string_view text);            // rate\(\d+ days?\)

inline constexpr json::Pattern kNamePattern{
    .allows = "a name: letters, digits, - and _, a letter or digit first", .matches = is_name};
inline constexpr json::Pattern kArnPattern{
    .allows = "an ARN of the form arn:aws:personalize:region:account:kind/name",
    .matches = is_personalize_arn};
inline constexpr json::Pattern kRoleArnPattern{
    .allows = "an ARN of the form arn:aws:iam::123456789012:role/name", .matches = is_role_arn};
inline constexpr json::Pattern kKmsKeyArnPattern{
    .allows = "an ARN of the form arn:aws:kms:region:123456789012:key/id",
    .matches = is_kms_key_arn};
inline constexpr json::Pattern kDataLocationPattern{
    .allows = "a location of the form s3://bucket/key, http(s)://... or file:///path",
    .matches = is_data_location};
inline constexpr json::Pattern kDatasetTypePattern{.allows = "letters and underscores",
                                                   .matches = is_letters_and_underscores};
inline constexpr json::Pattern kColumnNamePattern{
    .allows = "a column name: letters, digits and _, no digit first", .matches = is_column_name};
inline constexpr json::Pattern kParameterNamePattern{.allows = "letters, digits and _",
                                                     .matches = is_parameter_name};
inline constexpr json::Pattern kTagTextPattern{
    .allows = "letters, digits, spaces and any of _.:/=+-@", .matches = is_tag_text};
inline constexpr json::Pattern kAsciiPattern{.allows = "ASCII", .matches = is_ascii};
inline constexpr json::Pattern kAttributionSourcePattern{
    .allows = "printable ASCII with at least one character that is no space",
    .matches = is_attribution_source};
inline constexpr json::Pattern kSchedulePattern{.allows = "of the form rate(7 days)",
                                                .matches = is_schedule};

inline constexpr std::array<std::string_view, 2> kDomains{"ECOMMERCE", "VIDEO_ON_DEMAND"};
inline constexpr std::array<std::string_view, 2> kImportModes{"FULL", "INCREMENTAL"};
inline constexpr std::array<std::string_view, 3> kIngestionModes{"BULK", "PUT", "ALL"};
inline constexpr std::array<std::string_view, 2> kBatchInferenceModes{"BATCH_INFERENCE",
                                                                      "THEME_GENERATION"};
inline constexpr std::array<std::string_view, 3> kTrainingModes{"FULL", "UPDATE", "AUTOTRAIN"};
inline constexpr std::array<std::string_view, 2> kTrainingTypes{"AUTOMATIC", "MANUAL"};
inline constexpr std::array<std::string_view, 2> kRankingInfluences{"POPULARITY", "FRESHNESS"};
inline constexpr std::array<std::string_view, 4> kSensitivities{"LOW", "MEDIUM", "HIGH", "OFF"};

/// The scalar types of the protocol (reference 2.1).
inline constexpr json::Rule kName{.size_min = 1, .size_max = 63, .pattern = &kNamePattern};
inline constexpr json::Rule kArn{.size_max = 256, .pattern = &kArnPattern};
inline constexpr json::Rule kRoleArn{.size_max = 256, .pattern = &kRoleArnPattern};
inline constexpr json::Rule kKmsKeyArn{.size_max = 2048, .pattern = &kKmsKeyArnPattern};
inline constexpr json::Rule kDataLocation{.size_max = 256, .pattern = &kDataLocationPattern};
inline constexpr json::Rule kNextToken{.size_max = 1500, .pattern = &kAsciiPattern};
inline constexpr json::Rule kMaxResults{.value_min = 1, .value_max = 100};
inline constexpr json::Rule kDomain{.one_of = kDomains};
inline constexpr json::Rule kDatasetType{.size_max = 256, .pattern = &kDatasetTypePattern};
inline constexpr json::Rule kColumnName{.size_max = 150, .pattern = &kColumnNamePattern};
inline constexpr json::Rule kText150{.size_max = 150};
inline constexpr json::Rule kText256{.size_max = 256};
inline constexpr json::Rule kText1000{.size_max = 1000};
inline constexpr json::Rule kId{.size_min = 1, .size_max = 256};
inline constexpr json::Rule kTagKey{.size_min = 1, .size_max = 128, .pattern = &kTagTextPattern};
inline constexpr json::Rule kTagValue{.size_max = 256, .pattern = &kTagTextPattern};
inline constexpr json::Rule kTags{.size_max = 200};
inline constexpr json::Rule kHyperParameters{.size_max = 100, .each = &kText1000, .key = &kText256};
inline constexpr json::Rule kAvroSchema{.size_max = 20'000};
inline constexpr json::Rule kFilterExpression{.size_min = 1, .size_max = 2500};
inline constexpr json::Rule kFilterValueName{.size_max = 50, .pattern = &kParameterNamePattern};
inline constexpr json::Rule kFilterValues{
    .size_max = 25, .each = &kText1000, .key = &kFilterValueName};
inline constexpr json::Rule kContextName{.size_max = 150, .pattern = &kParameterNamePattern};
inline constexpr json::Rule kContext{.size_max = 150, .each = &kText1000, .key = &kContextName};
inline constexpr json::Rule kTps{.value_min = 1, .value_max = 1e9};
inline constexpr json::Rule kImportMode{.one_of = kImportModes};
inline constexpr json::Rule kIngestionMode{.one_of = kIngestionModes};
inline constexpr json::Rule kBatchInferenceMode{.one_of = kBatchInferenceModes};
inline constexpr json::Rule kTrainingMode{.one_of = kTrainingModes};

}  // namespace attune::resources
