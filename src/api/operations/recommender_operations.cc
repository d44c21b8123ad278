#include <array>
#include <span>

#include "api/operations/groups.h"
#include "api/operations/reading.h"
#include "domain/resources/recommender.h"
#include "service/control/recommenders.h"

namespace attune::operations {
namespace {

namespace r = resources;

constexpr std::array kOperations{
    control_operation<control::create_recommender>("CreateRecommender", "datasetGroupArn"),
    control_operation<control::delete_recommender>("DeleteRecommender", "recommenderArn"),
    control_operation<describe_by<r::Recommender, "recommenderArn", "recommender",
                                  control::describe_recommender>>("DescribeRecommender",
                                                                  "recommenderArn"),
    control_operation<
        list<r::Recommender, r::RecommenderSummary, "datasetGroupArn", "recommenders">>(
        "ListRecommenders"),
    control_operation<control::start_recommender>("StartRecommender", "recommenderArn"),
    control_operation<control::stop_recommender>("StopRecommender", "recommenderArn"),
    control_operation<control::update_recommender>("UpdateRecommender", "recommenderArn"),
};

}  // namespace

std::span<const Operation> recommender_operations() {
  return kOperations;
}

}  // namespace attune::operations
