#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/io/atomic_file.h"
#include "foundation/objects/object_store.h"
#include "service/job_kinds/services.h"
#include "service/jobs/runner.h"

namespace attune::job_kinds {

/// What a job writes for an object store: collected in a file below objects/work/, then stored in
/// one go, so that a reader never sees half of it. The file is removed with this object. One per
/// job at a time; not thread-safe.
class WorkFile {
 public:
  [[nodiscard]] static Result<WorkFile> create(const Services& services,
                                               const jobs::RunningJob& job);
  ~WorkFile();
  WorkFile(WorkFile&& other) noexcept;
  WorkFile& operator=(WorkFile&&) = delete;

  [[nodiscard]] Result<void> write(std::string_view text);
  /// Stores what was written under the key.
  [[nodiscard]] Result<void> store(objects::ObjectStore& store, std::string_view key);

 private:
  WorkFile(std::filesystem::path path, io::AtomicFile file);

  std::filesystem::path path_;  // empty when moved from
  io::AtomicFile file_;
};

/// The store and the key of a folder, which ends in a slash; kInvalidInput "Invalid S3 output
/// path" for what cannot be one.
[[nodiscard]] Result<objects::Location> output_folder(const Services& services,
                                                      const std::string& location);

}  // namespace attune::job_kinds
