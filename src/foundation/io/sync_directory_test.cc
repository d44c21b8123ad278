#include "foundation/io/sync_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace attune::io {
namespace {

TEST(SyncDirectoryTest, TakesADirectoryAndTheWorkingOne) {
  EXPECT_TRUE(sync_directory(std::filesystem::temp_directory_path()));
  EXPECT_TRUE(sync_directory({}));
}

TEST(SyncDirectoryTest, NamesWhatIsNoDirectory) {
  const auto outcome = sync_directory("/nowhere/at all");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kInternal);
  EXPECT_NE(outcome.error().message.find("/nowhere/at all"), std::string::npos);
}

}  // namespace
}  // namespace attune::io
