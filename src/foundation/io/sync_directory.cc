#include "foundation/io/sync_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include "foundation/base/error.h"
#include "foundation/io/file_descriptor.h"

namespace attune::io {

Result<void> sync_directory(const std::filesystem::path& directory) {
  const std::string name = directory.empty() ? std::string(".") : directory.string();
  const FileDescriptor handle(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open() || ::fsync(handle.number()) != 0) {
    return internal_error(name + ": " + std::generic_category().message(errno));
  }
  return {};
}

}  // namespace attune::io
