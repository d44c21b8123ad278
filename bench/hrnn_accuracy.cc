// Trains an HRNN on a sequence file ("user item" a line, each user's items in order) under the
// leave-one-out protocol and prints the validation NDCG@10 of each epoch and, once, the test's:
// a user's last item is the test, the one before the validation, all other items but the user's
// history are candidates, ties count against the target. Then the same test with the short-term
// channel, its weights chosen on the validation.
// `save` writes the network, `load` reads one instead of training: same file, no options needed.
//   hrnn_accuracy FILE [save=ARTEFACT | load=ARTEFACT] [name=value ...]
#include <cmath>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "learning/models/artefact.h"
#include "learning/models/blend.h"
#include "learning/training/blend_search.h"
#include "learning/training/hrnn_trainer.h"
#include "sequence_file.h"

namespace {

using namespace attune;
using namespace attune::bench;

void print(const std::string& name, const Accuracy& accuracy) {
  std::cout << name << " NDCG@10 " << accuracy.ndcg << "  HR@10 " << accuracy.hit_rate << std::endl;
}

Result<void> test_blend(std::unique_ptr<models::Model> network, const features::TrainingSet& set,
                        const training::HrnnOptions& options, const Histories& histories) {
  const auto held_out = training::held_out_users(set.interactions, options);
  ATTUNE_TRY(choice, training::choose_blend(set.interactions, *network,
                                            {.held_out_users = held_out, .counting = {}}));
  const auto kinds = models::channel_kinds();
  ATTUNE_TRY(channels, training::fit_channels(kinds, set.interactions, {}));
  models::BlendParts parts{.network = std::move(network), .channels = {}};
  std::cout << "validation NDCG@10 of " << choice.user_count << " users: network "
            << choice.network_ndcg_at_10 << ", blend " << choice.blend_ndcg_at_10 << " with";
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (choice.weights[i] == 0.0) continue;
    std::cout << " " << choice.weights[i] << " " << kinds[i].name;
    parts.channels.push_back(
        {.kind = kinds[i].name, .channel = std::move(channels[i]), .weight = choice.weights[i]});
  }
  std::cout << std::endl;
  print("blend test", test(*models::make_blend(std::move(parts)), histories));
  return {};
}

class Printer final : public training::ProgressSink {
 public:
  bool report(const training::Progress& p) override {
    if (p.stage != "validate") return true;
    std::cout << "epoch " << p.epoch << "  loss " << p.loss.value_or(0) << "  validation NDCG@10 "
              << p.validation_ndcg_at_10.value_or(0) << "  " << p.events_per_s << " events/s  "
              << p.elapsed_s << " s" << std::endl;
    return true;
  }
};

Result<std::unique_ptr<models::Model>> network_of(const features::TrainingSet& set,
                                                  const training::HrnnOptions& options,
                                                  const std::string& save_path,
                                                  const std::string& load_path) {
  if (!load_path.empty()) {
    ATTUNE_TRY(artefact, models::read_artefact(load_path));
    ATTUNE_TRY(loaded, training::load_hrnn(artefact));
    if (loaded->item_count() != set.interactions.item_count()) {
      return invalid_input("load: the artefact has other items than the file");
    }
    return Result<std::unique_ptr<models::Model>>(std::move(loaded));
  }
  Printer printer;
  ATTUNE_TRY(trained, training::train_hrnn(set, options, printer));
  if (!save_path.empty())
    ATTUNE_TRY_VOID(models::write_artefact(trained->to_artefact(), save_path));
  return Result<std::unique_ptr<models::Model>>(std::move(trained));
}

bool set_option(training::HrnnOptions& o, const std::string& name, const std::string& value) {
  const std::map<std::string, std::function<void()>> options{
      {"hidden", [&] { o.hidden_dimension = std::stoul(value); }},
      {"bptt", [&] { o.bptt = std::stoul(value); }},
      {"epochs", [&] { o.epoch_count = std::stoi(value); }},
      {"batch", [&] { o.batch_users = std::stoul(value); }},
      {"rate", [&] { o.learning_rate = std::stod(value); }},
      {"input_dropout", [&] { o.input_dropout = std::stod(value); }},
      {"output_dropout", [&] { o.output_dropout = std::stod(value); }},
      {"seed", [&] { o.seed = std::stoul(value); }},
      {"workers", [&] { o.worker_count = std::stoul(value); }},
      {"patience", [&] { o.patience = std::stoi(value); }},
      {"full_max", [&] { o.full_softmax_items_max = std::stoul(value); }},
      {"negatives", [&] { o.sampled_negative_count = std::stoul(value); }},
      {"length", [&] { o.sequence_length_max = std::stoul(value); }},
      {"state", [&] {
         o.hierarchy = value == "1" ? training::Hierarchy::kState : training::Hierarchy::kInputs;
       }}};
  const auto found = options.find(name);
  if (found == options.end()) return false;
  found->second();
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  training::HrnnOptions options;
  options.recency_mask = false;  // the file has no times
  options.validation_user_share = 1.0;
  std::string save_path, load_path;
  for (int i = 2; i < argc; ++i) {
    const std::string text = argv[i];
    const auto equals = text.find('=');
    if (text.starts_with("save=")) {
      save_path = text.substr(equals + 1);
      continue;
    }
    if (text.starts_with("load=")) {
      load_path = text.substr(equals + 1);
      continue;
    }
    if (equals == std::string::npos ||
        !set_option(options, text.substr(0, equals), text.substr(equals + 1))) {
      std::cerr << "unknown option: " << text << "\n";
      return 2;
    }
  }
  if (argc < 2) {
    std::cerr << "usage: hrnn_accuracy FILE [save=ARTEFACT | load=ARTEFACT] [name=value ...]\n";
    return 2;
  }
  const Histories histories = read_histories(argv[1]);
  const auto set = training_set(histories);
  std::cout << histories.items.size() << " users, " << histories.item_count << " items, "
            << set.interactions.row_count() << " training events" << std::endl;
  auto model = network_of(set, options, save_path, load_path);
  if (!model) {
    std::cerr << model.error().message << "\n";
    return 1;
  }
  print("test", test(**model, histories));
  if (const auto done = test_blend(std::move(*model), set, options, histories); !done) {
    std::cerr << done.error().message << "\n";
    return 1;
  }
  return 0;
}
