#include <array>
#include <span>

#include "api/operations/groups.h"
#include "api/operations/reading.h"
#include "domain/resources/batch_inference_job.h"
#include "domain/resources/batch_segment_job.h"
#include "domain/resources/dataset_export_job.h"
#include "service/control/batch_jobs.h"
#include "service/control/export_jobs.h"

namespace attune::operations {
namespace {

namespace r = resources;

constexpr std::array kOperations{
    control_operation<control::create_batch_inference_job>("CreateBatchInferenceJob",
                                                           "solutionVersionArn"),
    control_operation<control::create_batch_segment_job>("CreateBatchSegmentJob",
                                                         "solutionVersionArn"),
    control_operation<control::create_dataset_export_job>("CreateDatasetExportJob", "datasetArn"),
    control_operation<describe<r::BatchInferenceJob, "batchInferenceJobArn", "batchInferenceJob">>(
        "DescribeBatchInferenceJob", "batchInferenceJobArn"),
    control_operation<describe<r::BatchSegmentJob, "batchSegmentJobArn", "batchSegmentJob">>(
        "DescribeBatchSegmentJob", "batchSegmentJobArn"),
    control_operation<describe<r::DatasetExportJob, "datasetExportJobArn", "datasetExportJob">>(
        "DescribeDatasetExportJob", "datasetExportJobArn"),
    control_operation<list<r::BatchInferenceJob, r::BatchInferenceJobSummary, "solutionVersionArn",
                           "batchInferenceJobs">>("ListBatchInferenceJobs"),
    control_operation<list<r::BatchSegmentJob, r::BatchSegmentJobSummary, "solutionVersionArn",
                           "batchSegmentJobs">>("ListBatchSegmentJobs"),
    control_operation<
        list<r::DatasetExportJob, r::DatasetExportJobSummary, "datasetArn", "datasetExportJobs">>(
        "ListDatasetExportJobs"),
};

}  // namespace

std::span<const Operation> batch_operations() {
  return kOperations;
}

}  // namespace attune::operations
