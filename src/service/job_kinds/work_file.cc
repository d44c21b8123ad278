#include "service/job_kinds/work_file.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "foundation/base/error.h"
#include "foundation/io/file_source.h"
#include "foundation/objects/location_resolver.h"
#include "service/control/job_rules.h"

namespace attune::job_kinds {

WorkFile::WorkFile(std::filesystem::path path, io::AtomicFile file)
    : path_(std::move(path)), file_(std::move(file)) {}

WorkFile::WorkFile(WorkFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

WorkFile::~WorkFile() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

Result<WorkFile> WorkFile::create(const Services& services, const jobs::RunningJob& job) {
  std::filesystem::path path = services.objects / "work" / ("job-" + std::to_string(job.id));
  ATTUNE_TRY(file, io::AtomicFile::create(path));
  return WorkFile(std::move(path), std::move(file));
}

Result<void> WorkFile::write(std::string_view text) {
  return file_.write(text);
}

Result<void> WorkFile::store(objects::ObjectStore& store, std::string_view key) {
  ATTUNE_TRY_VOID(file_.commit());
  ATTUNE_TRY(source, io::FileSource::open(path_));
  return store.put(key, *source);
}

Result<objects::Location> output_folder(const Services& services, const std::string& location) {
  auto folder = services.locations.resolve(control::folder_of(location));
  if (folder || folder.error().code != ErrorCode::kInvalidInput) return folder;
  return invalid_input("Invalid S3 output path: " + location);
}

}  // namespace attune::job_kinds
