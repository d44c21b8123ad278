// What each channel of a blend adds, alone and beside a network: weights are searched on the
// validation of a sequence file (sequence_file.h), NDCG@10 and HR@10 are of its validation and
// test.
//   blend_channels FILE [load=ARTEFACT]     a network that hrnn_accuracy saved; none: channels only
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "learning/features/select_rows.h"
#include "learning/models/artefact.h"
#include "learning/models/channel.h"
#include "learning/training/blend_search.h"
#include "learning/training/held_out_ranks.h"
#include "learning/training/hrnn_trainer.h"
#include "learning/training/paired_difference.h"
#include "sequence_file.h"

namespace {

using namespace attune;

/// Says nothing.
class Silence final : public models::Model {
 public:
  explicit Silence(std::size_t item_count) : item_count_(item_count) {}
  [[nodiscard]] std::size_t item_count() const override { return item_count_; }
  [[nodiscard]] std::unique_ptr<models::UserState> start(
      std::optional<data::UserIndex>) const override {
    struct Nothing final : models::UserState {
      [[nodiscard]] std::unique_ptr<UserState> clone() const override {
        return std::make_unique<Nothing>();
      }
    };
    return std::make_unique<Nothing>();
  }
  void advance(models::UserState&, const data::Interaction&) const override {}
  void score(const models::UserState&, std::span<float> scores) const override {
    std::ranges::fill(scores, 0.0F);
  }
  bool related(data::ItemIndex, std::span<float>) const override { return false; }
  [[nodiscard]] models::Artefact to_artefact() const override { return {}; }

 private:
  std::size_t item_count_;
};

data::InteractionTable without_last_events(const data::InteractionTable& table) {
  std::vector<bool> keep(table.row_count(), true);
  for (std::size_t u = 0; u < table.user_count(); ++u) keep[table.offsets[u + 1] - 1] = false;
  return features::select_rows(table, keep);
}

/// The ranks of the last events of `table`, counted on `counted`.
Result<training::HeldOutRanks> ranks_of(const data::InteractionTable& table,
                                        const data::InteractionTable& counted,
                                        const models::Model& network) {
  ATTUNE_TRY(channels, training::fit_channels(models::channel_kinds(), counted, {}));
  // A channel without anything to count says nothing.
  class Nothing final : public models::Channel {
   public:
    explicit Nothing(std::size_t item_count) : item_count_(item_count) {}
    [[nodiscard]] std::size_t item_count() const override { return item_count_; }
    void add(const models::Question&, float, std::span<float>) const override {}
    void add_to(models::Artefact&) const override {}

   private:
    std::size_t item_count_;
  };
  for (auto& channel : channels) {
    if (!channel) channel = std::make_unique<Nothing>(table.item_count());
  }
  std::vector<std::uint32_t> users(table.user_count());
  std::iota(users.begin(), users.end(), 0U);
  return training::HeldOutRanks::of({.table = table, .network = network, .channels = channels},
                                    users, {});
}

struct Ranks {
  training::HeldOutRanks validation;
  training::HeldOutRanks test;
};

Result<Ranks> ranks_beside(const models::Model& network, const bench::Histories& histories) {
  const auto whole = bench::all_events(histories);
  const auto known = without_last_events(whole);
  ATTUNE_TRY(validation, ranks_of(known, without_last_events(known), network));
  ATTUNE_TRY(test, ranks_of(whole, known, network));
  return Ranks{std::move(validation), std::move(test)};
}

std::string text_of(const std::vector<double>& gains) {
  double hits = 0.0;
  for (const double gain : gains) hits += gain > 0.0 ? 1.0 : 0.0;
  std::ostringstream out;
  out << std::fixed << std::setprecision(4) << training::mean_of(gains) << " "
      << hits / static_cast<double>(gains.size());
  return out.str();
}

/// Searches the weights of the kinds whose mark is set and prints a row.
void print_row(const std::string& title, const Ranks& ranks, const std::vector<bool>& marks) {
  static constexpr double kNone[] = {0.0};
  std::vector<models::ChannelKind> kinds(models::channel_kinds().begin(),
                                         models::channel_kinds().end());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (marks[i]) continue;
    kinds[i].weights = kNone;
    kinds[i].start_weight = 0.0;
  }
  const auto started = std::chrono::steady_clock::now();
  const auto choice = training::search_weights(ranks.validation, kinds);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  std::cout << std::left << std::setw(28) << title << " validation "
            << text_of(ranks.validation.gains(choice.weights)) << "  test "
            << text_of(ranks.test.gains(choice.weights)) << "  (" << std::setprecision(2)
            << took.count() << " s)";
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (choice.weights[i] > 0.0) std::cout << "  " << kinds[i].name << " " << choice.weights[i];
  }
  std::cout << std::endl;
}

void print_rows(const std::string& base, const Ranks& ranks) {
  const auto kinds = models::channel_kinds();
  const auto row = [&](const std::string& title, std::vector<bool> marks) {
    print_row(base + title, ranks, marks);
  };
  row("", std::vector<bool>(kinds.size(), false));
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    std::vector<bool> one(kinds.size(), false);
    one[i] = true;
    row(" + " + std::string(kinds[i].name), one);
  }
  row(" + all", std::vector<bool>(kinds.size(), true));
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    std::vector<bool> others(kinds.size(), true);
    others[i] = false;
    row(" + all but " + std::string(kinds[i].name), others);
  }
}

Result<void> print_table(const std::string& base, const models::Model& network,
                         const bench::Histories& histories) {
  ATTUNE_TRY(ranks, ranks_beside(network, histories));
  print_rows(base, ranks);
  return {};
}

Result<void> run(const std::string& path, const std::string& artefact_path) {
  const auto histories = bench::read_histories(path);
  ATTUNE_TRY_VOID(print_table("counts", Silence(histories.item_count), histories));
  if (artefact_path.empty()) return {};
  ATTUNE_TRY(artefact, models::read_artefact(artefact_path));
  ATTUNE_TRY(network, training::load_hrnn(artefact));
  if (network->item_count() != histories.item_count) {
    return invalid_input("load: the artefact has other items than the file");
  }
  return print_table("network", *network, histories);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string load = argc > 2 ? argv[2] : "load=";
  if (argc < 2 || argc > 3 || !load.starts_with("load=")) {
    std::cerr << "usage: blend_channels FILE [load=ARTEFACT]\n";
    return 2;
  }
  if (const auto done = run(argv[1], load.substr(5)); !done) {
    std::cerr << done.error().message << "\n";
    return 1;
  }
  return 0;
}
