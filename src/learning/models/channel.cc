#include "learning/models/channel.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "learning/models/channel_kinds.h"

namespace attune::models {

bool Channel::relate(std::uint32_t /*item*/, std::span<float> /*scores*/) const {
  return false;
}

std::unique_ptr<LiveChannel> Channel::start_live() const {
  return nullptr;
}

std::span<const ChannelKind> channel_kinds() {
  static const std::array kKinds{
      window_channel(),       adjacent_channel(),        popularity_of_a_day(),
      popularity_of_a_week(), popularity_of_a_quarter(),
  };
  return kKinds;
}

}  // namespace attune::models
