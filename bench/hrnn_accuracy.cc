// The leave-one-out accuracy of an HRNN, alone and with the short-term channel; network_accuracy.h
// has the protocol.
//   hrnn_accuracy FILE [save=ARTEFACT | load=ARTEFACT] [test=0] [name=value ...]
#include "learning/training/hrnn_trainer.h"
#include "network_accuracy.h"

int main(int argc, char** argv) {
  using namespace attune;
  training::HrnnOptions o;
  o.recency_mask = false;  // the file has no times
  o.validation_user_share = 1.0;
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
                          {"bptt", size(o.bptt)},
                          {"epochs", integer(o.epoch_count)},
                          {"batch", size(o.batch_users)},
                          {"rate", number(o.learning_rate)},
                          {"input_dropout", number(o.input_dropout)},
                          {"output_dropout", number(o.output_dropout)},
                          {"seed", [&](const std::string& value) { o.seed = std::stoul(value); }},
                          {"workers", size(o.worker_count)},
                          {"patience", integer(o.patience)},
                          {"full_max", size(o.full_softmax_items_max)},
                          {"negatives", size(o.sampled_negative_count)},
                          {"length", size(o.sequence_length_max)},
                          {"state",
                           [&](const std::string& value) {
                             o.hierarchy = value == "1" ? training::Hierarchy::kState
                                                        : training::Hierarchy::kInputs;
                           }}},
              .train = [&](const features::TrainingSet& set,
                           training::ProgressSink& sink) { return train_hrnn(set, o, sink); },
              .held_out =
                  [&](const data::InteractionTable& table) {
                    return training::held_out_users(table, o);
                  },
              .load = training::load_hrnn})
      .run(argc, argv);
}
