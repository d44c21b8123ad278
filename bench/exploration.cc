// What exploration finds and costs: a made-up world in which every sixth item is new and has no
// history, users choose by a taste that the model must learn, and the model learns from what was
// shown. Prints a table and writes exploration.json and exploration.svg to the folder given.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/random.h"
#include "line_plot.h"
#include "service/ranking/exploration.h"
#include "service/ranking/ranking.h"

namespace attune::bench {
namespace {

constexpr std::size_t kUsers = 250;
constexpr std::size_t kItems = 900;
constexpr std::size_t kColdEvery = 6;
constexpr std::size_t kTaste = 6;
constexpr std::size_t kDim = kTaste + 1;  // and a constant
constexpr std::size_t kList = 25;
constexpr std::size_t kSlotsPerDay = 12;
constexpr std::size_t kDays = 10;
constexpr std::size_t kWarmShows = 60;
constexpr std::size_t kSeeds = 4;
constexpr std::array kWeights{0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0};

using Vector = std::array<double, kDim>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < kDim; ++i) sum += a[i] * b[i];
  return sum;
}

/// Ridge regression of the choices of one item on the users' tastes.
struct ItemModel {
  std::array<Vector, kDim> products{};
  Vector sums{};
  Vector weights{};

  void learn(const Vector& user, double chosen) {
    for (std::size_t i = 0; i < kDim; ++i) {
      for (std::size_t j = 0; j < kDim; ++j) products[i][j] += user[i] * user[j];
      sums[i] += user[i] * chosen;
    }
  }
  // Gauss without pivoting: the ridge keeps the matrix positive definite.
  void solve() {
    constexpr double kRidge = 4;
    auto rows = products;
    Vector right = sums;
    for (std::size_t i = 0; i < kDim; ++i) rows[i][i] += kRidge;
    for (std::size_t i = 0; i < kDim; ++i) {
      for (std::size_t below = i + 1; below < kDim; ++below) {
        const double factor = rows[below][i] / rows[i][i];
        for (std::size_t j = i; j < kDim; ++j) rows[below][j] -= factor * rows[i][j];
        right[below] -= factor * right[i];
      }
    }
    for (std::size_t i = kDim; i-- > 0;) {
      double rest = right[i];
      for (std::size_t j = i + 1; j < kDim; ++j) rest -= rows[i][j] * weights[j];
      weights[i] = rest / rows[i][i];
    }
  }
};

struct World {
  Random random;
  std::vector<Vector> users = std::vector<Vector>(kUsers);
  std::vector<Vector> truth = std::vector<Vector>(kItems);
  std::vector<ItemModel> models = std::vector<ItemModel>(kItems);
  std::vector<std::atomic<std::uint32_t>> evidence =
      std::vector<std::atomic<std::uint32_t>>(kItems);
  std::vector<ranking::Candidate> candidates;

  explicit World(std::uint64_t seed) : random(seed) {
    for (Vector& user : users) {
      for (double& x : user) x = random.normal();
      user[kTaste] = 1;
    }
    for (Vector& item : truth) {
      for (double& x : item) x = random.normal() * 0.6;
      item[kTaste] = random.normal() * 0.5 - 2.5;
    }
    for (std::uint32_t item = 0; item < kItems; ++item) {
      if (is_cold(item)) {
        candidates.push_back({.item = data::ItemIndex{item}, .key = mix64(item)});
        continue;
      }
      for (std::size_t i = 0; i < kWarmShows; ++i) show(random.below(kUsers), item);
    }
    refit();
  }
  static bool is_cold(std::size_t item) { return item % kColdEvery == 0; }

  [[nodiscard]] double probability(std::size_t user, std::size_t item) const {
    return 1 / (1 + std::exp(-dot(users[user], truth[item])));
  }
  bool show(std::size_t user, std::size_t item) {
    const bool chosen = random.uniform() < probability(user, item);
    constexpr double kUsualRate = 0.1;
    models[item].learn(users[user], (chosen ? 1.0 : 0.0) - kUsualRate);
    evidence[item].fetch_add(1);
    return chosen;
  }
  void refit() {
    for (ItemModel& model : models) model.solve();
  }
};

std::vector<std::size_t> listed(const World& world, std::size_t user, double weight,
                                std::uint64_t slot) {
  std::vector<float> scores(kItems);
  for (std::size_t item = 0; item < kItems; ++item) {
    scores[item] = static_cast<float>(dot(world.users[user], world.models[item].weights));
  }
  std::vector<ranking::Explored> explored;
  ranking::explore(scores,
                   {.weight = weight,
                    .candidates = world.candidates,
                    .evidence = world.evidence,
                    .seed = mix64(user * 1'000'003 + slot)},
                   explored);
  ranking::Recommendation recommendation{.scores = scores,
                                         .allowed = nullptr,
                                         .count = kList,
                                         .log_normaliser = {},
                                         .explored = explored};
  ranking::select(recommendation);
  std::vector<std::size_t> items;
  for (const auto& ranked : recommendation.items) items.push_back(data::raw(ranked.item));
  return items;
}

