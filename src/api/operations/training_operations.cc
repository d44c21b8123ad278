#include <array>
#include <span>

#include "api/operations/groups.h"
#include "api/operations/reading.h"
#include "domain/resources/recipe.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_version.h"
#include "service/control/recipes.h"
#include "service/control/solution_versions.h"
#include "service/control/solutions.h"

namespace attune::operations {
namespace {

namespace r = resources;

constexpr std::array kOperations{
    control_operation<control::create_solution>("CreateSolution", "datasetGroupArn"),
    control_operation<control::create_solution_version>("CreateSolutionVersion", "solutionArn"),
    control_operation<control::delete_solution>("DeleteSolution", "solutionArn"),
    control_operation<
        describe_by<r::Algorithm, "algorithmArn", "algorithm", control::describe_algorithm>>(
        "DescribeAlgorithm", "algorithmArn"),
    control_operation<
        describe_by<r::FeatureTransformation, "featureTransformationArn", "featureTransformation",
                    control::describe_feature_transformation>>("DescribeFeatureTransformation",
                                                               "featureTransformationArn"),
    control_operation<describe_by<r::Recipe, "recipeArn", "recipe", control::describe_recipe>>(
        "DescribeRecipe", "recipeArn"),
    control_operation<
        describe_by<r::Solution, "solutionArn", "solution", control::describe_solution>>(
        "DescribeSolution", "solutionArn"),
    control_operation<describe<r::SolutionVersion, "solutionVersionArn", "solutionVersion">>(
        "DescribeSolutionVersion", "solutionVersionArn"),
    control_operation<control::get_solution_metrics>("GetSolutionMetrics", "solutionVersionArn"),
    control_operation<control::list_recipes>("ListRecipes"),
    control_operation<control::list_solution_versions>("ListSolutionVersions"),
    control_operation<list<r::Solution, r::SolutionSummary, "datasetGroupArn", "solutions">>(
        "ListSolutions"),
    control_operation<control::stop_solution_version_creation>("StopSolutionVersionCreation",
                                                               "solutionVersionArn"),
    control_operation<control::update_solution>("UpdateSolution", "solutionArn"),
};

}  // namespace

std::span<const Operation> training_operations() {
  return kOperations;
}

}  // namespace attune::operations
