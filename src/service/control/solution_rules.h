#pragma once

#include "domain/resources/repository.h"
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

}  // namespace attune::control