std::vector<std::size_t> ideal_list(const World& world, std::size_t user) {
  std::vector<std::size_t> items(kItems);
  for (std::size_t i = 0; i < kItems; ++i) items[i] = i;
  std::ranges::partial_sort(items, items.begin() + kList, std::ranges::greater{},
                            [&](std::size_t item) { return world.probability(user, item); });
  items.resize(kList);
  return items;
}

struct Outcome {
  double choices_per_list = 0;  // while exploring
  double cold_share = 0;        // of the places in the lists, while exploring
  double cold_found = 0;        // of new items that belong in a user's ideal list, in the final one
  double final_choices = 0;     // expected, of the final lists, without exploration
};

void measure_final_lists(const World& world, Outcome& outcome) {
  double wanted = 0;
  double found = 0;
  for (std::size_t user = 0; user < kUsers; ++user) {
    const auto list = listed(world, user, 0, 0);
    const std::set<std::size_t> shown(list.begin(), list.end());
    for (const std::size_t item : ideal_list(world, user)) {
      if (!World::is_cold(item)) continue;
      ++wanted;
      if (shown.contains(item)) ++found;
    }
    for (const std::size_t item : list) {
      outcome.final_choices += world.probability(user, item) / kUsers;
    }
  }
  outcome.cold_found = found / wanted;
}

Outcome simulate(std::uint64_t seed, double weight) {
  World world(seed);
  Outcome outcome;
  double lists = 0;
  for (std::size_t slot = 0; slot < kDays * kSlotsPerDay; ++slot) {
    // Every user comes about once a day.
    for (std::size_t user = slot % kSlotsPerDay; user < kUsers; user += kSlotsPerDay) {
      ++lists;
      for (const std::size_t item : listed(world, user, weight, slot)) {
        if (World::is_cold(item)) ++outcome.cold_share;
        outcome.choices_per_list += world.probability(user, item);
        world.show(user, item);
      }
    }
    if (slot % kSlotsPerDay == kSlotsPerDay - 1) world.refit();
  }
  outcome.choices_per_list /= lists;
  outcome.cold_share /= lists * kList;
  measure_final_lists(world, outcome);
  return outcome;
}

Outcome mean_outcome(double weight) {
  Outcome mean;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Outcome one = simulate(seed, weight);
    mean.choices_per_list += one.choices_per_list / kSeeds;
    mean.cold_share += one.cold_share / kSeeds;
    mean.cold_found += one.cold_found / kSeeds;
    mean.final_choices += one.final_choices / kSeeds;
  }
  return mean;
}

void write_plot(const std::string& folder, const std::vector<Outcome>& outcomes) {
  Plot plot{.title = "Exploration: new items found, and what it costs meanwhile",
            .x_name = "explorationWeight",
            .y_name = "percent",
            .x = {kWeights.begin(), kWeights.end()},
            .lines = {{"new items found, of those that belong in a list", {}},
                      {"choices per list while exploring, of those without exploration", {}}},
            .y_max = 120};
  for (const Outcome& outcome : outcomes) {
    plot.lines[0].y.push_back(100 * outcome.cold_found);
    plot.lines[1].y.push_back(100 * outcome.choices_per_list / outcomes[0].choices_per_list);
  }
  std::ofstream(folder + "/exploration.svg") << svg_of(plot);
}

void write_rows(const std::string& folder, const std::vector<Outcome>& outcomes) {
  std::ofstream out(folder + "/exploration.json");
  const char* separator = "[";
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto row = [&](const char* name, double value, double baseline) {
      out << separator << R"({"name":"exploration/)" << kWeights[i] << '/' << name
          << R"(","value":)" << value << R"(,"unit":null,"baseline":)" << baseline << R"(,"ratio":)"
          << value / baseline << R"(,"target":null})";
      separator = ",\n ";
    };
    row("choices per list while exploring", outcomes[i].choices_per_list,
        outcomes[0].choices_per_list);
    row("choices per final list", outcomes[i].final_choices, outcomes[0].final_choices);
    row("new items found", outcomes[i].cold_found, std::max(outcomes[0].cold_found, 1e-3));
  }
  out << "]\n";
}

}  // namespace
}  // namespace attune::bench

int main(int count, char** arguments) {
  using namespace attune::bench;
  const std::string folder = count > 1 ? arguments[1] : ".";
  std::vector<Outcome> outcomes;
  std::printf(
      "weight  new items found  of the places  choices/list  relative  final choices/list\n");
  for (const double weight : kWeights) {
    outcomes.push_back(mean_outcome(weight));
    const Outcome& one = outcomes.back();
    std::printf("%6.2f %15.1f%% %13.1f%% %13.3f %8.1f%% %19.3f\n", weight, 100 * one.cold_found,
                100 * one.cold_share, one.choices_per_list,
                100 * one.choices_per_list / outcomes[0].choices_per_list, one.final_choices);
  }
  write_plot(folder, outcomes);
  write_rows(folder, outcomes);
  return 0;
}
