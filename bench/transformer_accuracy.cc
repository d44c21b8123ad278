// The leave-one-out accuracy of a transformer, alone and with the short-term channel;
// network_accuracy.h has the protocol.
//   transformer_accuracy FILE [save=ARTEFACT | load=ARTEFACT] [test=0] [name=value ...]
#include "learning/training/transformer_trainer.h"
#include "network_accuracy.h"

int main(int argc, char** argv) {
  using namespace attune;
  training::TransformerOptions o;
  bench::Options options = bench::training_options(o.training);
  options.merge(bench::Options{{"hidden", bench::set_size(o.hidden_dimension)},
                               {"heads", bench::set_size(o.heads)},
                               {"blocks", bench::set_size(o.blocks)},
                               {"feed", bench::set_number(o.feed_forward_factor)},
                               {"gated", [&](const std::string& value) { o.gated = value == "1"; }},
                               {"dropout", bench::set_number(o.dropout)},
                               {"attention_dropout", bench::set_number(o.attention_dropout)}});
  return bench::AccuracyRun(
             {.training = o.training,
              .options = std::move(options),
              .train =
                  [&](const features::TrainingSet& set, training::ProgressSink& sink) {
                    return train_transformer(set, o, sink);
                  },
              .load = training::load_transformer})
      .run(argc, argv);
}
