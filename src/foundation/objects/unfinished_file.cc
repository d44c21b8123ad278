#include "foundation/objects/unfinished_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/io/byte_source.h"
#include "foundation/io/sync_directory.h"
#include "foundation/objects/object_key.h"

namespace attune::objects {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;

std::unexpected<Error> system_failure(const std::filesystem::path& path, int number) {
  ErrorCode code = ErrorCode::kInternal;
  if (number == EACCES || number == EPERM || number == EROFS) code = ErrorCode::kAccessDenied;
  if (number == EISDIR || number == ENAMETOOLONG) code = ErrorCode::kInvalidInput;
  return failure(code, path.string() + ": " + std::generic_category().message(number));
}

}  // namespace

Result<UnfinishedFile> UnfinishedFile::create(const std::filesystem::path& directory) {
  std::filesystem::path path = directory / (std::string(kUnfinishedPrefix) + make_hex_id(16));
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) return system_failure(path, errno);
  return UnfinishedFile(std::move(path), descriptor);
}

UnfinishedFile::UnfinishedFile(std::filesystem::path path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), descriptor_(std::exchange(other.descriptor_, -1)) {}

UnfinishedFile::~UnfinishedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<void> UnfinishedFile::write_all(io::ByteSource& source) {
  std::vector<char> piece(kPieceBytes);
  while (true) {
    ATTUNE_TRY(count, source.read(piece));
    if (count == 0) return {};
    std::span<const char> rest(piece.data(), count);
    while (!rest.empty()) {
      const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return system_failure(path_, errno);
      rest = rest.subspan(static_cast<std::size_t>(written));
    }
  }
}

Result<void> UnfinishedFile::finish_as(const std::string& name) {
  if (::fsync(descriptor_) != 0) return system_failure(path_, errno);
  const std::filesystem::path place = path_.parent_path() / name;
  if (::rename(path_.c_str(), place.c_str()) != 0) return system_failure(place, errno);
  path_.clear();
  return io::sync_directory(place.parent_path());
}

}  // namespace attune::objects
