#include "domain/resources/use_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace attune::resources {
namespace {

TEST(UseCases, AreFiveForEachDomainSortedByName) {
  EXPECT_TRUE(std::ranges::is_sorted(use_cases(), {}, &UseCase::name));
  EXPECT_EQ(std::ranges::count(use_cases(), "ECOMMERCE", &UseCase::domain), 5);
  EXPECT_EQ(std::ranges::count(use_cases(), "VIDEO_ON_DEMAND", &UseCase::domain), 5);
}

TEST(UseCases, AreFoundByArnOnly) {
  for (const UseCase& use_case : use_cases()) {
    EXPECT_EQ(find_use_case("arn:aws:personalize:::recipe/" + std::string(use_case.name)),
              &use_case);
  }
  EXPECT_EQ(find_use_case("aws-vod-top-picks"), nullptr);
  EXPECT_EQ(find_use_case("arn:aws:personalize:::recipe/aws-sims"), nullptr);
}

// Reference 5.6: these five leave out by the user's events, so that they need the user.
TEST(UseCases, LeaveOutWatchedOrPurchasedItemsInFiveCases) {
  EXPECT_EQ(std::ranges::count_if(
                use_cases(),
                [](const UseCase& each) { return !each.excluded_type.empty() && each.needs_user; }),
            5);
}

}  // namespace
}  // namespace attune::resources
