#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/io/file_descriptor.h"

namespace attune::io {

/// Writes a file so that a crash leaves either the old file or the whole new one: the bytes go to
/// a file beside it, which `commit` syncs and renames, then syncs the folder. Without `commit` the
/// file beside is removed. Not thread-safe.
class AtomicFile {
 public:
  /// Missing parent folders are created.
  [[nodiscard]] static Result<AtomicFile> create(const std::string& path);

  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;

  [[nodiscard]] Result<void> write(std::span<const char> bytes);
  /// How many bytes were written so far.
  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  [[nodiscard]] Result<void> commit();

 private:
  AtomicFile(std::string path, std::string path_beside, FileDescriptor file);
  [[nodiscard]] Result<void> flush();
  [[nodiscard]] Result<void> write_through(std::span<const char> bytes);

  std::string path_;
  std::string path_beside_;  // empty once committed
  FileDescriptor file_;
  std::vector<char> buffer_;
  std::uint64_t size_bytes_ = 0;
};

/// Writes the whole text with AtomicFile.
[[nodiscard]] Result<void> write_file_atomically(const std::string& path,
                                                 std::span<const char> bytes);

}  // namespace attune::io
