#include "service/job_kinds/metadata_refresher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/telemetry/log.h"

namespace attune::job_kinds {
namespace {

constexpr MetadataRefresherOptions kWithoutRest{.interval = std::chrono::milliseconds(0),
                                                .rest_factor = 0};

TEST(MetadataRefresher, RefreshesTheGroupThatWasAskedFor) {
  std::promise<std::string> refreshed;
  MetadataRefresher refresher([&](std::string_view account_id, std::string_view group) {
    refreshed.set_value(std::string(account_id) + ' ' + std::string(group));
    return Result<void>();
  });
  refresher.ask("1", "g");
  EXPECT_EQ(refreshed.get_future().get(), "1 g");
}

TEST(MetadataRefresher, AnswersEverythingAskedDuringARefreshWithOneMore) {
  std::binary_semaphore started(0), go_on(0);
  std::vector<std::string> groups;
  MetadataRefresher refresher(
      [&](std::string_view, std::string_view group) {
        groups.emplace_back(group);
        started.release();
        go_on.acquire();
        return Result<void>();
      },
      kWithoutRest);
  refresher.ask("1", "g");
  started.acquire();
  for (int i = 0; i < 1000; ++i) refresher.ask("1", "g");
  go_on.release();
  started.acquire();
  go_on.release();
  refresher.ask("1", "last");
  started.acquire();
  go_on.release();
  refresher.stop();
  EXPECT_EQ(groups, (std::vector<std::string>{"g", "g", "last"}));
}

TEST(MetadataRefresher, TriesAFailedRefreshABoundedNumberOfTimes) {
  log::set_level(log::Level::kOff);
  std::atomic<int> attempts = 0;
  std::binary_semaphore third(0);
  std::promise<void> other;
  MetadataRefresher refresher(
      [&](std::string_view, std::string_view group) -> Result<void> {
        if (group == "other") {
          other.set_value();
          return {};
        }
        if (++attempts == 3) third.release();
        return internal_error("disk");
      },
      kWithoutRest);
  refresher.ask("1", "g");
  third.acquire();
  refresher.ask("1", "other");
  other.get_future().get();
  EXPECT_EQ(attempts, 3);
}

TEST(MetadataRefresher, StopsInTheMiddleOfItsRest) {
  std::promise<void> refreshed;
  MetadataRefresher refresher(
      [&](std::string_view, std::string_view) {
        refreshed.set_value();
        return Result<void>();
      },
      {.interval = std::chrono::hours(1)});
  refresher.ask("1", "g");
  refreshed.get_future().get();
  refresher.ask("1", "g");
  refresher.stop();
}

}  // namespace
}  // namespace attune::job_kinds
