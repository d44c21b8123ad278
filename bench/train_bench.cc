// How fast an HRNN trains, beside what the machine's matrix product reaches in the same run.
//   train_bench [USERS ITEMS LENGTH HIDDEN EPOCHS WORKERS ROUNDS]
// Synthetic users of that history length; fp32 and bf16 by turns, the best round of each. Prints
// events/s, GFLOP/s of the model's products (18 h^2
// + 18 h^2 + 6 h^2 for the gated GRU and 6 h V for the softmax, an event) and their share of the
// rate of sgemm at the softmax's shape, one thread a worker at once.
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "foundation/base/random.h"
#include "foundation/tensor/gemm.h"
#include "learning/nn/buffer.h"
#include "learning/training/hrnn_trainer.h"
#include "learning/training/worker_team.h"

namespace {

using namespace attune;
using Clock = std::chrono::steady_clock;

struct Sizes {
  std::size_t users = 512, items = 3416, length = 128, hidden = 128, epochs = 2, workers = 2,
              rounds = 3;
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

class Rate final : public training::ProgressSink {
 public:
  bool report(const training::Progress& progress) override {
    events_per_s = progress.events_per_s;
    return true;
  }
  double events_per_s = 0.0;
};

double events_per_s(const features::TrainingSet& set, const Sizes& sizes,
                    tensor::Precision precision) {
  training::HrnnOptions options;
  options.hidden_dimension = sizes.hidden;
  options.epoch_count = static_cast<int>(sizes.epochs);
  options.worker_count = sizes.workers;
  options.validation_user_share = 0.0;
  options.precision = precision;
  Rate rate;
  if (const auto model = training::train_hrnn(set, options, rate); !model) {
    std::cerr << model.error().message << "\n";
    std::exit(1);
  }
  return rate.events_per_s;
}

void print(std::string_view name, double events_per_s, double limit, const Sizes& sizes) {
  const auto h = static_cast<double>(sizes.hidden);
  const double flops = 42.0 * h * h + 6.0 * h * static_cast<double>(sizes.items);
  const double reached = events_per_s * flops / 1e9;
  std::cout << name << " " << events_per_s << " events/s  " << reached << " GFLOP/s  sgemm "
            << limit << " GFLOP/s  " << 100.0 * reached / limit << " %" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  Sizes sizes;
  std::size_t* const fields[] = {&sizes.users,  &sizes.items,   &sizes.length, &sizes.hidden,
                                 &sizes.epochs, &sizes.workers, &sizes.rounds};
  for (int i = 1; i < argc && i <= 7; ++i) *fields[i - 1] = std::stoul(argv[i]);
  const auto set = synthetic(sizes);
  double limit = 0.0, fp32 = 0.0, bf16 = 0.0;
  for (std::size_t round = 0; round < sizes.rounds; ++round) {
    limit = std::max(limit, sgemm_rate(sizes));
    fp32 = std::max(fp32, events_per_s(set, sizes, tensor::Precision::kFp32));
    bf16 = std::max(bf16, events_per_s(set, sizes, tensor::Precision::kBf16));
  }
  limit = std::max(limit, sgemm_rate(sizes));
  print("fp32", fp32, limit, sizes);
  print("bf16", bf16, limit, sizes);
  return 0;
}
