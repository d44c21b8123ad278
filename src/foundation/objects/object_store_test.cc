// What holds for every object store: a directory, and S3 as moto plays it.
#include "foundation/objects/object_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/http/client.h"
#include "foundation/io/byte_source.h"
#include "foundation/io/memory_source.h"
#include "foundation/objects/directory_store.h"
#include "foundation/objects/moto_for_tests.h"
#include "foundation/objects/s3_options.h"
#include "foundation/objects/s3_store.h"

namespace attune::objects {
namespace {

constexpr std::size_t kPartBytes = std::size_t{5} * 1024 * 1024;

S3Options moto_options(const Moto& moto) {
  S3Options options;
  options.endpoint = moto.endpoint();
  options.addressing = S3Addressing::kPath;
  options.credentials = aws::Credentials{.access_key_id = "test", .secret_access_key = "test"};
  options.part_bytes = kPartBytes;
  options.read_bytes = 1000;
  return options;
}

enum class Kind : std::uint8_t { kDirectory, kS3 };

class EveryObjectStore : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    if (GetParam() == Kind::kDirectory) {
      root_ = std::filesystem::path(testing::TempDir()) / ("attune_store_" + make_hex_id(8));
      store_ = *make_directory_store(root_);
      return;
    }
    moto_ = Moto::start();
    if (moto_ == nullptr) GTEST_SKIP();
    const auto created = http::send({.method = "PUT", .url = moto_->endpoint() + "/bucket"});
    ASSERT_TRUE(created.has_value() && created->status == 200);
    store_ = *make_s3_store(moto_options(*moto_), "bucket");
  }

  void TearDown() override {
    if (!root_.empty()) std::filesystem::remove_all(root_);
  }

  void put(std::string_view key, std::string bytes) {
    io::MemorySource source(std::move(bytes));
    const auto outcome = store_->put(key, source);
    ASSERT_TRUE(outcome.has_value()) << key << ": " << outcome.error().message;
  }

  std::string get(std::string_view key) {
    auto source = store_->open(key);
    if (!source) return "error: " + source.error().message;
    std::string bytes;
    std::array<char, 700> piece{};
    while (true) {
      const auto count = (*source)->read(piece);
      if (!count) return "error: " + count.error().message;
      if (*count == 0) return bytes;
      bytes.append(piece.data(), *count);
    }
  }

  std::vector<std::string> keys(std::string_view prefix) {
    std::vector<std::string> found;
    const std::vector<ObjectInfo> objects = store_->list(prefix).value();
    for (const ObjectInfo& object : objects) found.push_back(object.key);
    return found;
  }

  std::filesystem::path root_;
  std::unique_ptr<Moto> moto_;
  std::unique_ptr<ObjectStore> store_;
};

TEST_P(EveryObjectStore, WhatWasPutIsReadListedMeasuredAndRemoved) {
  std::string bytes;
  while (bytes.size() < 10'000) bytes += "line " + std::to_string(bytes.size()) + "\n";
  put("data/a.csv", bytes);
  EXPECT_EQ(get("data/a.csv"), bytes);
  EXPECT_EQ(store_->head("data/a.csv")->size_bytes, bytes.size());
  EXPECT_EQ(store_->list("data/").value()[0].size_bytes, bytes.size());
  put("data/a.csv", "new");
  EXPECT_EQ(get("data/a.csv"), "new");
  EXPECT_TRUE(store_->remove("data/a.csv").has_value());
  EXPECT_EQ(store_->open("data/a.csv").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(keys("data/").empty());
}

TEST_P(EveryObjectStore, AnAbsentKeyIsNotFoundAndMayBeRemoved) {
  EXPECT_EQ(store_->head("none").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store_->open("no/ne").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(store_->remove("none").has_value());
  EXPECT_TRUE(store_->list("none").value().empty());
}

TEST_P(EveryObjectStore, AnEmptyObjectIsAnObject) {
  put("empty", "");
  EXPECT_EQ(get("empty"), "");
  EXPECT_EQ(store_->head("empty")->size_bytes, 0U);
}

TEST_P(EveryObjectStore, ListingIsSortedAndCutByThePrefixNotTheFolder) {
  for (const char* key : {"b/2", "b/1", "ba", "b/c/3", "a", "b-"}) put(key, "x");
  EXPECT_EQ(keys(""), (std::vector<std::string>{"a", "b-", "b/1", "b/2", "b/c/3", "ba"}));
  EXPECT_EQ(keys("b/"), (std::vector<std::string>{"b/1", "b/2", "b/c/3"}));
  EXPECT_EQ(keys("b"), (std::vector<std::string>{"b-", "b/1", "b/2", "b/c/3", "ba"}));
}

TEST_P(EveryObjectStore, KeysWithSpacesSignsAndLettersOfAnyLanguageAreKept) {
  const std::string key = "folder with space/a+b&c=d%20#?~'(1)\u00e9\u4e2d.csv";
  put(key, "text");
  EXPECT_EQ(get(key), "text");
  EXPECT_EQ(keys("folder "), std::vector<std::string>{key});
}

TEST_P(EveryObjectStore, AnObjectOfSeveralPartsArrivesWhole) {
  std::string bytes(2 * kPartBytes + 17, '\0');
  for (std::size_t index = 0; index < bytes.size(); index += 97) bytes[index] = 'x';
  put("large", bytes);
  EXPECT_EQ(store_->head("large")->size_bytes, bytes.size());
  put("exactly one part", std::string(kPartBytes, 'y'));
  EXPECT_EQ(store_->head("exactly one part")->size_bytes, kPartBytes);
  auto source = store_->open("large").value();
  std::string start(1000, '?');
  ASSERT_TRUE(source->read(start).has_value());
  EXPECT_EQ(start, bytes.substr(0, 1000));
}

TEST_P(EveryObjectStore, AKeyThatIsNoneIsRefused) {
  io::MemorySource source("x");
  EXPECT_EQ(store_->put("", source).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(store_->head(std::string(2000, 'k')).error().code, ErrorCode::kInvalidInput);
}

TEST_P(EveryObjectStore, WritersOfOneKeyLeaveOneOfTheirObjects) {
  std::vector<std::jthread> writers;
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    writers.emplace_back([this, letter] {
      io::MemorySource source(std::string(50'000, letter));
      EXPECT_TRUE(store_->put("contested", source).has_value());
    });
  }
  writers.clear();
  const std::string left = get("contested");
  EXPECT_EQ(left, std::string(50'000, left[0]));
}

INSTANTIATE_TEST_SUITE_P(Stores, EveryObjectStore, testing::Values(Kind::kDirectory, Kind::kS3),
                         [](const auto& instance) {
                           return instance.param == Kind::kDirectory ? "Directory" : "S3";
                         });

TEST(S3AgainstMoto, EveryPageIsListedAndAnAbsentBucketIsNotFound) {
  const auto moto = Moto::start();
  if (moto == nullptr) GTEST_SKIP();
  const std::string bucket = moto->endpoint() + "/pages";
  http::send({.method = "PUT", .url = bucket}).value();
  const auto store = make_s3_store(moto_options(*moto), "pages").value();
  for (int number = 0; number < 1005; ++number) {
    http::send({.method = "PUT", .url = bucket + "/k" + std::to_string(number)}).value();
  }
  EXPECT_EQ(store->list("k").value().size(), 1005U);
  const auto absent = make_s3_store(moto_options(*moto), "absent").value();
  EXPECT_EQ(absent->list("").error().code, ErrorCode::kNotFound);
  io::MemorySource source("x");
  EXPECT_EQ(absent->put("key", source).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace attune::objects
