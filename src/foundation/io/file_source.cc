#include "foundation/io/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "foundation/base/error.h"

namespace attune::io {
namespace {

std::unexpected<Error> system_failure(const std::string& path, int number) {
  ErrorCode code = ErrorCode::kInternal;
  if (number == ENOENT || number == ENOTDIR) code = ErrorCode::kNotFound;
  if (number == EACCES || number == EPERM) code = ErrorCode::kAccessDenied;
  return failure(code, path + ": " + std::generic_category().message(number));
}

}  // namespace

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  // Not blocking, so that a named pipe cannot hold the caller.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return system_failure(path, errno);
  auto source = std::unique_ptr<FileSource>(new FileSource(descriptor, path));
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return system_failure(path, errno);
  if (!S_ISREG(status.st_mode)) return invalid_input(path + ": not a regular file");
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return source;
}

FileSource::FileSource(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)) {}

FileSource::~FileSource() {
  ::close(descriptor_);
}

Result<std::size_t> FileSource::read(std::span<char> into) {
  while (true) {
    const ssize_t count = ::read(descriptor_, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return system_failure(path_, errno);
  }
}

}  // namespace attune::io
