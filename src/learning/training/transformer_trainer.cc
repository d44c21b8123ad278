#include "learning/training/transformer_trainer.h"

#include <cmath>
#include <numeric>
#include <string>

#include "learning/models/transformer.h"
#include "learning/training/transformer_pass.h"

namespace attune::training {
namespace {

constexpr std::size_t kHiddenMax = 4096;
constexpr std::size_t kBlocksMax = 32;
constexpr double kFeedForwardMax = 16.0;

Result<void> check(const TransformerOptions& o) {
  const auto is_rate = [](double rate) { return rate >= 0.0 && rate < 1.0; };
  if (o.hidden_dimension == 0 || o.hidden_dimension > kHiddenMax) {
    return invalid_input("hidden_dimension: must be from 1 to " + std::to_string(kHiddenMax));
  }
  if (o.heads == 0 || o.heads > o.hidden_dimension) {
    return invalid_input("heads: must be from 1 to hidden_dimension");
  }
  if (o.blocks == 0 || o.blocks > kBlocksMax) {
    return invalid_input("blocks: must be from 1 to " + std::to_string(kBlocksMax));
  }
  if (!(o.feed_forward_factor > 0.0 && o.feed_forward_factor <= kFeedForwardMax)) {
    return invalid_input("feed_forward_factor: must be above 0 and at most 16");
  }
  if (!is_rate(o.dropout) || !is_rate(o.attention_dropout)) {
    return invalid_input("dropout, attention_dropout: must be at least 0 and below 1");
  }
  return check(o.training);
}

models::TransformerShape shape_of(const TransformerOptions& o) {
  const std::size_t multiple = std::lcm(padded_width(1), o.heads);
  const std::size_t hidden = (o.hidden_dimension + multiple - 1) / multiple * multiple;
  const double inner = o.feed_forward_factor * static_cast<double>(hidden);
  return {.hidden = hidden,
          .heads = o.heads,
          .blocks = o.blocks,
          .feed_forward = padded_width(static_cast<std::size_t>(std::lround(inner))),
          .gated = o.gated,
          .window = o.training.sequence_length_max};
}

}  // namespace

Result<std::unique_ptr<models::Model>> train_transformer(const features::TrainingSet& data,
                                                         const TransformerOptions& options,
                                                         ProgressSink& progress) {
  ATTUNE_TRY_VOID(check(options));
  const auto make = [&](const HrnnSequences& sequences, const nn::SparseRows& user_features) {
    models::TransformerShape shape = shape_of(options);
    shape.event_type_count = sequences.rules.event_type_count;
    shape.context_rows = sequences.rules.context.row_count();
    shape.user_feature_count = user_features.feature_count;
    return transformer_network(
        shape, {.dropout = options.dropout, .attention_dropout = options.attention_dropout},
        user_features);
  };
  return train_network(data, options.training, make, progress);
}

Result<std::unique_ptr<models::Model>> load_transformer(const models::Artefact& artefact) {
  return models::transformer_from_artefact(artefact);
}

}  // namespace attune::training
