#include "foundation/objects/s3_store.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/http/message.h"
#include "foundation/io/byte_source.h"
#include "foundation/objects/object_key.h"
#include "foundation/objects/object_store.h"
#include "foundation/objects/s3_bucket.h"
#include "foundation/objects/s3_source.h"
#include "foundation/objects/s3_upload.h"
#include "foundation/objects/xml.h"

namespace attune::objects {
namespace {

constexpr std::size_t kListedKeyCountMax = 1'000'000;

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || end != text.data() + text.size()) {
    return internal_error("S3 answered the size '" + std::string(text) + "'");
  }
  return size;
}

Result<void> add_page(const XmlElement& page, std::vector<ObjectInfo>& found) {
  for (const XmlElement& child : page.children) {
    if (child.name != "Contents") continue;
    ATTUNE_TRY(size, parse_size(child.text_of("Size")));
    found.push_back({.key = std::string(child.text_of("Key")), .size_bytes = size});
  }
  if (found.size() > kListedKeyCountMax) {
    return failure(ErrorCode::kLimitExceeded, "more than 1000000 objects under one prefix");
  }
  return {};
}

class S3Store final : public ObjectStore {
 public:
  explicit S3Store(std::shared_ptr<const S3Bucket> bucket) : bucket_(std::move(bucket)) {}

  [[nodiscard]] Result<std::vector<ObjectInfo>> list(std::string_view prefix) const override {
    std::vector<ObjectInfo> found;
    std::string token;
    do {
      S3Call call{.parameters = {{"list-type", "2"}, {"prefix", std::string(prefix)}}};
      if (!token.empty()) call.parameters.emplace_back("continuation-token", token);
      ATTUNE_TRY(answer, bucket_->call(call));
      ATTUNE_TRY(page, parse_xml(answer.body));
      ATTUNE_TRY_VOID(add_page(page, found));
      const bool has_more = page.text_of("IsTruncated") == "true";
      token = has_more ? page.text_of("NextContinuationToken") : std::string_view();
    } while (!token.empty());
    std::ranges::sort(found, {}, &ObjectInfo::key);
    return found;
  }

  [[nodiscard]] Result<ObjectInfo> head(std::string_view key) const override {
    ATTUNE_TRY(object, describe(key));
    return ObjectInfo{.key = object.key, .size_bytes = object.size_bytes};
  }

  [[nodiscard]] Result<std::unique_ptr<io::ByteSource>> open(std::string_view key) const override {
    ATTUNE_TRY(object, describe(key));
    return std::make_unique<S3Source>(bucket_, std::move(object));
  }

  [[nodiscard]] Result<void> put(std::string_view key, io::ByteSource& source) override {
    ATTUNE_TRY_VOID(check_key(key));
    return upload(*bucket_, key, source);
  }

  [[nodiscard]] Result<void> remove(std::string_view key) override {
    ATTUNE_TRY_VOID(check_key(key));
    auto answer = bucket_->call({.method = "DELETE", .key = std::string(key)});
    if (!answer && answer.error().code != ErrorCode::kNotFound) {
      return std::unexpected(std::move(answer.error()));
    }
    return {};
  }

 private:
  [[nodiscard]] Result<S3Source::Object> describe(std::string_view key) const {
    ATTUNE_TRY_VOID(check_key(key));
    ATTUNE_TRY(answer, bucket_->call({.method = "HEAD", .key = std::string(key)}));
    ATTUNE_TRY(size, parse_size(answer.headers.find("Content-Length")));
    return S3Source::Object{.key = std::string(key),
                            .size_bytes = size,
                            .etag = std::string(answer.headers.find("ETag"))};
  }

  std::shared_ptr<const S3Bucket> bucket_;
};

}  // namespace

Result<std::unique_ptr<ObjectStore>> make_s3_store(const S3Options& options,
                                                   const std::string& bucket) {
  ATTUNE_TRY(address, s3_address(options, bucket));
  return std::make_unique<S3Store>(std::make_shared<const S3Bucket>(options, std::move(address)));
}

}  // namespace attune::objects
