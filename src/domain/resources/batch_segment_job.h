#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/resources/job_locations.h"
#include "domain/resources/scalar_rules.h"
#include "foundation/json/scalars.h"
#include "foundation/json/shape.h"

namespace attune::resources {

struct BatchSegmentJob {
  static constexpr std::string_view kKind = "batch-segment-job";

  std::string job_name;
  std::string batch_segment_job_arn;
  std::optional<std::string> filter_arn = {};
  std::optional<std::string> failure_reason = {};
  std::string solution_version_arn;
  std::optional<std::int64_t> num_results = {};
  JobInput job_input;
  JobOutput job_output;
  std::string role_arn;
  std::string status;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape =
      json::shape(json::field("jobName", &BatchSegmentJob::job_name, kName),
                  json::field("batchSegmentJobArn", &BatchSegmentJob::batch_segment_job_arn, kArn),
                  json::field("filterArn", &BatchSegmentJob::filter_arn, kArn),
                  json::field("failureReason", &BatchSegmentJob::failure_reason),
                  json::field("solutionVersionArn", &BatchSegmentJob::solution_version_arn, kArn),
                  json::field("numResults", &BatchSegmentJob::num_results),
                  json::field("jobInput", &BatchSegmentJob::job_input),
                  json::field("jobOutput", &BatchSegmentJob::job_output),
                  json::field("roleArn", &BatchSegmentJob::role_arn, kRoleArn),
                  json::field("status", &BatchSegmentJob::status),
                  json::field("creationDateTime", &BatchSegmentJob::creation_date_time),
                  json::field("lastUpdatedDateTime", &BatchSegmentJob::last_updated_date_time));

  [[nodiscard]] const std::string& arn() const { return batch_segment_job_arn; }
  [[nodiscard]] const std::string& resource_name() const { return job_name; }
  [[nodiscard]] std::string parent_arn() const { return solution_version_arn; }
};

struct BatchSegmentJobSummary {
  std::string batch_segment_job_arn;
  std::string job_name;
  std::string status;
  std::optional<std::string> failure_reason = {};
  std::string solution_version_arn;
  json::Timestamp creation_date_time;
  json::Timestamp last_updated_date_time;

  static constexpr auto kShape = json::shape(
      json::field("batchSegmentJobArn", &BatchSegmentJobSummary::batch_segment_job_arn),
      json::field("jobName", &BatchSegmentJobSummary::job_name),
      json::field("status", &BatchSegmentJobSummary::status),
      json::field("failureReason", &BatchSegmentJobSummary::failure_reason),
      json::field("solutionVersionArn", &BatchSegmentJobSummary::solution_version_arn),
      json::field("creationDateTime", &BatchSegmentJobSummary::creation_date_time),
      json::field("lastUpdatedDateTime", &BatchSegmentJobSummary::last_updated_date_time));
};

}  // namespace attune::resources
