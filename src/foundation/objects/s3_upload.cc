#include "foundation/objects/s3_upload.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/http/message.h"
#include "foundation/io/byte_source.h"
#include "foundation/objects/s3_bucket.h"
#include "foundation/objects/xml.h"

namespace attune::objects {
namespace {

constexpr std::size_t kPartCountMax = 10'000;  // S3's bound

/// As many bytes as there are, up to `bytes_max`.
Result<std::string> read_part(io::ByteSource& source, std::size_t bytes_max) {
  std::string part(bytes_max, '\0');
  std::size_t filled = 0;
  while (filled < bytes_max) {
    ATTUNE_TRY(count, source.read(std::span(part).subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  part.resize(filled);
  return part;
}

class MultipartUpload {
 public:
  MultipartUpload(const S3Bucket& bucket, std::string key)
      : bucket_(bucket), key_(std::move(key)) {}

  Result<void> begin() {
    ATTUNE_TRY(answer,
               bucket_.call({.method = "POST", .key = key_, .parameters = {{"uploads", ""}}}));
    ATTUNE_TRY(document, parse_xml(answer.body));
    upload_id_ = document.text_of("UploadId");
    if (upload_id_.empty()) return internal_error("S3 began an upload without an UploadId");
    return {};
  }

  Result<void> add(std::string part) {
    if (etags_.size() == kPartCountMax) {
      return failure(ErrorCode::kLimitExceeded, "'" + key_ + "' has more than 10000 parts of " +
                                                    std::to_string(part.size()) + " bytes");
    }
    ATTUNE_TRY(answer,
               bucket_.call({.method = "PUT",
                             .key = key_,
                             .parameters = {{"partNumber", std::to_string(etags_.size() + 1)},
                                            {"uploadId", upload_id_}},
                             .body = std::move(part)}));
    etags_.emplace_back(answer.headers.find("ETag"));
    return {};
  }

  Result<void> complete() {
    std::string list = "<CompleteMultipartUpload>";
    for (std::size_t index = 0; index < etags_.size(); ++index) {
      list += "<Part><PartNumber>" + std::to_string(index + 1) + "</PartNumber><ETag>" +
              escape_xml(etags_[index]) + "</ETag></Part>";
    }
    list += "</CompleteMultipartUpload>";
    const S3Call call{.method = "POST",
                      .key = key_,
                      .parameters = {{"uploadId", upload_id_}},
                      .body = std::move(list)};
    ATTUNE_TRY(answer, bucket_.call(call));
    // S3 may find out that it fails only after it has answered 200.
    ATTUNE_TRY(document, parse_xml(answer.body));
    if (document.name == "Error") return std::unexpected(s3_error(call, answer));
    return {};
  }

  void abort() const {
    static_cast<void>(
        bucket_.call({.method = "DELETE", .key = key_, .parameters = {{"uploadId", upload_id_}}}));
  }

 private:
  const S3Bucket& bucket_;
  std::string key_;
  std::string upload_id_;
  std::vector<std::string> etags_;
};

Result<void> send_parts(MultipartUpload& parts, std::string first, io::ByteSource& source) {
  const std::size_t part_bytes = first.size();
  std::string part = std::move(first);
  while (!part.empty()) {
    ATTUNE_TRY_VOID(parts.add(std::move(part)));
    ATTUNE_TRY(next, read_part(source, part_bytes));
    part = std::move(next);
  }
  return parts.complete();
}

}  // namespace

Result<void> upload(const S3Bucket& bucket, std::string_view key, io::ByteSource& source) {
  const std::size_t part_bytes = bucket.options().part_bytes;
  ATTUNE_TRY(first, read_part(source, part_bytes));
  if (first.size() < part_bytes) {
    ATTUNE_TRY(answer,
               bucket.call({.method = "PUT", .key = std::string(key), .body = std::move(first)}));
    static_cast<void>(answer);
    return {};
  }
  MultipartUpload parts(bucket, std::string(key));
  ATTUNE_TRY_VOID(parts.begin());
  auto outcome = send_parts(parts, std::move(first), source);
  if (!outcome) parts.abort();
  return outcome;
}

}  // namespace attune::objects
