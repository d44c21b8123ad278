#include "foundation/objects/s3_source.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "foundation/base/error.h"
#include "foundation/objects/s3_bucket.h"

namespace attune::objects {

S3Source::S3Source(std::shared_ptr<const S3Bucket> bucket, Object object)
    : bucket_(std::move(bucket)), object_(std::move(object)) {}

Result<std::size_t> S3Source::read(std::span<char> into) {
  if (position_ == range_.size() && fetched_bytes_ < object_.size_bytes && !into.empty()) {
    ATTUNE_TRY_VOID(fetch());
  }
  const std::size_t count = std::min(into.size(), range_.size() - position_);
  std::copy_n(range_.data() + position_, count, into.data());
  position_ += count;
  return count;
}

Result<void> S3Source::fetch() {
  const std::uint64_t wanted =
      std::min<std::uint64_t>(bucket_->options().read_bytes, object_.size_bytes - fetched_bytes_);
  const std::string range =
      "bytes=" + std::to_string(fetched_bytes_) + '-' + std::to_string(fetched_bytes_ + wanted - 1);
  S3Call call{.key = object_.key, .fields = {{"Range", range}}, .answer_bytes_max = wanted};
  if (!object_.etag.empty()) call.fields.emplace_back("If-Match", object_.etag);
  ATTUNE_TRY(answer, bucket_->call(call));
  if (answer.body.size() != wanted) {
    return internal_error("S3 answered " + range + " of '" + object_.key + "' with " +
                          std::to_string(answer.body.size()) + " bytes");
  }
  range_ = std::move(answer.body);
  position_ = 0;
  fetched_bytes_ += wanted;
  return {};
}

}  // namespace attune::objects
