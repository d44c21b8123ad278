// A training on a catalogue that needs sampled negatives: events/s and resident memory.
//   large_training [USERS ITEMS EVENTS HIDDEN SECONDS WORKERS]
// The shop's customers, visit after visit, straight into the table that training reads. Stops after
// SECONDS of training; prints events/s of the steps, their share of what the same network reaches
// on a hundredth of users, items and events, and the peak of resident memory.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/synthetic/catalogue.h"
#include "domain/synthetic/customers.h"
#include "foundation/base/random.h"
#include "learning/training/hrnn_trainer.h"

namespace {

using namespace attune;
using Clock = std::chrono::steady_clock;

struct Sizes {
  std::size_t users = 1'000'000, items = 1'000'000, events = 100'000'000, hidden = 128,
              seconds = 120, workers = 2;
};

double seconds_since(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

double peak_gib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1024.0 * 1024.0);
}

std::shared_ptr<const data::Vocabulary> names(std::size_t count) {
  auto vocabulary = std::make_shared<data::Vocabulary>();
  for (std::size_t i = 0; i < count; ++i) vocabulary->add(std::to_string(i));
  return vocabulary;
}

/// Visits of one customer on ascending days until `count` events are there.
void add_customer(synthetic::VisitWriter& writer, std::uint32_t user, std::size_t count,
                  data::InteractionTable& table) {
  const synthetic::Profile profile = synthetic::profile_of(1, user);
  Random random = Random(1).fork(user);
  synthetic::CustomerState state;
  std::vector<synthetic::ShopEvent> events;
  std::vector<std::uint32_t> days;
  for (std::uint32_t day = 0; events.size() < count; ++day) {
    writer.visit(random, profile, user, day, state, events);
    days.resize(events.size(), day);
  }
  for (std::size_t e = 0; e < count; ++e) {
    table.item.push_back(data::ItemIndex{events[e].item});
    table.event_type.push_back(data::EventTypeIndex{static_cast<std::uint8_t>(events[e].kind)});
    table.event_value.push_back(std::nanf(""));
    table.timestamp_s.push_back(std::int64_t{days[e]} * 86'400 + events[e].second);
  }
  table.offsets.push_back(table.item.size());
}

features::TrainingSet shop(const Sizes& sizes) {
  features::TrainingSet set;
  data::InteractionTable& table = set.interactions;
  table.users = names(sizes.users);
  table.items = names(sizes.items);
  auto types = std::make_shared<data::Vocabulary>();
  for (const char* type : {"View", "Click", "AddToCart", "Purchase"}) types->add(type);
  table.event_types = types;
  table.item.reserve(sizes.events);
  table.event_type.reserve(sizes.events);
  table.event_value.reserve(sizes.events);
  table.timestamp_s.reserve(sizes.events);
  table.offsets.push_back(0);
  const synthetic::Catalogue catalogue(static_cast<std::uint32_t>(sizes.items), 365, 1);
  synthetic::VisitWriter writer(catalogue);
  for (std::size_t user = 0; user < sizes.users; ++user) {
    const std::size_t until = sizes.events * (user + 1) / sizes.users;
    add_customer(writer, static_cast<std::uint32_t>(user), until - table.item.size(), table);
  }
  return set;
}

/// Stops after a while.
class Stopwatch final : public training::ProgressSink {
 public:
  explicit Stopwatch(double seconds) : seconds_(seconds) {}
  bool report(const training::Progress& progress) override {
    if (!begun_) begun_ = Clock::now();
    events_per_s = progress.events_per_s;
    return seconds_since(*begun_) < seconds_;
  }
  double events_per_s = 0.0;

 private:
  double seconds_;
  std::optional<Clock::time_point> begun_;
};

double train(const Sizes& sizes) {
  const auto begun = Clock::now();
  const features::TrainingSet set = shop(sizes);
  std::cout << sizes.items << " items, " << set.interactions.row_count() << " events made up in "
            << seconds_since(begun) << " s; " << peak_gib() << " GiB" << std::endl;
  training::HrnnOptions options;
  options.hidden_dimension = sizes.hidden;
  options.training.worker_count = sizes.workers;
  options.training.full_softmax_items_max = 0;
  options.training.precision = tensor::Precision::kBf16;
  options.training.epoch_count = 1000;
  const auto started = Clock::now();
  Stopwatch stopwatch(static_cast<double>(sizes.seconds));
  static_cast<void>(training::train_hrnn(set, options, stopwatch));
  std::cout << "  " << stopwatch.events_per_s << " events/s in " << seconds_since(started)
            << " s; peak " << peak_gib() << " GiB resident" << std::endl;
  return stopwatch.events_per_s;
}

}  // namespace

int main(int argc, char** argv) {
  Sizes large;
  std::size_t* const fields[] = {&large.users,  &large.items,   &large.events,
                                 &large.hidden, &large.seconds, &large.workers};
  for (int i = 1; i < argc && i <= 6; ++i) *fields[i - 1] = std::stoul(argv[i]);
  Sizes small = large;
  for (std::size_t* size : {&small.users, &small.items, &small.events}) {
    *size = std::max<std::size_t>(*size / 100, 100);
  }
  small.seconds = std::max<std::size_t>(large.seconds / 4, 5);
  const double before = train(small);
  const double rate = train(large);
  const double after = train(small);
  std::cout << "large / small " << rate / std::max(before, after) << std::endl;
  return 0;
}
