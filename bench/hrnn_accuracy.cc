// The leave-one-out accuracy of an HRNN, alone and with the short-term channel; network_accuracy.h
// has the protocol.
//   hrnn_accuracy FILE [save=ARTEFACT | load=ARTEFACT] [test=0] [name=value ...]
#include "learning/training/hrnn_trainer.h"
#include "network_accuracy.h"

int main(int argc, char** argv) {
  using namespace attune;
  training::HrnnOptions o;
  bench::Options options = bench::training_options(o.training);
  options.merge(bench::Options{{"hidden", bench::set_size(o.hidden_dimension)},
                               {"bptt", bench::set_size(o.bptt)},
                               {"input_dropout", bench::set_number(o.input_dropout)},
                               {"output_dropout", bench::set_number(o.output_dropout)},
                               {"state", [&](const std::string& value) {
                                  o.hierarchy = value == "1" ? training::Hierarchy::kState
                                                             : training::Hierarchy::kInputs;
                                }}});
  return bench::AccuracyRun(
             {.training = o.training,
              .options = std::move(options),
              .train = [&](const features::TrainingSet& set,
                           training::ProgressSink& sink) { return train_hrnn(set, o, sink); },
              .load = training::load_hrnn})
      .run(argc, argv);
}
