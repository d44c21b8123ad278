#pragma once

#include <string>
#include <string_view>

#include "domain/resources/repository.h"
#include "domain/resources/solution.h"
#include "domain/resources/solution_config.h"
#include "foundation/base/error.h"
#include "learning/recipes/recipe.h"
#include "service/control/control.h"
#include "service/control/solutions.h"

namespace attune::control {

/// The recipe that the request names: kNotFound for an unknown one, kInvalidInput for none.
Result<const recipes::Recipe*> recipe_of(const CreateSolutionRequest& request);

/// What can be said without the database: switches that exclude each other, hyperparameters,
/// thresholds, schedules (reference 5.5, 5.7).
Result<void> check_solution(const CreateSolutionRequest& request, const recipes::Recipe& recipe);

/// What needs the dataset group: the datasets that the recipe is trained on and the columns that
/// the configuration names.
Result<void> check_against_data(resources::Resources& rows, const Caller& caller,
                                const CreateSolutionRequest& request);

/// The columns of a trainingDataConfig exist and may be chosen; `path` is the member that holds it.
Result<void> check_training_columns(resources::Resources& rows, const Caller& caller,
                                    const std::string& dataset_group_arn,
                                    const resources::TrainingDataConfig& config,
                                    std::string_view path);

/// Of UpdateSolution: the recipe of the solution takes the new values.
Result<void> check_solution_update(const resources::Solution& solution,
                                   const UpdateSolutionRequest& request);

}  // namespace attune::control
