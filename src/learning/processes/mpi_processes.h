#pragma once

#include <memory>

#include "foundation/base/error.h"
#include "learning/processes/processes.h"

namespace attune::processes {

[[nodiscard]] Result<std::unique_ptr<Processes>> join_mpi();

}  // namespace attune::processes
