#include "learning/models/popularity.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "domain/data/ids.h"
#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/json/value.h"
#include "learning/models/artefact.h"
#include "learning/models/artefact_reader.h"
#include "learning/models/incidence.h"
#include "learning/models/model.h"
#include "learning/models/same_for_everyone.h"

namespace attune::models {
namespace {

std::vector<float> log_counts(const std::vector<std::int32_t>& user_counts) {
  std::vector<float> scores(user_counts.size());
  std::ranges::transform(user_counts, scores.begin(), [](std::int32_t count) {
    return std::log(static_cast<float>(std::max(0, count)) + 0.5F);
  });
  return scores;
}

class Popularity final : public SameForEveryone {
 public:
  explicit Popularity(std::vector<std::int32_t> user_counts)
      : SameForEveryone(log_counts(user_counts)), user_counts_(std::move(user_counts)) {}

  [[nodiscard]] Artefact to_artefact() const override {
    return {.configuration = json::Object{{"model", "popularity"}},
            .tensors = {tensor_of("user_counts", user_counts_)}};
  }

 private:
  std::vector<std::int32_t> user_counts_;
};

}  // namespace

std::unique_ptr<Model> fit_popularity(const data::InteractionTable& table) {
  return std::make_unique<Popularity>(incidence_of(table, {}).user_counts());
}

Result<std::unique_ptr<Model>> load_popularity(const Artefact& artefact) {
  ATTUNE_TRY(user_counts, read_integers(artefact, "user_counts", kAnyLength));
  return std::make_unique<Popularity>(std::move(user_counts));
}

}  // namespace attune::models
