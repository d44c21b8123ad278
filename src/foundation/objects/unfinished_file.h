#pragma once

#include <filesystem>
#include <string>

#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"

namespace attune::objects {

/// A file written beside its place and renamed into it once it is whole. Deleted if it never is.
class UnfinishedFile {
 public:
  [[nodiscard]] static Result<UnfinishedFile> create(const std::filesystem::path& directory);
  UnfinishedFile(UnfinishedFile&& other) noexcept;
  UnfinishedFile& operator=(UnfinishedFile&&) = delete;
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  ~UnfinishedFile();

  [[nodiscard]] Result<void> write_all(io::ByteSource& source);
  /// Syncs the file, renames it within its directory, syncs the directory.
  [[nodiscard]] Result<void> finish_as(const std::string& name);

 private:
  UnfinishedFile(std::filesystem::path path, int descriptor);

  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace attune::objects
