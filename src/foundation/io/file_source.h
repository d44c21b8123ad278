#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "foundation/io/byte_source.h"

namespace attune::io {

/// A regular file as a source. The file stays open until the source is destroyed.
class FileSource final : public ByteSource {
 public:
  /// kNotFound, kAccessDenied, or kInvalidInput for what is not a regular file.
  [[nodiscard]] static Result<std::unique_ptr<FileSource>> open(const std::string& path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override;

 private:
  FileSource(int descriptor, std::string path);

  int descriptor_;
  std::string path_;
};

}  // namespace attune::io
