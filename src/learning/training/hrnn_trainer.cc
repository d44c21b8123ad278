#include "learning/training/hrnn_trainer.h"

#include <memory>
#include <string>

#include "learning/models/hrnn.h"
#include "learning/training/hrnn_pass.h"

namespace attune::training {
namespace {

constexpr std::size_t kHiddenMax = 4096;

Result<void> check(const HrnnOptions& o) {
  const auto is_rate = [](double rate) { return rate >= 0.0 && rate < 1.0; };
  if (o.hidden_dimension == 0 || o.hidden_dimension > kHiddenMax) {
    return invalid_input("hidden_dimension: must be from 1 to " + std::to_string(kHiddenMax));
  }
  if (o.bptt == 0) return invalid_input("bptt: must be positive");
  if (!is_rate(o.input_dropout) || !is_rate(o.output_dropout)) {
    return invalid_input("input_dropout, output_dropout: must be at least 0 and below 1");
  }
  return check(o.training);
}

}  // namespace

Result<std::unique_ptr<models::Model>> train_hrnn(const features::TrainingSet& data,
                                                  const HrnnOptions& options,
                                                  ProgressSink& progress) {
  ATTUNE_TRY_VOID(check(options));
  const auto make = [&](const HrnnSequences& sequences, const nn::SparseRows& user_features) {
    const models::HrnnShape shape{.hidden = padded_width(options.hidden_dimension),
                                  .event_type_count = sequences.rules.event_type_count,
                                  .user_feature_count = user_features.feature_count,
                                  .user_level = options.hierarchy == Hierarchy::kState,
                                  .context_rows = sequences.rules.context.row_count(),
                                  .request_rows = sequences.rules.context.category_row_count(),
                                  .recency_gate = options.recency_gate};
    return hrnn_network(shape, options, user_features);
  };
  return train_network(data, options.training, make, progress);
}

Result<std::unique_ptr<models::Model>> load_hrnn(const models::Artefact& artefact) {
  return models::hrnn_from_artefact(artefact);
}

}  // namespace attune::training
