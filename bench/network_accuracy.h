#pragma once

#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "learning/models/artefact.h"
#include "learning/models/blend.h"
#include "learning/training/blend_search.h"
#include "learning/training/network_trainer.h"
#include "learning/training/progress.h"
#include "sequence_file.h"

namespace attune::bench {

using Options = std::map<std::string, std::function<void(const std::string&)>>;  // name=value

inline auto set_size(std::size_t& to) {
  return [&to](const std::string& value) { to = std::stoul(value); };
}
inline auto set_number(double& to) {
  return [&to](const std::string& value) { to = std::stod(value); };
}

/// Prepares `t` for the protocol; the options are its members.
inline Options training_options(training::NetworkTraining& t) {
  t.recency_mask = false;  // the file has no times
  t.validation_user_share = 1.0;
  const auto integer = [](int& to) {
    return [&to](const std::string& value) { to = std::stoi(value); };
  };
  return {{"epochs", integer(t.epoch_count)},
          {"batch", set_size(t.batch_users)},
          {"rate", set_number(t.learning_rate)},
          {"seed", [&t](const std::string& value) { t.seed = std::stoul(value); }},
          {"workers", set_size(t.worker_count)},
          {"patience", integer(t.patience)},
          {"full_max", set_size(t.full_softmax_items_max)},
          {"precision",
           [&t](const std::string& value) {
             t.precision = value == "bf16" ? tensor::Precision::kBf16 : tensor::Precision::kFp32;
           }},
          {"negatives", set_size(t.sampled_negative_count)},
          {"length", set_size(t.sequence_length_max)}};
}

/// A network to train and test under the leave-one-out protocol.
struct NetworkExperiment {
  const training::NetworkTraining& training;
  Options options;
  std::function<Result<std::unique_ptr<models::Model>>(const features::TrainingSet&,
                                                       training::ProgressSink&)>
      train;
  std::function<Result<std::unique_ptr<models::Model>>(const models::Artefact&)> load;
};

/// PROGRAM FILE [save=ARTEFACT | load=ARTEFACT] [test=0] [name=value ...]: trains on the file
/// ("user item" a line, each user's items in order) and prints the validation NDCG@10 of each epoch
/// and, once, the test's: a user's last item is the test, the one before the validation, all other
/// items but the user's history are candidates, ties count against the target. Then the same test
/// with the short-term channels, their weights chosen on the validation. `save` writes the network,
/// `load` reads one instead of training; test=0 leaves the test out.
class AccuracyRun {
 public:
  explicit AccuracyRun(NetworkExperiment experiment) : experiment_(std::move(experiment)) {
    const auto path = [](std::string& to) { return [&to](const std::string& v) { to = v; }; };
    experiment_.options.emplace("save", path(save_path_));
    experiment_.options.emplace("load", path(load_path_));
    experiment_.options.emplace("test", [this](const std::string& v) { test_ = v != "0"; });
  }

  int run(int argc, char** argv) {
    if (!read_options(argc, argv)) return 2;
    const Result<void> done = measure(argv[1]);
    if (!done) std::cerr << done.error().message << "\n";
    return done ? 0 : 1;
  }

 private:
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

  bool read_options(int argc, char** argv) {
    if (argc < 2) {
      std::cerr << "usage: " << argv[0]
                << " FILE [save=ARTEFACT | load=ARTEFACT] [test=0] [name=value ...]\n";
      return false;
    }
    for (int i = 2; i < argc; ++i) {
      const std::string text = argv[i];
      const auto equals = text.find('=');
      const auto found = experiment_.options.find(text.substr(0, equals));
      if (equals == std::string::npos || found == experiment_.options.end()) {
        std::cerr << "unknown option: " << text << "\n";
        return false;
      }
      found->second(text.substr(equals + 1));
    }
    return true;
  }

  static void print(const std::string& name, const Accuracy& accuracy) {
    std::cout << name << " NDCG@10 " << accuracy.ndcg << "  HR@10 " << accuracy.hit_rate
              << std::endl;
  }

  Result<std::unique_ptr<models::Model>> network_of(const features::TrainingSet& set) {
    if (!load_path_.empty()) {
      ATTUNE_TRY(artefact, models::read_artefact(load_path_));
      ATTUNE_TRY(loaded, experiment_.load(artefact));
      if (loaded->item_count() != set.interactions.item_count()) {
        return invalid_input("load: the artefact has other items than the file");
      }
      return Result<std::unique_ptr<models::Model>>(std::move(loaded));
    }
    Printer printer;
    ATTUNE_TRY(trained, experiment_.train(set, printer));
    if (!save_path_.empty()) {
      ATTUNE_TRY_VOID(models::write_artefact(trained->to_artefact(), save_path_));
    }
    return Result<std::unique_ptr<models::Model>>(std::move(trained));
  }

  Result<void> measure(const std::string& path) {
    const Histories histories = read_histories(path);
    const auto set = training_set(histories);
    std::cout << histories.items.size() << " users, " << histories.item_count << " items, "
              << set.interactions.row_count() << " training events" << std::endl;
    ATTUNE_TRY(network, network_of(set));
    if (test_) print("test", test(*network, histories));
    const auto held_out = training::held_out_users(set.interactions, experiment_.training);
    ATTUNE_TRY(choice, training::choose_blend(set.interactions, *network,
                                              {.held_out_users = held_out, .counting = {}}));
    std::cout << "validation NDCG@10 of " << choice.user_count << " users: network "
              << choice.network_ndcg_at_10 << ", blend " << choice.blend_ndcg_at_10 << " with";
    const auto kinds = models::channel_kinds();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (choice.weights[i] != 0.0) std::cout << " " << choice.weights[i] << " " << kinds[i].name;
    }
    std::cout << std::endl;
    if (!test_) return {};
    ATTUNE_TRY(channels, training::fit_channels(kinds, set.interactions, {}));
    models::BlendParts parts{.network = std::move(network), .channels = {}};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (choice.weights[i] == 0.0) continue;
      parts.channels.push_back(
          {.kind = kinds[i].name, .channel = std::move(channels[i]), .weight = choice.weights[i]});
    }
    print("blend test", test(*models::make_blend(std::move(parts)), histories));
    return {};
  }

  NetworkExperiment experiment_;
  std::string save_path_, load_path_;
  bool test_ = true;
};

}  // namespace attune::bench
