#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/random.h"
#include "learning/models/artefact.h"
#include "learning/models/context_rules.h"
#include "learning/models/model.h"
#include "learning/nn/embedding.h"

// What every network's serving form is held to, and what it is tested on: models of kItems items,
// two event types, the users of two_users() and events that may have the metadata of two_columns().
namespace attune::models::testing {

inline constexpr std::size_t kItems = 9;
inline constexpr std::int64_t kHour = 3600;
using LoadNetwork = Result<std::unique_ptr<Model>> (*)(const Artefact&);

inline nn::SparseRows two_users() {
  return {.feature_count = 3, .offsets = {0, 2, 3}, .features = {0, 2, 1}, .values = {1, -0.5F, 2}};
}

/// A number (2 rows) and a category with two rows and one for all others.
inline ContextRules two_columns() {
  ContextRules rules;
  rules.columns.push_back(
      {.name = "PRICE", .numeric = true, .scale = {.mean = 1.0F, .deviation = 0.5F}, .codes = {}});
  rules.columns.push_back({.name = "DEVICE", .codes = {0, 2}});
  rules.lay_out();
  return rules;
}

inline std::vector<data::Interaction> history(std::size_t length, std::uint64_t seed) {
  Random random(seed);
  std::vector<data::Interaction> events;
  std::int64_t now = 1'600'000'000;
  for (std::size_t t = 0; t < length; ++t) {
    now += static_cast<std::int64_t>(random.below(3) == 0 ? 5 * kHour : random.below(600));
    events.push_back(
        {.item = data::ItemIndex{static_cast<std::uint32_t>(random.below(kItems))},
         .event_type = random.below(3) == 0
                           ? data::kNoEventType
                           : data::EventTypeIndex{static_cast<std::uint16_t>(random.below(2))},
         .event_value = random.below(2) == 0 ? std::nanf("") : static_cast<float>(random.below(9)),
         .timestamp_s = now,
         .context = {random.below(4) == 0
                         ? data::ContextCell()
                         : data::ContextCell::of_number(static_cast<float>(random.below(20))),
                     random.below(4) == 0 ? data::ContextCell()
                                          : data::ContextCell::of_code(
                                                static_cast<std::uint32_t>(random.below(4)))}});
  }
  return events;
}

inline void expect_survives_its_artefact(const Model& model, LoadNetwork load) {
  const std::string path =
      ::testing::TempDir() + "network_" + std::to_string(::getpid()) + ".safetensors";
  ASSERT_TRUE(write_artefact(model.to_artefact(), path));
  const auto read = read_artefact(path);
  ASSERT_TRUE(read);
  const auto loaded = load(*read);
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::filesystem::remove(path);
  const auto a = model.start(data::UserIndex{1});
  const auto b = (*loaded)->start(data::UserIndex{1});
  std::vector<float> x(kItems), y(kItems);
  for (const auto& event : history(20, 8)) {
    model.advance(*a, event);
    (*loaded)->advance(*b, event);
    model.score(*a, x);
    (*loaded)->score(*b, y);
    ASSERT_EQ(x, y);
  }
}

inline void expect_clones_move_on_their_own(const Model& model) {
  const auto events = history(5, 1);
  const auto state = model.start({});
  model.advance(*state, events[0]);
  const auto copy = state->clone();
  std::vector<float> before(kItems), after(kItems);
  model.score(*copy, before);
  model.advance(*state, events[1]);
  model.score(*copy, after);
  EXPECT_EQ(before, after);
  model.advance(*copy, events[1]);
  model.score(*state, before);
  model.score(*copy, after);
  // One that reads both events in one pass adds in another order.
  for (std::size_t i = 0; i < kItems; ++i) EXPECT_NEAR(before[i], after[i], 1e-5);
}

inline void expect_finite_for_strange_events(const Model& model) {
  const auto state = model.start(data::UserIndex{77});
  const auto max = std::numeric_limits<std::int64_t>::max();
  const auto min = std::numeric_limits<std::int64_t>::min();
  std::vector<float> scores(kItems);
  for (const std::int64_t time : {min, max, max, std::int64_t{0}, min}) {
    for (const float value : {INFINITY, -INFINITY, std::nanf(""), 1e38F}) {
      model.advance(*state, {.item = data::ItemIndex{3},
                             .event_type = data::EventTypeIndex{9},
                             .event_value = value,
                             .timestamp_s = time});
    }
  }
  model.advance(*state, {.item = data::ItemIndex{kItems}});
  model.score(*state, scores);
  for (const float score : scores) EXPECT_TRUE(std::isfinite(score));
}

/// Every tensor of the artefact is needed, and needed whole.
inline void expect_refuses_what_does_not_fit(const Artefact& whole, LoadNetwork load) {
  for (std::size_t i = 0; i < whole.tensors.size(); ++i) {
    Artefact without = whole;
    without.tensors.erase(without.tensors.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(load(without)) << whole.tensors[i].name;
    Artefact cut = whole;
    std::visit([](auto& values) { values.resize(values.size() / 2); }, cut.tensors[i].values);
    EXPECT_FALSE(load(cut)) << whole.tensors[i].name;
  }
  EXPECT_FALSE(load({}));
}

}  // namespace attune::models::testing
