// The leave-one-out accuracy of a transformer, alone and with the short-term channel;
// network_accuracy.h has the protocol.
//   transformer_accuracy FILE [save=ARTEFACT | load=ARTEFACT] [test=0] [name=value ...]
#include "learning/training/transformer_trainer.h"
#include "network_accuracy.h"

int main(int argc, char** argv) {
  using namespace attune;
  training::TransformerOptions o;
  training::NetworkTraining& t = o.training;
  t.recency_mask = false;  // the file has no times
  t.validation_user_share = 1.0;
  const auto size = [](std::size_t& to) {
    return [&to](const std::string& value) { to = std::stoul(value); };
  };
  const auto number = [](double& to) {
    return [&to](const std::string& value) { to = std::stod(value); };
  };
  const auto integer = [](int& to) {
    return [&to](const std::string& value) { to = std::stoi(value); };
  };
  return bench::AccuracyRun(
             {.options = {{"hidden", size(o.hidden_dimension)},
                          {"heads", size(o.heads)},
                          {"blocks", size(o.blocks)},
                          {"feed", number(o.feed_forward_factor)},
                          {"gated", [&](const std::string& value) { o.gated = value == "1"; }},
                          {"dropout", number(o.dropout)},
                          {"attention_dropout", number(o.attention_dropout)},
                          {"epochs", integer(t.epoch_count)},
                          {"batch", size(t.batch_users)},
                          {"rate", number(t.learning_rate)},
                          {"seed", [&](const std::string& value) { t.seed = std::stoul(value); }},
                          {"workers", size(t.worker_count)},
                          {"patience", integer(t.patience)},
                          {"full_max", size(t.full_softmax_items_max)},
                          {"negatives", size(t.sampled_negative_count)},
                          {"length", size(t.sequence_length_max)}},
              .train =
                  [&](const features::TrainingSet& set, training::ProgressSink& sink) {
                    return train_transformer(set, o, sink);
                  },
              .held_out =
                  [&](const data::InteractionTable& table) {
                    return training::held_out_users(table, t);
                  },
              .load = training::load_transformer})
      .run(argc, argv);
}
