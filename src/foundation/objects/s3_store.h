#pragma once

#include <memory>
#include <string>

#include "foundation/base/error.h"
#include "foundation/objects/object_store.h"
#include "foundation/objects/s3_options.h"

namespace attune::objects {

/// The objects of one bucket. Nothing is sent until the first call. A source from `open` holds
/// `read_bytes`, asks for the next range when they are used up, asks again for a range that broke
/// off, and fails if the object is replaced meanwhile.
[[nodiscard]] Result<std::unique_ptr<ObjectStore>> make_s3_store(const S3Options& options,
                                                                 const std::string& bucket);

}  // namespace attune::objects
