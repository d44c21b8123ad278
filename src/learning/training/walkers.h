#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/random.h"
#include "learning/features/training_set.h"
#include "learning/models/artefact.h"
#include "learning/models/model.h"
#include "learning/training/progress.h"

// Data and checks for the tests of every network's trainer.
namespace attune::training::testing {

inline constexpr std::uint32_t kItems = 12;

/// Keeps the reports; says stop from `stop_at` reports on.
class Sink final : public ProgressSink {
 public:
  bool report(const Progress& progress) override {
    reports.push_back(progress);
    return reports.size() < stop_at;
  }
  std::vector<Progress> reports;
  std::size_t stop_at = 1'000'000;
};

inline std::shared_ptr<data::Vocabulary> names(const std::string& prefix, std::size_t count) {
  auto vocabulary = std::make_shared<data::Vocabulary>();
  for (std::size_t i = 0; i < count; ++i) vocabulary->add(prefix + std::to_string(i));
  return vocabulary;
}

/// Users who walk round a circle of items from a random start: after item i always comes i + 1.
inline features::TrainingSet walkers(std::size_t user_count, std::size_t length,
                                     std::uint32_t item_count = kItems) {
  features::TrainingSet set;
  auto& table = set.interactions;
  table.users = names("u", user_count);
  table.items = names("i", item_count);
  table.event_types = names("type", 1);
  table.offsets.push_back(0);
  Random random(3);
  for (std::size_t u = 0; u < user_count; ++u) {
    const std::uint64_t start = random.below(item_count);
    for (std::size_t t = 0; t < length; ++t) {
      table.item.push_back(data::ItemIndex{static_cast<std::uint32_t>((start + t) % item_count)});
      table.event_type.push_back(data::EventTypeIndex{0});
      table.event_value.push_back(1.0F);
      table.timestamp_s.push_back(static_cast<std::int64_t>(1'000'000 + 60 * t));
    }
    table.offsets.push_back(table.item.size());
  }
  return set;
}

/// How many of the items are followed by the right one.
inline std::size_t right_successors(const models::Model& model) {
  std::size_t right = 0;
  std::vector<float> scores(model.item_count());
  for (std::uint32_t i = 0; i < kItems; ++i) {
    const auto state = model.start({});
    model.advance(*state, {.item = data::ItemIndex{i},
                           .event_type = data::EventTypeIndex{0},
                           .event_value = 1.0F,
                           .timestamp_s = 5'000'000});
    model.score(*state, scores);
    const auto best = std::ranges::max_element(scores) - scores.begin();
    right += static_cast<std::uint32_t>(best) == (i + 1) % kItems ? 1U : 0U;
  }
  return right;
}

inline bool same(const models::Artefact& a, const models::Artefact& b) {
  return std::ranges::equal(a.tensors, b.tensors, {}, &models::Tensor::values,
                            &models::Tensor::values);
}

}  // namespace attune::training::testing
