#pragma once

#include "foundation/base/error.h"
#include "service/job_kinds/services.h"

namespace attune::job_kinds {

/// Removes what a crash or a replaced import left below objects/: segments and solutions that no
/// resource needs any more. For the start, before jobs run.
[[nodiscard]] Result<void> remove_unreferenced_files(const Services& services);

}  // namespace attune::job_kinds
