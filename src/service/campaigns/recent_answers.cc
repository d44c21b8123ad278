#include "service/campaigns/recent_answers.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace attune::campaigns {

RecentAnswers::RecentAnswers(std::size_t answers_max)
    : shard_answers_max_(std::max<std::size_t>(answers_max / kShardCount, 1)) {}

void RecentAnswers::add(std::string_view recommendation_id,
                        std::shared_ptr<const AnswerSource> source,
                        std::vector<data::ItemIndex> items) {
  Shard& shard = shards_[shard_of(recommendation_id)];
  Entry forgotten;  // freed after the lock
  const std::lock_guard lock(shard.mutex);
  const auto [place, is_new] = shard.entries.try_emplace(std::string(recommendation_id));
  if (!is_new) return;
  place->second = {.source = std::move(source), .items = std::move(items)};
  shard.by_age.push_back(&place->first);
  if (shard.by_age.size() <= shard_answers_max_) return;
  const auto oldest = shard.entries.find(*shard.by_age.front());
  shard.by_age.pop_front();
  forgotten = std::move(oldest->second);
  shard.entries.erase(oldest);
}

std::optional<AnswerTrace> RecentAnswers::find(std::string_view recommendation_id) const {
  Entry found;
  {
    const Shard& shard = shards_[shard_of(recommendation_id)];
    const std::lock_guard lock(shard.mutex);
    const auto entry = shard.entries.find(recommendation_id);
    if (entry == shard.entries.end()) return std::nullopt;
    found = entry->second;
  }
  AnswerTrace trace{.campaign_arn = found.source->campaign_arn,
                    .dataset_group_arn = found.source->dataset_group_arn,
                    .item_ids = {}};
  trace.item_ids.reserve(found.items.size());
  for (const data::ItemIndex item : found.items) {
    trace.item_ids.emplace_back(
        found.source->items->text(static_cast<std::uint32_t>(data::raw(item))));
  }
  return trace;
}

std::size_t RecentAnswers::size() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    count += shard.entries.size();
  }
  return count;
}

}  // namespace attune::campaigns
