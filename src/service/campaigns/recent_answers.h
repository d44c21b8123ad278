#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/vocabulary.h"
#include "service/campaigns/campaigns.h"

namespace attune::campaigns {

/// Who gave an answer; shared by all answers of a deployed campaign.
struct AnswerSource {
  std::string campaign_arn;
  std::string dataset_group_arn;
  std::shared_ptr<const data::Vocabulary> items;  // of the model
};

/// The newest answers by their recommendation ids, in memory only: impressions and attribution ask
/// for them. About 60 bytes and 4 an item each. A model's vocabulary lives as long as the last
/// answer from it. Thread-safe.
class RecentAnswers {
 public:
  explicit RecentAnswers(std::size_t answers_max);

  void add(std::string_view recommendation_id, std::shared_ptr<const AnswerSource> source,
           std::vector<data::ItemIndex> items);
  [[nodiscard]] std::optional<AnswerTrace> find(std::string_view recommendation_id) const;
  [[nodiscard]] std::size_t size() const;

 private:
  struct Entry {
    std::shared_ptr<const AnswerSource> source;
    std::vector<data::ItemIndex> items;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
    std::deque<const std::string*> by_age;  // keys of entries, the oldest first
  };
  static constexpr std::size_t kShardCount = 16;

  [[nodiscard]] static std::size_t shard_of(std::string_view id) {
    return Hash{}(id) % kShardCount;
  }

  const std::size_t shard_answers_max_;
  std::array<Shard, kShardCount> shards_;
};

}  // namespace attune::campaigns
