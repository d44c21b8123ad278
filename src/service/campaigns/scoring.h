#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "domain/filter/bitmap.h"
#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"
#include "service/campaigns/compiled_filters.h"
#include "service/campaigns/deployed.h"
#include "service/campaigns/stage_times.h"
#include "service/ranking/ranking.h"

namespace attune::campaigns {

/// The filters that a query names; null: none.
struct QueryFilters {
  const GroupFilter* request = nullptr;
  const GroupFilter* promotion = nullptr;
};

/// The buffers of a request, kept by its thread from one request to the next.
struct Scratch {
  std::vector<float> scores;
  std::vector<data::Interaction> history;
  std::vector<ranking::Explored> explored;
};
[[nodiscard]] Scratch& scratch();

/// A request while it is answered.
struct Answering {
  const Query& query;
  const Deployed& campaign;
  QueryFilters filters;
  Scratch& buffers;
  StageTimer& timer;
};

/// Logits by item, in the request's buffers: the model's for the user, item or everyone, or those
/// of popularity where it knows nothing; and the user's history, if a filter needs it. False: of
/// popularity.
bool compute_scores(const Answering& request);

/// The items that a filter of the query lets through; null for no filter.
[[nodiscard]] Result<std::shared_ptr<const filter::Bitmap>> allowed_items(const Answering& request,
                                                                          const GroupFilter* filter,
                                                                          const FilterUse* use);

enum class GivenPart : std::uint8_t {
  kAll,
  kForModel  // events of the kind that the model was trained on, and those of no told kind
};

/// The interactions of a history that the query brings; items that the model does not know are left
/// out.
[[nodiscard]] std::vector<data::Interaction> interactions_of(const Deployed& campaign,
                                                             const std::vector<GivenEvent>& history,
                                                             GivenPart part);

}  // namespace attune::campaigns
