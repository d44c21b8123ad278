#include "foundation/objects/directory_store.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"
#include "foundation/io/file_source.h"
#include "foundation/io/sync_directory.h"
#include "foundation/objects/object_key.h"
#include "foundation/objects/object_store.h"
#include "foundation/objects/unfinished_file.h"

namespace attune::objects {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> from(const std::error_code& error, const fs::path& path) {
  ErrorCode code = ErrorCode::kInternal;
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) {
    code = ErrorCode::kNotFound;
  }
  if (error == std::errc::permission_denied) code = ErrorCode::kAccessDenied;
  return failure(code, path.string() + ": " + error.message());
}

class DirectoryStore final : public ObjectStore {
 public:
  explicit DirectoryStore(fs::path root) : root_(std::move(root)) {}

  [[nodiscard]] Result<std::vector<ObjectInfo>> list(std::string_view prefix) const override;
  [[nodiscard]] Result<ObjectInfo> head(std::string_view key) const override;
  [[nodiscard]] Result<std::unique_ptr<io::ByteSource>> open(std::string_view key) const override;
  [[nodiscard]] Result<void> put(std::string_view key, io::ByteSource& source) override;
  [[nodiscard]] Result<void> remove(std::string_view key) override;

 private:
  /// The existing regular file of `key`.
  [[nodiscard]] Result<fs::path> find(std::string_view key) const;
  /// The directory that holds or will hold `key`, created as far as it is absent.
  [[nodiscard]] Result<fs::path> make_parent(std::string_view key) const;

  fs::path root_;  // canonical
};

Result<fs::path> DirectoryStore::find(std::string_view key) const {
  ATTUNE_TRY_VOID(check_path_key(key));
  const fs::path wanted = root_ / key;
  std::error_code error;
  fs::path path = fs::canonical(wanted, error);
  if (error) return from(error, wanted);
  if (!is_within(path, root_)) {
    return failure(ErrorCode::kAccessDenied, wanted.string() + " leads out of " + root_.string());
  }
  if (!fs::is_regular_file(path, error)) return not_found(wanted.string() + " is not a file");
  return path;
}

Result<fs::path> DirectoryStore::make_parent(std::string_view key) const {
  ATTUNE_TRY_VOID(check_path_key(key));
  const fs::path wanted = (root_ / key).parent_path();
  std::error_code error;
  // Before anything is created: a link on the way must not lead the creation elsewhere.
  if (!is_within(fs::weakly_canonical(wanted, error), root_)) {
    return failure(ErrorCode::kAccessDenied, wanted.string() + " leads out of " + root_.string());
  }
  fs::create_directories(wanted, error);
  if (error) return from(error, wanted);
  fs::path parent = fs::canonical(wanted, error);
  if (error) return from(error, wanted);
  return parent;
}

Result<std::vector<ObjectInfo>> DirectoryStore::list(std::string_view prefix) const {
  const std::size_t slash = prefix.rfind('/');
  fs::path start = root_;
  if (slash != std::string_view::npos) {
    ATTUNE_TRY_VOID(check_path_key(prefix.substr(0, slash)));
    start /= prefix.substr(0, slash);
  }
  std::vector<ObjectInfo> found;
  std::error_code error;
  const fs::path real_start = fs::canonical(start, error);
  if (error || !is_within(real_start, root_)) return found;
  for (fs::recursive_directory_iterator entry(start, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    const bool is_plain = entry->is_regular_file(gone) && !entry->is_symlink(gone);
    const std::string name = entry->path().filename().string();
    if (!is_plain || name.starts_with(kUnfinishedPrefix)) continue;
    std::string key = entry->path().lexically_relative(root_).generic_string();
    const std::uint64_t size = entry->file_size(gone);
    if (!gone && key.starts_with(prefix)) {
      found.push_back({.key = std::move(key), .size_bytes = size});
    }
  }
  if (error) return from(error, start);
  std::ranges::sort(found, {}, &ObjectInfo::key);
  return found;
}

Result<ObjectInfo> DirectoryStore::head(std::string_view key) const {
  ATTUNE_TRY(path, find(key));
  std::error_code error;
  const std::uint64_t size = fs::file_size(path, error);
  if (error) return from(error, path);
  return ObjectInfo{.key = std::string(key), .size_bytes = size};
}

Result<std::unique_ptr<io::ByteSource>> DirectoryStore::open(std::string_view key) const {
  ATTUNE_TRY(path, find(key));
  ATTUNE_TRY(source, io::FileSource::open(path.string()));
  return std::move(source);
}

Result<void> DirectoryStore::put(std::string_view key, io::ByteSource& source) {
  ATTUNE_TRY(parent, make_parent(key));
  ATTUNE_TRY(file, UnfinishedFile::create(parent));
  ATTUNE_TRY_VOID(file.write_all(source));
  return file.finish_as(fs::path(key).filename().string());
}

Result<void> DirectoryStore::remove(std::string_view key) {
  const auto path = find(key);
  if (!path && path.error().code == ErrorCode::kNotFound) return {};
  if (!path) return std::unexpected(path.error());
  std::error_code error;
  fs::remove(*path, error);
  if (error) return from(error, *path);
  return io::sync_directory(path->parent_path());
}

}  // namespace

bool is_within(const fs::path& path, const fs::path& root) {
  const auto [in_root, in_path] = std::ranges::mismatch(root, path);
  static_cast<void>(in_path);
  return in_root == root.end();
}

Result<std::unique_ptr<ObjectStore>> make_directory_store(const fs::path& root) {
  std::error_code error;
  fs::create_directories(root, error);
  if (error) return from(error, root);
  fs::path canonical = fs::canonical(root, error);
  if (error) return from(error, root);
  return std::make_unique<DirectoryStore>(std::move(canonical));
}

}  // namespace attune::objects
