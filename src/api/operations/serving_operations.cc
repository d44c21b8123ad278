#include <array>
#include <span>

#include "api/operations/groups.h"
#include "api/operations/reading.h"
#include "domain/resources/campaign.h"
#include "domain/resources/filter.h"
#include "service/control/campaigns.h"
#include "service/control/filters.h"

namespace attune::operations {
namespace {

namespace r = resources;

constexpr std::array kOperations{
    control_operation<control::create_campaign>("CreateCampaign", "solutionVersionArn"),
    control_operation<control::create_filter>("CreateFilter", "datasetGroupArn"),
    control_operation<control::delete_campaign>("DeleteCampaign", "campaignArn"),
    control_operation<control::delete_filter>("DeleteFilter", "filterArn"),
    control_operation<describe<r::Campaign, "campaignArn", "campaign">>("DescribeCampaign",
                                                                        "campaignArn"),
    control_operation<describe<r::Filter, "filterArn", "filter">>("DescribeFilter", "filterArn"),
    control_operation<list<r::Campaign, r::CampaignSummary, "solutionArn", "campaigns">>(
        "ListCampaigns"),
    control_operation<list<r::Filter, r::FilterSummary, "datasetGroupArn", "Filters">>(
        "ListFilters"),
    control_operation<control::update_campaign>("UpdateCampaign", "campaignArn"),
};

}  // namespace

std::span<const Operation> serving_operations() {
  return kOperations;
}

}  // namespace attune::operations
