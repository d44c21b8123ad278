#include <array>
#include <span>

#include "api/operations/groups.h"
#include "api/operations/reading.h"
#include "domain/resources/data_deletion_job.h"
#include "domain/resources/metric_attribution.h"
#include "service/control/data_deletion_jobs.h"
#include "service/control/metric_attributions.h"

namespace attune::operations {
namespace {

namespace r = resources;

constexpr std::array kOperations{
    control_operation<control::create_data_deletion_job>("CreateDataDeletionJob",
                                                         "datasetGroupArn"),
    control_operation<control::create_metric_attribution>("CreateMetricAttribution",
                                                          "datasetGroupArn"),
    control_operation<control::delete_metric_attribution>("DeleteMetricAttribution",
                                                          "metricAttributionArn"),
    control_operation<describe<r::DataDeletionJob, "dataDeletionJobArn", "dataDeletionJob">>(
        "DescribeDataDeletionJob", "dataDeletionJobArn"),
    control_operation<describe<r::MetricAttribution, "metricAttributionArn", "metricAttribution">>(
        "DescribeMetricAttribution", "metricAttributionArn"),
    control_operation<
        list<r::DataDeletionJob, r::DataDeletionJobSummary, "datasetGroupArn", "dataDeletionJobs">>(
        "ListDataDeletionJobs"),
    control_operation<control::list_metric_attribution_metrics>("ListMetricAttributionMetrics",
                                                                "metricAttributionArn"),
    control_operation<list<r::MetricAttribution, r::MetricAttributionSummary, "datasetGroupArn",
                           "metricAttributions">>("ListMetricAttributions"),
    control_operation<control::update_metric_attribution>("UpdateMetricAttribution",
                                                          "metricAttributionArn"),
};

}  // namespace

std::span<const Operation> attribution_operations() {
  return kOperations;
}

}  // namespace attune::operations
