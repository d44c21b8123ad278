// How fast a network trains, beside what the machine's matrix product reaches in the same run.
//   train_bench [USERS ITEMS LENGTH HIDDEN EPOCHS WORKERS [hrnn | transformer | gated [ROUNDS
//   [SECONDS]]]]
// Synthetic users of that history length; fp32 and bf16 by turns, each ROUNDS times (3) for
// SECONDS (30) or EPOCHS, the best of each. Prints
// events/s, events a second of CPU time (what a shared machine leaves alone), GFLOP/s of the
// model's products and their share of the rate of sgemm at the softmax's shape, one thread a worker
// at once. Products of an event: 6 h V for the softmax and, for the HRNN, 18 h^2 + 18 h^2 + 6 h^2
// for its gated GRU; for each of the transformer's two blocks (two heads) 36 h^2 for projections
// and feed-forward, gated (three blocks) 54 h^2, and 6 h LENGTH for attention, half of whose square
// is masked.
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/gemm.h"
#include "learning/nn/buffer.h"
#include "learning/training/hrnn_trainer.h"
#include "learning/training/transformer_trainer.h"
#include "learning/training/worker_team.h"

namespace {

using namespace attune;
using Clock = std::chrono::steady_clock;

struct Sizes {
  std::size_t users = 512, items = 3416, length = 128, hidden = 128, epochs = 2, workers = 2;
  double seconds = 30.0;
  tensor::Precision precision = tensor::Precision::kFp32;
};

features::TrainingSet synthetic(const Sizes& sizes) {
  features::TrainingSet set;
  auto users = std::make_shared<data::Vocabulary>();
  auto items = std::make_shared<data::Vocabulary>();
  for (std::size_t u = 0; u < sizes.users; ++u) users->add(std::to_string(u));
  for (std::size_t i = 0; i < sizes.items; ++i) items->add(std::to_string(i));
  auto& table = set.interactions;
  table.users = users;
  table.items = items;
  table.event_types = std::make_shared<data::Vocabulary>();
  table.offsets.push_back(0);
  Random random(1);
  for (std::size_t u = 0; u < sizes.users; ++u) {
    for (std::size_t t = 0; t <= sizes.length; ++t) {
      table.item.push_back(
          data::ItemIndex{static_cast<std::uint32_t>((u * sizes.length + t) % sizes.items)});
      table.event_type.push_back(data::kNoEventType);
      table.event_value.push_back(std::nanf(""));
      table.timestamp_s.push_back(static_cast<std::int64_t>(60 * t + random.below(60)));
    }
    table.offsets.push_back(table.item.size());
  }
  return set;
}

double seconds_since(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

/// GFLOP/s of all workers together at logits = outputs (256, h) items (V, h)^T.
double sgemm_rate(const Sizes& sizes) {
  training::WorkerTeam team(sizes.workers);
  constexpr int kRounds = 60;
  double best = 0.0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const auto begun = Clock::now();
    team.run([&](std::size_t) {
      nn::Buffer outputs, items, logits(256, sizes.items);
      outputs.reshape_zero(256, sizes.hidden);
      items.reshape_zero(sizes.items, sizes.hidden);
      for (int i = 0; i < kRounds; ++i) {
        tensor::gemm(tensor::Transpose::kNo, outputs.view(), tensor::Transpose::kYes, items.view(),
                     tensor::Accumulate::kNo, logits.view());
      }
    });
    const double flops = 2.0 * 256.0 * static_cast<double>(sizes.items * sizes.hidden) * kRounds *
                         static_cast<double>(sizes.workers);
    best = std::max(best, flops / seconds_since(begun) / 1e9);
  }
  return best;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Stops after a while.
class Rate final : public training::ProgressSink {
 public:
  Rate(double seconds, double events) : seconds_(seconds), events_(events) {}
  bool report(const training::Progress& progress) override {
    if (fraction_ <= 0.0) {
      fraction_ = progress.fraction;
      cpu_ = cpu_seconds();
    } else if (cpu_seconds() > cpu_) {
      events_per_cpu_s = events_ * (progress.fraction - fraction_) / (cpu_seconds() - cpu_);
    }
    events_per_s = progress.events_per_s;
    return progress.elapsed_s < seconds_;
  }
  double events_per_s = 0.0;
  double events_per_cpu_s = 0.0;

 private:
  double seconds_, events_;
  double fraction_ = 0.0, cpu_ = 0.0;  // at the first report
};

/// FLOP an event of one kind of network, and its training.
struct Contestant {
  double flops = 0.0;
  Result<std::unique_ptr<models::Model>> (*train)(const features::TrainingSet&, const Sizes&,
                                                  training::ProgressSink&);
};

template <bool kGated>
Result<std::unique_ptr<models::Model>> train_transformer(const features::TrainingSet& set,
                                                         const Sizes& sizes,
                                                         training::ProgressSink& sink) {
  training::TransformerOptions options;
  options.hidden_dimension = sizes.hidden;
  options.blocks = kGated ? 3 : 2;
  options.gated = kGated;
  options.training.epoch_count = static_cast<int>(sizes.epochs);
  options.training.worker_count = sizes.workers;
  options.training.validation_user_share = 0.0;
  options.training.precision = sizes.precision;
  return training::train_transformer(set, options, sink);
}

Result<std::unique_ptr<models::Model>> train_hrnn(const features::TrainingSet& set,
                                                  const Sizes& sizes,
                                                  training::ProgressSink& sink) {
  training::HrnnOptions options;
  options.hidden_dimension = sizes.hidden;
  options.training.epoch_count = static_cast<int>(sizes.epochs);
  options.training.worker_count = sizes.workers;
  options.training.validation_user_share = 0.0;
  options.training.precision = sizes.precision;
  return training::train_hrnn(set, options, sink);
}

Contestant contestant(const std::string& name, const Sizes& sizes) {
  const auto h = static_cast<double>(sizes.hidden);
  const auto length = static_cast<double>(sizes.length);
  const double softmax = 6.0 * h * static_cast<double>(sizes.items);
  if (name == "transformer") {
    return {softmax + 2.0 * (36.0 * h * h + 6.0 * h * length), train_transformer<false>};
  }
  if (name == "gated") {
    return {softmax + 3.0 * (54.0 * h * h + 6.0 * h * length), train_transformer<true>};
  }
  return {softmax + 42.0 * h * h, train_hrnn};
}

/// Of all rounds, the best.
struct Reached {
  double events_per_s = 0.0;
  double events_per_cpu_s = 0.0;
};

void train(const Contestant& network, const features::TrainingSet& set, const Sizes& sizes,
           Reached& best) {
  Rate rate(sizes.seconds, static_cast<double>(sizes.users * sizes.length * sizes.epochs));
  const auto model = network.train(set, sizes, rate);
  if (!model && model.error().code != ErrorCode::kCancelled) {
    std::cerr << model.error().message << "\n";
    std::exit(1);
  }
  best.events_per_s = std::max(best.events_per_s, rate.events_per_s);
  best.events_per_cpu_s = std::max(best.events_per_cpu_s, rate.events_per_cpu_s);
}

void print(std::string_view name, const Reached& best, double flops, double limit) {
  const double reached = best.events_per_s * flops / 1e9;
  std::cout << name << " " << best.events_per_s << " events/s  " << best.events_per_cpu_s
            << " events/CPU s  " << reached << " GFLOP/s  sgemm " << limit << " GFLOP/s  "
            << 100.0 * reached / limit << " %" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  Sizes sizes;
  std::size_t* const fields[] = {&sizes.users,  &sizes.items,  &sizes.length,
                                 &sizes.hidden, &sizes.epochs, &sizes.workers};
  for (int i = 1; i < argc && i <= 6; ++i) *fields[i - 1] = std::stoul(argv[i]);
  const auto set = synthetic(sizes);
  const Contestant network = contestant(argc > 7 ? argv[7] : "hrnn", sizes);
  const std::size_t rounds = argc > 8 ? std::stoul(argv[8]) : 3;
  if (argc > 9) sizes.seconds = std::stod(argv[9]);
  double limit = sgemm_rate(sizes);
  Reached fp32, bf16;
  for (std::size_t round = 0; round < rounds; ++round) {
    sizes.precision = tensor::Precision::kFp32;
    train(network, set, sizes, fp32);
    sizes.precision = tensor::Precision::kBf16;
    train(network, set, sizes, bf16);
    limit = std::max(limit, sgemm_rate(sizes));
  }
  print("fp32", fp32, network.flops, limit);
  print("bf16", bf16, network.flops, limit);
  return 0;
}
