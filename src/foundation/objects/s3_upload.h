#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"
#include "foundation/objects/s3_bucket.h"

namespace attune::objects {

/// Stores the source in one request if it fits a part, else as a multipart upload, which is aborted
/// when anything fails.
[[nodiscard]] Result<void> upload(const S3Bucket& bucket, std::string_view key,
                                  io::ByteSource& source);

}  // namespace attune::objects
