#include "learning/models/artefact.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace attune::models {
namespace {

class ArtefactTest : public ::testing::Test {
 protected:
  ArtefactTest()
      : path_(::testing::TempDir() + "artefact_" + std::to_string(::getpid()) + ".safetensors") {}
  ~ArtefactTest() override { std::filesystem::remove(path_); }

  static Artefact sample() {
    Artefact artefact;
    artefact.configuration.add("model", "a \"quoted\" name");
    artefact.configuration.add("hidden", 7);
    artefact.tensors.push_back(
        {.name = "w", .shape = {2, 3}, .values = std::vector<float>{1, -2, 3.5F, 0, 1e-30F, 6}});
    artefact.tensors.push_back(
        {.name = "codes", .shape = {2}, .values = std::vector<std::int32_t>{-1, 5}});
    artefact.tensors.push_back(
        {.name = "times", .shape = {1}, .values = std::vector<std::int64_t>{1'600'000'000'000}});
    artefact.tensors.push_back({.name = "empty", .shape = {0, 4}, .values = std::vector<float>{}});
    return artefact;
  }
  std::string bytes() const {
    std::ostringstream whole;
    whole << std::ifstream(path_, std::ios::binary).rdbuf();
    return whole.str();
  }
  void put(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

  std::string path_;
};

TEST_F(ArtefactTest, ReadsWhatItWrote) {
  const Artefact written = sample();
  ASSERT_TRUE(write_artefact(written, path_));
  const auto read = read_artefact(path_);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->configuration, written.configuration);
  ASSERT_EQ(read->tensors.size(), written.tensors.size());
  for (const Tensor& tensor : written.tensors) {
    const Tensor* found = read->find(tensor.name);
    ASSERT_NE(found, nullptr) << tensor.name;
    EXPECT_EQ(found->shape, tensor.shape);
    EXPECT_EQ(found->values, tensor.values);
  }
  EXPECT_FALSE(std::filesystem::exists(path_ + ".part"));
}

TEST_F(ArtefactTest, RefusesEveryCut) {
  ASSERT_TRUE(write_artefact(sample(), path_));
  const std::string whole = bytes();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    put(whole.substr(0, length));
    EXPECT_FALSE(read_artefact(path_)) << length;
  }
  put(whole + "x");
  EXPECT_FALSE(read_artefact(path_));
}

TEST_F(ArtefactTest, RefusesEveryChangedByteOrReadsTheSame) {
  ASSERT_TRUE(write_artefact(sample(), path_));
  const std::string whole = bytes();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char flip : {char{1}, char{0x20}, char{0x55}}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      put(changed);
      const auto read = read_artefact(path_);
      if (!read) continue;
      EXPECT_EQ(read->configuration, sample().configuration) << at;
      EXPECT_EQ(read->tensors[0].values, sample().tensors[0].values) << at;
    }
  }
}

TEST_F(ArtefactTest, RefusesHeadersThatLie) {
  const auto with_header = [](std::string header) {
    std::string file(8, '\0');
    file[0] = static_cast<char>(header.size());
    file[1] = static_cast<char>(header.size() >> 8U);
    return file + header;
  };
  for (const char* header : {
           "",
           "[]",
           "{",
           "{}",
           R"({"a":1})",
           R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})",
           R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}})",
           R"({"a":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}})",
           R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
           R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}})",
       }) {
    put(with_header(header));
    EXPECT_FALSE(read_artefact(path_)) << header;
  }
  put(std::string(8, '\xff'));
  EXPECT_FALSE(read_artefact(path_));
}

TEST_F(ArtefactTest, RefusesToWriteWhatCannotBeRead) {
  Artefact repeated = sample();
  repeated.tensors.push_back(repeated.tensors.front());
  EXPECT_FALSE(write_artefact(repeated, path_));
  Artefact misshapen = sample();
  misshapen.tensors.front().shape = {7};
  EXPECT_FALSE(write_artefact(misshapen, path_));
  Artefact reserved = sample();
  reserved.tensors.front().name = "__metadata__";
  EXPECT_FALSE(write_artefact(reserved, path_));
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(ArtefactTest, SaysThatAFileIsMissing) {
  const auto read = read_artefact(path_ + ".absent");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace attune::models
