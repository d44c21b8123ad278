#pragma once

#include <vector>

#include "service/job_kinds/services.h"
#include "service/jobs/runner.h"

namespace attune::job_kinds {

/// Every kind of background work, sorted by name. `services` must outlive the runner that has them.
[[nodiscard]] std::vector<jobs::JobKind> catalogue(const Services& services);

[[nodiscard]] Result<void> run_create(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_delete(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_deploy(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_export(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_import(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_infer(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_purge(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_recommend(const Services& services, const jobs::RunningJob& job);
[[nodiscard]] Result<void> run_train(const Services& services, const jobs::RunningJob& job);

}  // namespace attune::job_kinds
