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

/// Last events of some users, and what is counted to foretell them.
struct Asked {
  data::InteractionTable table;
  data::InteractionTable counted;
  data::InteractionTable streamed;  // what popularity is counted on
  std::vector<std::uint32_t> users;
};

std::vector<std::uint32_t> last_rows(const data::InteractionTable& table,
                                     std::span<const std::uint32_t> users) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t user : users) {
    rows.push_back(static_cast<std::uint32_t>(table.offsets[user + 1] - 1));
  }
  return rows;
}

data::InteractionTable without(const data::InteractionTable& table,
                               const std::vector<std::uint32_t>& rows) {
  std::vector<bool> keep(table.row_count(), true);
  for (const std::uint32_t row : rows) keep[row] = false;
  return features::select_rows(table, keep);
}

Asked leave_one_out(const data::InteractionTable& table) {
  Asked asked{.table = table, .counted = {}, .streamed = {}, .users = {}};
  for (std::uint32_t user = 0; user < table.user_count(); ++user) {
    if (table.offsets[user + 1] > table.offsets[user]) asked.users.push_back(user);
  }
  asked.counted = without(table, last_rows(table, asked.users));
  asked.streamed = asked.counted;
  return asked;
}

enum class Popularity : std::uint8_t { kBeforeTheCut, kLive };

/// The last event of each user with events on both sides of the 0.9 quantile of time; the user's
/// events before it are read, those of others after the quantile are unknown.
Asked time_split(const data::InteractionTable& table, Popularity popularity) {
  std::vector<std::int64_t> times = table.timestamp_s;
  std::ranges::sort(times);
  const std::int64_t cut = times[times.size() * 9 / 10];
  std::vector<bool> before(table.row_count()), known(table.row_count());
  Asked asked{.table = {}, .counted = {}, .streamed = {}, .users = {}};
  for (std::uint32_t user = 0; user < table.user_count(); ++user) {
    const std::size_t begin = table.offsets[user];
    const std::size_t end = table.offsets[user + 1];
    for (std::size_t row = begin; row < end; ++row) {
      before[row] = known[row] = table.timestamp_s[row] < cut;
    }
    if (begin == end || !before[begin] || before[end - 1]) continue;
    std::fill(known.begin() + static_cast<std::ptrdiff_t>(begin),
              known.begin() + static_cast<std::ptrdiff_t>(end), true);
    asked.users.push_back(user);
  }
  asked.table = features::select_rows(table, known);
  asked.counted = features::select_rows(table, before);
  asked.streamed = popularity == Popularity::kLive ? without(table, last_rows(table, asked.users))
                                                   : asked.counted;
  return asked;
}

/// A channel without anything to count says nothing.
class Nothing final : public models::Channel {
 public:
  explicit Nothing(std::size_t item_count) : item_count_(item_count) {}
  [[nodiscard]] std::size_t item_count() const override { return item_count_; }
  void add(const models::Question&, float, std::span<float>) const override {}
  void add_to(models::Artefact&) const override {}

 private:
  std::size_t item_count_;
};

Result<training::HeldOutRanks> ranks_of(const Asked& asked, const models::Model& network) {
  std::vector<std::unique_ptr<const models::Channel>> channels;
  for (const models::ChannelKind& kind : models::channel_kinds()) {
    const bool of_time = kind.name.starts_with("popularity");
    ATTUNE_TRY(channel, kind.fit(of_time ? asked.streamed : asked.counted, {}));
    if (!channel) channel = std::make_unique<Nothing>(asked.table.item_count());
    channels.push_back(std::move(channel));
  }
  return training::HeldOutRanks::of(
      {.table = asked.table, .network = network, .channels = channels}, asked.users, {});
}

struct Ranks {
  training::HeldOutRanks validation;
  training::HeldOutRanks test;
};

/// The validation and the test of a way to split.
struct Split {
  Asked validation;
  Asked test;
};

Result<Split> split_of(const std::string& name, const bench::Histories& histories) {
  const auto whole = bench::all_events(histories);
  if (name == "leave-one-out") {
    Asked test = leave_one_out(whole);
    Asked validation = leave_one_out(test.counted);
    return Split{std::move(validation), std::move(test)};
  }
  if (name != "time" && name != "live") return invalid_input("split: leave-one-out, time or live");
  const auto popularity = name == "live" ? Popularity::kLive : Popularity::kBeforeTheCut;
  Asked test = time_split(whole, popularity);
  Asked validation = time_split(test.counted, popularity);
  return Split{std::move(validation), std::move(test)};
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
                         const Split& split) {
  ATTUNE_TRY(validation, ranks_of(split.validation, network));
  ATTUNE_TRY(test, ranks_of(split.test, network));
  print_rows(base, {.validation = std::move(validation), .test = std::move(test)});
  return {};
}

struct Options {
  std::string path;
  std::string split = "leave-one-out";
  std::string artefact_path;
  std::size_t user_count_max = 1'000'000;
};

void keep_evenly(std::size_t count, std::vector<std::uint32_t>& users) {
  if (count >= users.size()) return;
  for (std::size_t i = 0; i < count; ++i) users[i] = users[i * users.size() / count];
  users.resize(count);
}

Result<void> run(const Options& options) {
  const auto histories = bench::read_histories(options.path);
  ATTUNE_TRY(split, split_of(options.split, histories));
  keep_evenly(options.user_count_max, split.validation.users);
  keep_evenly(options.user_count_max, split.test.users);
  std::cout << split.validation.users.size() << " users validate, " << split.test.users.size()
            << " test" << std::endl;
  if (options.artefact_path.empty()) {
    return print_table("counts", Silence(histories.item_count), split);
  }
  ATTUNE_TRY(artefact, models::read_artefact(options.artefact_path));
  ATTUNE_TRY(network, training::load_hrnn(artefact));
  if (network->item_count() != histories.item_count) {
    return invalid_input("load: the artefact has other items than the file");
  }
  return print_table("network", *network, split);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  bool understood = argc >= 2;
  if (understood) options.path = argv[1];
  for (int i = 2; i < argc; ++i) {
    const std::string text = argv[i];
    const auto value = text.substr(text.find('=') + 1);
    if (text.starts_with("load=")) {
      options.artefact_path = value;
    } else if (text.starts_with("users=")) {
      options.user_count_max = std::stoul(value);
    } else if (text.starts_with("split=")) {
      options.split = value;
    } else {
      understood = false;
    }
  }
  if (!understood) {
    std::cerr << "usage: blend_channels FILE [load=ARTEFACT] [split=leave-one-out|time|live] "
                 "[users=N]\n";
    return 2;
  }
  if (const auto done = run(options); !done) {
    std::cerr << done.error().message << "\n";
    return 1;
  }
  return 0;
}
