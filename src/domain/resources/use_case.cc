#include "domain/resources/use_case.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace attune::resources {
namespace {

constexpr std::string_view kArnPrefix = "arn:aws:personalize:::recipe/";
constexpr std::string_view kShop = "ECOMMERCE";
constexpr std::string_view kVideo = "VIDEO_ON_DEMAND";

constexpr std::array kUseCases{
    UseCase{.name = "aws-ecomm-customers-who-viewed-x-also-viewed",
            .domain = kShop,
            .models = {"aws-similar-items", "aws-sims"},
            .event_type = "View",
            .excluded_type = "Purchase",
            .needs_user = true,
            .description = "Items that were viewed by those who viewed an item."},
    UseCase{.name = "aws-ecomm-frequently-bought-together",
            .domain = kShop,
            .models = {"aws-sims", "aws-similar-items"},
            .event_type = "Purchase",
            .excluded_type = {},
            .description = "Items that were bought by those who bought an item."},
    UseCase{.name = "aws-ecomm-popular-items-by-purchases",
            .domain = kShop,
            .models = {"aws-popularity-count", ""},
            .event_type = "Purchase",
            .excluded_type = {},
            .needs_user = true,
            .description = "The best sellers."},
    UseCase{.name = "aws-ecomm-popular-items-by-views",
            .domain = kShop,
            .models = {"aws-popularity-count", ""},
            .event_type = "View",
            .excluded_type = {},
            .needs_user = true,
            .description = "The items that are viewed most."},
    UseCase{.name = "aws-ecomm-recommended-for-you",
            .domain = kShop,
            .models = {"aws-user-personalization", ""},
            .event_type = {},
            .excluded_type = "Purchase",
            .needs_user = true,
            .explores = true,
            .description = "Items for one user."},
    UseCase{.name = "aws-vod-because-you-watched-x",
            .domain = kVideo,
            .models = {"aws-similar-items", "aws-sims"},
            .event_type = "Watch",
            .excluded_type = "Watch",
            .needs_user = true,
            .description = "Videos that were watched by those who watched a video."},
    UseCase{.name = "aws-vod-more-like-x",
            .domain = kVideo,
            .models = {"aws-similar-items", "aws-sims"},
            .event_type = {},
            .excluded_type = "Watch",
            .needs_user = true,
            .needs_items = true,
            .description = "Videos that are like a video."},
    UseCase{.name = "aws-vod-most-popular",
            .domain = kVideo,
            .models = {"aws-popularity-count", ""},
            .event_type = "Watch",
            .excluded_type = {},
            .needs_user = true,
            .description = "The videos that are watched most."},
    UseCase{.name = "aws-vod-top-picks",
            .domain = kVideo,
            .models = {"aws-user-personalization", ""},
            .event_type = {},
            .excluded_type = "Watch",
            .needs_user = true,
            .needs_items = true,
            .explores = true,
            .description = "Videos for one user."},
    UseCase{.name = "aws-vod-trending-now",
            .domain = kVideo,
            .models = {"aws-trending-now", "aws-popularity-count"},
            .event_type = {},
            .excluded_type = {},
            .description = "The videos whose popularity grows fastest."},
};

}  // namespace

std::span<const UseCase> use_cases() {
  return kUseCases;
}

const UseCase* find_use_case(std::string_view arn) {
  if (!arn.starts_with(kArnPrefix)) return nullptr;
  const auto* found = std::ranges::find(kUseCases, arn.substr(kArnPrefix.size()), &UseCase::name);
  return found == kUseCases.end() ? nullptr : found;
}

}  // namespace attune::resources
