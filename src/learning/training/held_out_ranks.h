#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "learning/models/channel.h"
#include "learning/models/model.h"
#include "learning/models/neighbour_lists.h"

namespace attune::training {

/// What is asked about held-out last events.
struct HeldOutQuestion {
  const data::InteractionTable& table;  // with the held-out events
  const models::Model& network;
  std::span<const std::unique_ptr<const models::Channel>> channels;  // counted without them
  std::size_t sequence_length_max = 200;                             // newest events that are read
};

/// How well the last events of some users are ranked as the weights of the channels change. What
/// the network and each channel say is computed once: of each user for at most kCandidatesMax
/// items, all of a catalogue up to that size, else those that the network or a channel likes best.
class HeldOutRanks {
 public:
  static constexpr std::size_t kCandidatesMax = 4096;

  /// kCancelled when `counting.progress` says stop. Popularity is asked for at the time of the
  /// held-out event: what happened from then on does not enter.
  [[nodiscard]] static Result<HeldOutRanks> of(const HeldOutQuestion& question,
                                               std::span<const std::uint32_t> users,
                                               const models::CountingOptions& counting);

  [[nodiscard]] std::size_t user_count() const { return users_.size(); }
  /// NDCG@10 of each user's event among all items but the user's history, ties counted against it.
  [[nodiscard]] std::vector<double> gains(std::span<const double> weights) const;

 private:
  /// scores (1 + channels, candidates): the network's row first; the held-out item's column first,
  /// then the candidates that the network likes best.
  struct User {
    std::size_t candidate_count = 0;  // 0: the item cannot be ranked
    std::vector<float> scores;
  };
  [[nodiscard]] static double gain(const User& user, std::span<const double> weights);

  explicit HeldOutRanks(std::size_t user_count) : users_(user_count) {}

  std::size_t worker_count_ = 0;
  std::vector<User> users_;

  friend class Asking;
};

}  // namespace attune::training
