#include "foundation/aws/key_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "foundation/aws/key_policy.h"
#include "foundation/base/clock.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"

namespace attune::aws {
namespace {

namespace fs = std::filesystem;

class Keys : public testing::Test {
 protected:
  void SetUp() override { store_ = open(); }
  void TearDown() override { fs::remove_all(directory_); }

  std::unique_ptr<KeyStore> open() { return std::move(KeyStore::open(directory_, clock_).value()); }
  fs::path file_of(const CallerKey& key) const {
    return directory_ / (key.access_key_id + ".json");
  }

  const fs::path directory_ = fs::path(testing::TempDir()) / ("attune_keys_" + make_hex_id(8));
  ManualClock clock_{1'000'000};
  std::unique_ptr<KeyStore> store_;
};

TEST_F(Keys, AKeyIsCreatedFoundListedAndRemoved) {
  const CallerKey key = store_->create("shop", "123456789012").value();
  EXPECT_EQ(key.access_key_id.size(), 20U);
  EXPECT_EQ(key.secret_access_key.size(), 40U);
  EXPECT_EQ(store_->find(key.access_key_id)->secret_access_key, key.secret_access_key);
  EXPECT_EQ(store_->find_secret()(key.access_key_id), key.secret_access_key);
  ASSERT_EQ(store_->list().size(), 1U);
  EXPECT_EQ(store_->list()[0]->name, "shop");
  EXPECT_TRUE(store_->remove(key.access_key_id).has_value());
  EXPECT_EQ(store_->find(key.access_key_id), nullptr);
  EXPECT_EQ(store_->remove(key.access_key_id).error().code, ErrorCode::kNotFound);
}

TEST_F(Keys, AKeySurvivesAReopeningWithItsPolicy) {
  const KeyPolicy policy{.actions = {"personalize:Get*"}, .resources = {"arn:a\"b"}};
  const CallerKey key = store_->create("reader", "123456789012", policy).value();
  store_.reset();
  const auto found = open()->find(key.access_key_id);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->account_id, "123456789012");
  EXPECT_EQ(found->policy.actions, policy.actions);
  EXPECT_EQ(found->policy.resources, policy.resources);
  EXPECT_EQ(found->created_at_ms, clock_.now_ms());
}

TEST_F(Keys, OnlyTheOwnerCanReadTheFiles) {
  const CallerKey key = store_->create("shop", "123456789012").value();
  struct stat status{};
  ASSERT_EQ(::stat(file_of(key).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat(directory_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(Keys, AnotherProcessesChangesAreSeenAfterTheInterval) {
  EXPECT_TRUE(store_->list().empty());
  const auto other = open();
  const CallerKey key = other->create("late", "123456789012").value();
  EXPECT_EQ(store_->find(key.access_key_id), nullptr);
  clock_.advance_ms(KeyStore::kRecheckInterval.count());
  EXPECT_NE(store_->find(key.access_key_id), nullptr);
  ASSERT_TRUE(other->remove(key.access_key_id).has_value());
  clock_.advance_ms(KeyStore::kRecheckInterval.count());
  EXPECT_EQ(store_->find(key.access_key_id), nullptr);
}

TEST_F(Keys, ABrokenOrMisnamedFileIsIgnored) {
  const CallerKey key = store_->create("shop", "123456789012").value();
  fs::copy_file(file_of(key), directory_ / "AKIAAAAAAAAAAAAAAAAA.json");
  std::ofstream(directory_ / "AKIABBBBBBBBBBBBBBBB.json") << "{\"version\":1";
  std::ofstream(directory_ / ".unfinished-0") << "{";
  clock_.advance_ms(KeyStore::kRecheckInterval.count());
  EXPECT_EQ(store_->list().size(), 1U);
}

TEST_F(Keys, WhatIsNoNameAccountOrPolicyIsRefused) {
  EXPECT_EQ(store_->create("", "123456789012").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(store_->create(std::string(129, 'n'), "123456789012").error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(store_->create("shop", "12345678901x").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(
      store_->create("shop", "123456789012", {.actions = {}, .resources = {"*"}}).error().code,
      ErrorCode::kInvalidInput);
  EXPECT_EQ(store_->find("../../etc/passwd"), nullptr);
}

TEST_F(Keys, ManyThreadsMayCreateAndFind) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this] {
      for (int round = 0; round < 5; ++round) {
        const CallerKey key = store_->create("k", "123456789012").value();
        EXPECT_NE(store_->find(key.access_key_id), nullptr);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(store_->list().size(), 20U);
}

TEST(KeyPolicy, AllowsWhatAnActionAndAResourcePatternMatch) {
  const KeyPolicy policy{.actions = {"personalize:Get*", "personalize:PutEvents"},
                         .resources = {"arn:aws:personalize:*:campaign/home"}};
  const char* const home = "arn:aws:personalize:r:1:campaign/home";
  EXPECT_TRUE(policy.allows("personalize:GetRecommendations", home));
  EXPECT_TRUE(policy.allows("PERSONALIZE:putevents", home));
  EXPECT_FALSE(policy.allows("personalize:DeleteCampaign", home));
  EXPECT_FALSE(
      policy.allows("personalize:GetRecommendations", "arn:aws:personalize:r:1:campaign/home2"));
  EXPECT_FALSE(policy.allows("personalize:GetRecommendations", "*"));
  EXPECT_TRUE(KeyPolicy().allows("personalize:ListRecipes", "*"));
}

/// The definition, one letter at a time.
bool matches_naively(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return matches_naively(pattern.substr(1), text) ||
           (!text.empty() && matches_naively(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         matches_naively(pattern.substr(1), text.substr(1));
}

std::vector<std::string> all_texts(std::string_view letters, std::size_t length_max) {
  std::vector<std::string> texts{""};
  for (std::size_t index = 0; texts[index].size() < length_max; ++index) {
    for (const char letter : letters) texts.push_back(texts[index] + letter);
  }
  return texts;
}

TEST(KeyPolicy, PatternsMatchAsTheDefinitionSaysForAllShortTexts) {
  const std::vector<std::string> texts = all_texts("ab", 5);
  for (const std::string& pattern : all_texts("ab*?", 4)) {
    for (const std::string& text : texts) {
      ASSERT_EQ(matches_pattern(pattern, text), matches_naively(pattern, text))
          << pattern << " on " << text;
    }
  }
}

}  // namespace
}  // namespace attune::aws
