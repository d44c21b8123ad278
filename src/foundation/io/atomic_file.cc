#include "foundation/io/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "foundation/base/error.h"
#include "foundation/io/file_descriptor.h"
#include "foundation/io/sync_directory.h"

namespace attune::io {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

Result<void> failed(const std::string& path) {
  return internal_error(path + ": " + std::strerror(errno));
}

std::string name_beside(const std::string& path) {
  static std::atomic<std::uint64_t> count = 0;
  return path + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(count.fetch_add(1));
}

}  // namespace

AtomicFile::AtomicFile(std::string path, std::string path_beside, FileDescriptor file)
    : path_(std::move(path)), path_beside_(std::move(path_beside)), file_(std::move(file)) {
  buffer_.reserve(kBufferBytes);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      path_beside_(std::exchange(other.path_beside_, {})),
      file_(std::move(other.file_)),
      buffer_(std::move(other.buffer_)),
      size_bytes_(other.size_bytes_) {}

AtomicFile::~AtomicFile() {
  if (!path_beside_.empty()) ::unlink(path_beside_.c_str());
}

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return internal_error(folder.string() + ": " + error.message());
  std::string beside = name_beside(path);
  FileDescriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.is_open()) return internal_error(beside + ": " + std::strerror(errno));
  return AtomicFile(path, std::move(beside), std::move(file));
}

Result<void> AtomicFile::write_through(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return failed(path_beside_);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> AtomicFile::flush() {
  ATTUNE_TRY_VOID(write_through(buffer_));
  buffer_.clear();
  return {};
}

Result<void> AtomicFile::write(std::span<const char> bytes) {
  size_bytes_ += bytes.size();
  if (buffer_.size() + bytes.size() > kBufferBytes) ATTUNE_TRY_VOID(flush());
  if (bytes.size() >= kBufferBytes) return write_through(bytes);
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  return {};
}

Result<void> AtomicFile::commit() {
  ATTUNE_TRY_VOID(flush());
  if (::fsync(file_.number()) != 0) return failed(path_beside_);
  file_.reset();
  if (std::rename(path_beside_.c_str(), path_.c_str()) != 0) return failed(path_);
  path_beside_.clear();
  return sync_directory(std::filesystem::path(path_).parent_path());
}

Result<void> write_file_atomically(const std::string& path, std::span<const char> bytes) {
  ATTUNE_TRY(file, AtomicFile::create(path));
  ATTUNE_TRY_VOID(file.write(bytes));
  return file.commit();
}

}  // namespace attune::io
