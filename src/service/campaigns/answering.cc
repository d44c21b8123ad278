#include "service/campaigns/answering.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "foundation/base/unique_id.h"
#include "service/campaigns/item_metadata.h"
#include "service/campaigns/list_stages.h"
#include "service/campaigns/request_rules.h"
#include "service/ranking/ranking.h"

namespace attune::campaigns {
namespace {

constexpr std::string_view kPromotedItem = "Promoted item";
constexpr std::string_view kExploration = "Exploration";

// reference 7.4: only this generation of recipes says why.
bool gives_reasons(const recipes::Recipe& recipe) {
  return recipe.type == recipes::RecipeType::kUserPersonalization && recipe.name.ends_with("-v2");
}

std::string_view reason_of(const ranking::RankedItem& item) {
  if (item.promoted) return kPromotedItem;
  return item.explored ? kExploration : std::string_view();
}

struct NamedAnswer {
  std::string recommendation_id;
  std::vector<AnsweredItem> items;
  std::vector<data::ItemIndex> known;
};

Answer finished(const Asked& asked, const Answering& request, NamedAnswer answer) {
  const std::vector<std::string>& columns = asked.query.metadata_columns;
  if (!columns.empty()) {
    if (const auto table = asked.campaign.group->metadata().items) {
      for (AnsweredItem& item : answer.items) {
        item.metadata = metadata_of(*table, item.item_id, columns);
      }
    }
  }
  asked.answers.add(answer.recommendation_id, asked.campaign.source, std::move(answer.known));
  request.timer.lap(Stage::kRank);
  request.timer.finish();
  return {.items = std::move(answer.items),
          .recommendation_id = std::move(answer.recommendation_id),
          .times = asked.campaign.times};
}

std::vector<std::string_view> without_repeats(const std::vector<std::string>& list) {
  std::vector<std::string_view> firsts;
  firsts.reserve(list.size());
  std::unordered_set<std::string_view> seen;
  for (const std::string& item : list) {
    if (seen.insert(item).second) firsts.push_back(item);
  }
  return firsts;
}

}  // namespace

Result<Answer> answer_recommendation(const Asked& asked) {
  ATTUNE_TRY(count, check_recommendation(asked.query, asked.campaign, asked.filters));
  StageTimer timer(asked.campaign.times.get());
  const Answering request{asked.query, asked.campaign, asked.filters, scratch(), timer};
  compute_scores(request);
  NamedAnswer answer{.recommendation_id = "RID-" + make_uuid(), .items = {}, .known = {}};
  const std::uint64_t seed = std::hash<std::string>{}(answer.recommendation_id);
  ATTUNE_TRY(list, run_stages(request, {.count = count, .now_ms = asked.now_ms, .seed = seed}));
  answer.items.reserve(list.size());
  answer.known.reserve(list.size());
  const bool reasons = gives_reasons(asked.campaign.recipe());
  for (const ranking::RankedItem& ranked : list) {
    const auto index = static_cast<std::uint32_t>(data::raw(ranked.item));
    answer.items.push_back({.item_id = std::string(asked.campaign.items().text(index)),
                            .score = ranked.score,
                            .metadata = {},
                            .promoted = ranked.promoted,
                            .reason = reasons ? reason_of(ranked) : std::string_view()});
    answer.known.push_back(ranked.item);
  }
  return finished(asked, request, std::move(answer));
}

Result<Answer> answer_ranking(const Asked& asked) {
  ATTUNE_TRY_VOID(check_ranking(asked.query, asked.campaign, asked.filters));
  StageTimer timer(asked.campaign.times.get());
  const Answering request{asked.query, asked.campaign, asked.filters, scratch(), timer};
  compute_scores(request);
  const GroupFilter* filter = asked.filters.request;
  ATTUNE_TRY(allowed,
             allowed_items(request, filter, asked.query.filter ? &*asked.query.filter : nullptr));
  timer.lap(Stage::kFilter);
  const std::vector<std::string_view> list = without_repeats(asked.query.input_list);
  std::vector<std::optional<data::ItemIndex>> indices;
  indices.reserve(list.size());
  for (const std::string_view item : list) {
    const auto index = asked.campaign.items().find(item);
    indices.push_back(index ? std::optional(data::ItemIndex{*index}) : std::nullopt);
  }
  const auto entries =
      ranking::rank({.items = indices,
                     .scores = request.buffers.scores,
                     .allowed = allowed.get(),
                     .unknown_allowed = filter == nullptr || !filter->traits.has_include});
  NamedAnswer answer{.recommendation_id = "RID-" + make_uuid(), .items = {}, .known = {}};
  answer.items.reserve(entries.size());
  for (const ranking::RankedEntry& entry : entries) {
    answer.items.push_back(
        {.item_id = std::string(list[entry.position]), .score = entry.score, .metadata = {}});
    if (indices[entry.position]) answer.known.push_back(*indices[entry.position]);
  }
  return finished(asked, request, std::move(answer));
}

}  // namespace attune::campaigns
