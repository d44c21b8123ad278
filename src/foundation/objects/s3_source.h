#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "foundation/io/byte_source.h"
#include "foundation/objects/s3_bucket.h"

namespace attune::objects {

/// An object read by ranges.
class S3Source final : public io::ByteSource {
 public:
  struct Object {
    std::string key;
    std::uint64_t size_bytes = 0;
    std::string etag;  // "": replacement goes unnoticed
  };

  S3Source(std::shared_ptr<const S3Bucket> bucket, Object object);
  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override;

 private:
  [[nodiscard]] Result<void> fetch();

  std::shared_ptr<const S3Bucket> bucket_;
  Object object_;
  std::uint64_t fetched_bytes_ = 0;
  std::string range_;
  std::size_t position_ = 0;  // in range_
};

}  // namespace attune::objects
