#include <array>
#include <span>

#include "api/operations/groups.h"
#include "api/operations/reading.h"
#include "domain/resources/dataset.h"
#include "domain/resources/dataset_group.h"
#include "domain/resources/dataset_import_job.h"
#include "domain/resources/dataset_schema.h"
#include "domain/resources/event_tracker.h"
#include "service/control/dataset_groups.h"
#include "service/control/datasets.h"
#include "service/control/event_trackers.h"
#include "service/control/import_jobs.h"
#include "service/control/schemas.h"
#include "service/control/tagging.h"

namespace attune::operations {
namespace {

namespace r = resources;

constexpr std::array kOperations{
    control_operation<control::create_dataset>("CreateDataset", "datasetGroupArn"),
    control_operation<control::create_dataset_group>("CreateDatasetGroup"),
    control_operation<control::create_dataset_import_job>("CreateDatasetImportJob", "datasetArn"),
    control_operation<control::create_event_tracker>("CreateEventTracker", "datasetGroupArn"),
    control_operation<control::create_schema>("CreateSchema"),
    control_operation<control::delete_dataset>("DeleteDataset", "datasetArn"),
    control_operation<control::delete_dataset_group>("DeleteDatasetGroup", "datasetGroupArn"),
    control_operation<control::delete_event_tracker>("DeleteEventTracker", "eventTrackerArn"),
    control_operation<control::delete_schema>("DeleteSchema", "schemaArn"),
    control_operation<describe<r::Dataset, "datasetArn", "dataset">>("DescribeDataset",
                                                                     "datasetArn"),
    control_operation<describe<r::DatasetGroup, "datasetGroupArn", "datasetGroup">>(
        "DescribeDatasetGroup", "datasetGroupArn"),
    control_operation<describe<r::DatasetImportJob, "datasetImportJobArn", "datasetImportJob">>(
        "DescribeDatasetImportJob", "datasetImportJobArn"),
    control_operation<describe<r::EventTracker, "eventTrackerArn", "eventTracker">>(
        "DescribeEventTracker", "eventTrackerArn"),
    control_operation<describe<r::DatasetSchema, "schemaArn", "schema">>("DescribeSchema",
                                                                         "schemaArn"),
    control_operation<list_all<r::DatasetGroup, r::DatasetGroupSummary, "datasetGroups">>(
        "ListDatasetGroups"),
    control_operation<
        list<r::DatasetImportJob, r::DatasetImportJobSummary, "datasetArn", "datasetImportJobs">>(
        "ListDatasetImportJobs"),
    control_operation<list<r::Dataset, r::DatasetSummary, "datasetGroupArn", "datasets">>(
        "ListDatasets"),
    control_operation<
        list<r::EventTracker, r::EventTrackerSummary, "datasetGroupArn", "eventTrackers">>(
        "ListEventTrackers"),
    control_operation<list_all<r::DatasetSchema, r::DatasetSchemaSummary, "schemas">>(
        "ListSchemas"),
    control_operation<control::list_tags_for_resource>("ListTagsForResource", "resourceArn"),
    control_operation<control::tag_resource>("TagResource", "resourceArn"),
    control_operation<control::untag_resource>("UntagResource", "resourceArn"),
    control_operation<control::update_dataset>("UpdateDataset", "datasetArn"),
};

}  // namespace

std::span<const Operation> data_operations() {
  return kOperations;
}

}  // namespace attune::operations
