#include "foundation/objects/location_resolver.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/objects/directory_store.h"
#include "foundation/objects/object_store.h"
#include "foundation/objects/s3_address.h"
#include "foundation/objects/s3_options.h"
#include "foundation/objects/s3_store.h"

namespace attune::objects {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileScheme = "file://";

std::unexpected<Error> invalid_location() {
  return invalid_input("Invalid Data location.");
}

struct FileRoot {
  fs::path path;  // canonical
  std::shared_ptr<ObjectStore> store;
};

class Resolver final : public LocationResolver {
 public:
  Resolver(LocationOptions options, std::vector<FileRoot> roots)
      : options_(std::move(options)), roots_(std::move(roots)) {}

  [[nodiscard]] Result<Location> resolve(std::string_view data_location) const override {
    if (data_location.find('\0') != std::string_view::npos) return invalid_location();
    if (data_location.starts_with(kFileScheme)) {
      return resolve_file(data_location.substr(kFileScheme.size()));
    }
    const auto place = parse_s3_location(data_location, options_.s3);
    if (!place) return invalid_location();
    ATTUNE_TRY(store, bucket_store(place->bucket));
    const bool is_folder = place->key.empty() || place->key.ends_with('/');
    return Location{.store = store, .key = place->key, .is_folder = is_folder};
  }

 private:
  [[nodiscard]] Result<Location> resolve_file(std::string_view path) const {
    if (!path.starts_with('/')) return invalid_location();
    std::error_code error;
    const fs::path real = fs::weakly_canonical(fs::path(path), error);
    if (error) return invalid_location();
    for (const FileRoot& root : roots_) {
      if (!is_within(real, root.path)) continue;
      const bool is_folder = path.ends_with('/') || fs::is_directory(real, error);
      std::string key = real.lexically_relative(root.path).generic_string();
      while (key.ends_with('/')) key.pop_back();
      if (key == ".") key.clear();
      if (is_folder && !key.empty()) key += '/';
      return Location{.store = root.store, .key = std::move(key), .is_folder = is_folder};
    }
    return failure(ErrorCode::kAccessDenied,
                   "'" + std::string(path) + "' is not below a directory that file:// may use");
  }

  [[nodiscard]] Result<std::shared_ptr<ObjectStore>> bucket_store(const std::string& bucket) const {
    const std::scoped_lock lock(mutex_);
    if (const auto kept = stores_.find(bucket); kept != stores_.end()) return kept->second;
    auto made = make_store(bucket);
    if (!made) return std::unexpected(std::move(made.error()));
    if (stores_.size() >= kKeptStoreCountMax) stores_.erase(stores_.begin());
    return stores_.emplace(bucket, std::move(*made)).first->second;
  }

  [[nodiscard]] Result<std::unique_ptr<ObjectStore>> make_store(const std::string& bucket) const {
    if (options_.s3_directory.empty()) return make_s3_store(options_.s3, bucket);
    const fs::path directory = fs::path(options_.s3_directory) / bucket;
    std::error_code error;
    if (!fs::is_directory(directory, error)) {
      return not_found("the bucket '" + bucket + "' does not exist");
    }
    return make_directory_store(directory);
  }

  LocationOptions options_;
  std::vector<FileRoot> roots_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<ObjectStore>> stores_;
};

}  // namespace

Result<std::unique_ptr<LocationResolver>> make_location_resolver(const LocationOptions& options) {
  std::vector<FileRoot> roots;
  for (const std::string& root : options.file_roots) {
    std::error_code error;
    fs::path path = fs::canonical(root, error);
    if (error || !fs::is_directory(path, error)) {
      return invalid_input("the file root '" + root + "' is not a directory");
    }
    ATTUNE_TRY(store, make_directory_store(path));
    roots.push_back({.path = std::move(path), .store = std::move(store)});
  }
  return std::make_unique<Resolver>(options, std::move(roots));
}

}  // namespace attune::objects
