#include "foundation/objects/location_resolver.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/io/memory_source.h"
#include "foundation/objects/directory_store.h"
#include "foundation/objects/object_store.h"

namespace attune::objects {
namespace {

namespace fs = std::filesystem;

/// base/root is allowed, base/outside is not, base/buckets stands for S3.
class Locations : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* directory : {"root/folder", "outside", "buckets/shop"}) {
      fs::create_directories(base_ / directory);
    }
    std::ofstream(base_ / "root/folder/data.csv") << "inside";
    std::ofstream(base_ / "outside/secret") << "secret";
    fs::create_directory_symlink(base_ / "outside", base_ / "root/escape");
    fs::create_symlink(base_ / "outside/secret", base_ / "root/secret");
    fs::create_symlink(base_ / "root/folder/data.csv", base_ / "root/link.csv");
    LocationOptions options;
    options.file_roots = {(base_ / "root").string()};
    options.s3_directory = (base_ / "buckets").string();
    resolver_ = make_location_resolver(options).value();
  }
  void TearDown() override { fs::remove_all(base_); }

  [[nodiscard]] std::string file_url(const std::string& path) const {
    return "file://" + (base_ / path).string();
  }

  const fs::path base_ = fs::canonical(testing::TempDir()) / ("attune_locations_" + make_hex_id(8));
  std::unique_ptr<LocationResolver> resolver_;
};

TEST_F(Locations, AFileBelowARootIsItsKey) {
  const Location file = resolver_->resolve(file_url("root/folder/data.csv")).value();
  EXPECT_EQ(file.key, "folder/data.csv");
  EXPECT_FALSE(file.is_folder);
  EXPECT_EQ(file.store->head(file.key)->size_bytes, 6U);
  EXPECT_EQ(resolver_->resolve(file_url("root/link.csv"))->key, "folder/data.csv");
}

TEST_F(Locations, AFolderEndsInASlash) {
  for (const char* path : {"root/folder", "root/folder/"}) {
    const Location folder = resolver_->resolve(file_url(path)).value();
    EXPECT_EQ(folder.key, "folder/");
    EXPECT_TRUE(folder.is_folder);
  }
  EXPECT_EQ(resolver_->resolve(file_url("root"))->key, "");
  EXPECT_EQ(resolver_->resolve(file_url("root/new/output/"))->key, "new/output/");
}

TEST_F(Locations, NothingOutsideTheRootsIsReached) {
  for (const char* path : {"outside/secret", "root/../outside/secret", "root/escape/secret",
                           "root/secret", "rootless", "root/escape/new"}) {
    EXPECT_EQ(resolver_->resolve(file_url(path)).error().code, ErrorCode::kAccessDenied) << path;
  }
  EXPECT_EQ(resolver_->resolve("file:///etc/passwd").error().code, ErrorCode::kAccessDenied);
}

TEST_F(Locations, ADirectoryStoreFollowsNoLinkOutOfItsRoot) {
  const auto store = make_directory_store(base_ / "root").value();
  io::MemorySource source("x");
  EXPECT_EQ(store->open("escape/secret").error().code, ErrorCode::kAccessDenied);
  EXPECT_EQ(store->head("secret").error().code, ErrorCode::kAccessDenied);
  EXPECT_EQ(store->put("escape/new", source).error().code, ErrorCode::kAccessDenied);
  EXPECT_EQ(store->put("escape/deep/new", source).error().code, ErrorCode::kAccessDenied);
  EXPECT_FALSE(fs::exists(base_ / "outside/deep"));
  for (const char* key : {"../outside/secret", "/etc/passwd", "a//b", "a/./b", "a/"}) {
    EXPECT_EQ(store->open(key).error().code, ErrorCode::kInvalidInput) << key;
  }
  EXPECT_EQ(store->list("").value().size(), 1U);
}

TEST_F(Locations, AnUnfinishedFileIsNotAnObject) {
  std::ofstream(base_ / "root/folder/.attune-unfinished-0") << "half";
  const Location folder = resolver_->resolve(file_url("root/folder/")).value();
  EXPECT_EQ(folder.store->list("folder/").value().size(), 1U);
  EXPECT_FALSE(folder.store->open("folder/.attune-unfinished-0").has_value());
}

TEST_F(Locations, ADirectoryMayStandForS3) {
  const Location object = resolver_->resolve("s3://shop/deep/data.csv").value();
  io::MemorySource source("text");
  ASSERT_TRUE(object.store->put(object.key, source).has_value());
  EXPECT_TRUE(fs::exists(base_ / "buckets/shop/deep/data.csv"));
  EXPECT_TRUE(resolver_->resolve("s3://shop/deep/")->is_folder);
  EXPECT_TRUE(resolver_->resolve("s3://shop")->is_folder);
  EXPECT_EQ(resolver_->resolve("s3://absent/key").error().code, ErrorCode::kNotFound);
}

TEST_F(Locations, OtherSyntaxIsAnInvalidDataLocation) {
  for (const char* location : {"", "data.csv", "/etc/passwd", "file://data.csv", "file:/x",
                               "ftp://host/x", "s3://", "s3:///key"}) {
    const auto resolved = resolver_->resolve(location);
    EXPECT_EQ(resolved.error().code, ErrorCode::kInvalidInput) << location;
    EXPECT_EQ(resolved.error().message, "Invalid Data location.");
  }
}

TEST(LocationOptions, ARootThatIsNoDirectoryIsRefused) {
  LocationOptions options;
  options.file_roots = {"/no/such/directory"};
  EXPECT_EQ(make_location_resolver(options).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace attune::objects
