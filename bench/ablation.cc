// What each part of the HRNN adds: trains the network whole and without one part at a time on a
// directory of CSV files (interactions.csv or interactions_ext.csv, items.csv, users.csv) and
// prints NDCG@10 and HR@10 under leave-one-out with the paired 95 % interval of "without - whole".
//   ablation DIRECTORY [name=value ...]
// names: hidden, epochs, seed, workers; target=validation|test, seen=excluded|allowed,
// text=COLUMN of items.csv to read as text, only=VARIANT[,VARIANT...]
#include <cmath>
#include <filesystem>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/load.h"
#include "foundation/base/unique_id.h"
#include "foundation/io/file_source.h"
#include "learning/evaluation/leave_one_out.h"
#include "learning/features/training_set.h"
#include "learning/metrics/confidence.h"
#include "learning/training/hrnn_trainer.h"

namespace {

using namespace attune;
namespace fs = std::filesystem;

using Arguments = std::map<std::string, std::string>;

std::string text_of(const Arguments& arguments, const std::string& name, std::string otherwise) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? std::move(otherwise) : found->second;
}

struct Imported {
  data::Schema schema;
  std::string segment;
};

Result<Imported> import_file(const fs::path& csv, data::DatasetType type, const fs::path& temporary,
                             const std::string& text_column) {
  const data::CsvFile file{.name = csv.string(),
                           .open = [csv]() -> Result<std::unique_ptr<io::ByteSource>> {
                             return io::FileSource::open(csv.string());
                           }};
  ATTUNE_TRY(schema, data::guess_schema(type, file));
  for (data::Column& column : schema.columns) {
    if (column.name != text_column) continue;
    column.textual = true;
    column.categorical = false;
  }
  const std::string segment = (temporary / csv.stem()).string();
  ATTUNE_TRY(report, data::import_csv(schema, std::span(&file, 1), segment, {}));
  static_cast<void>(report);
  return Imported{.schema = std::move(schema), .segment = segment};
}

Result<std::shared_ptr<const data::EntityTable>> entities(const fs::path& csv,
                                                          data::DatasetType type,
                                                          const fs::path& temporary,
                                                          const std::string& text_column) {
  std::shared_ptr<const data::EntityTable> none;
  if (!fs::exists(csv)) return none;
  ATTUNE_TRY(imported, import_file(csv, type, temporary, text_column));
  ATTUNE_TRY(table, data::load_entities(imported.schema, std::span(&imported.segment, 1), {}));
  return std::make_shared<const data::EntityTable>(std::move(table));
}

Result<features::TrainingSet> load(const fs::path& directory, const fs::path& temporary,
                                   const std::string& text_column) {
  const fs::path more = directory / "interactions_ext.csv";
  const fs::path csv = fs::exists(more) ? more : directory / "interactions.csv";
  ATTUNE_TRY(imported, import_file(csv, data::DatasetType::kInteractions, temporary, {}));
  ATTUNE_TRY(table,
             data::load_interactions(imported.schema, std::span(&imported.segment, 1), {}, {}));
  ATTUNE_TRY(items,
             entities(directory / "items.csv", data::DatasetType::kItems, temporary, text_column));
  ATTUNE_TRY(users, entities(directory / "users.csv", data::DatasetType::kUsers, temporary, {}));
  return features::make_training_set(std::move(table), items, users, {});
}

void drop_texts(std::shared_ptr<const data::EntityTable>& table) {
  if (!table) return;
  auto copy = std::make_shared<data::EntityTable>(*table);
  for (data::EntityColumn& column : copy->columns) column.column.textual = false;
  table = copy;
}

/// What a variant takes away, from the data or from the options.
struct Variant {
  std::string name;
  std::function<void(features::TrainingSet&, training::HrnnOptions&)> change;
};

std::vector<Variant> variants() {
  using features::TrainingSet;
  using training::HrnnOptions;
  return {
      {"whole", [](TrainingSet&, HrnnOptions&) {}},
      {"-user-level",
       [](TrainingSet&, HrnnOptions& o) { o.hierarchy = training::Hierarchy::kInputs; }},
      {"-gate", [](TrainingSet&, HrnnOptions& o) { o.recency_gate = false; }},
      {"-recency-mask", [](TrainingSet&, HrnnOptions& o) { o.training.recency_mask = false; }},
      {"-item-metadata", [](TrainingSet& set, HrnnOptions&) { set.items = nullptr; }},
      {"-text", [](TrainingSet& set, HrnnOptions&) { drop_texts(set.items); }},
      {"-user-metadata", [](TrainingSet& set, HrnnOptions&) { set.users = nullptr; }},
      {"-context", [](TrainingSet&, HrnnOptions& o) { o.training.context = false; }},
      {"-value",
       [](TrainingSet& set, HrnnOptions&) {
         std::ranges::fill(set.interactions.event_value, std::nanf(""));
       }},
  };
}

class Silent final : public training::ProgressSink {
 public:
  bool report(const training::Progress&) override { return true; }
};

constexpr const char* kNdcg = "normalized_discounted_cumulative_gain_at_10";
constexpr const char* kHitRate = "hit_rate_at_10";

void print(const std::string& name, const evaluation::Report& report,
           const evaluation::Report& whole) {
  std::cout << std::left << std::setw(16) << name << std::fixed << std::setprecision(4)
            << "  NDCG@10 " << report.metrics.at(kNdcg) << "  HR@10 "
            << report.metrics.at(kHitRate);
  if (name != "whole") {
    const auto d =
        metrics::bootstrap_difference(report.per_user.at(kNdcg), whole.per_user.at(kNdcg), {});
    std::cout << "  NDCG@10 - whole's " << std::showpos << d.mean << " [" << d.low << ", " << d.high
              << "]" << std::noshowpos;
  }
  std::cout << std::endl;
}

Result<void> run(const fs::path& directory, const fs::path& temporary, const Arguments& given) {
  ATTUNE_TRY(all, load(directory, temporary, text_of(given, "text", "")));
  const auto seen = text_of(given, "seen", "excluded") == "allowed"
                        ? evaluation::SeenItems::kAllowed
                        : evaluation::SeenItems::kExcluded;
  const auto target = text_of(given, "target", "test") == "validation"
                          ? evaluation::Target::kValidation
                          : evaluation::Target::kTest;
  const auto split = evaluation::split_leave_one_out(
      all.interactions, {.target = target, .seen = seen, .history_max = 200});
  std::cout << directory.filename().string() << ": " << all.interactions.row_count() << " events, "
            << split.test_users.size() << " test users" << std::endl;
  std::optional<evaluation::Report> whole;
  const std::string only = text_of(given, "only", "");
  for (const Variant& variant : variants()) {
    if (!only.empty() && variant.name != "whole" && only.find(variant.name) == std::string::npos) {
      continue;
    }
    features::TrainingSet set = all;
    set.interactions = split.train;
    training::HrnnOptions options;
    options.hidden_dimension = std::stoul(text_of(given, "hidden", "149"));
    options.training.epoch_count = std::stoi(text_of(given, "epochs", "25"));
    options.training.seed = std::stoul(text_of(given, "seed", "1"));
    options.training.worker_count = std::stoul(text_of(given, "workers", "0"));
    variant.change(set, options);
    Silent silent;
    ATTUNE_TRY(model, training::train_hrnn(set, options, silent));
    ATTUNE_TRY(report, evaluation::measure_leave_one_out(*model, all.interactions, split,
                                                         {.seen = seen, .progress = {}}));
    if (!whole) whole = report;
    print(variant.name, report, *whole);
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: ablation DIRECTORY [name=value ...]\n";
    return 2;
  }
  Arguments given;
  for (int i = 2; i < argc; ++i) {
    const std::string argument = argv[i];
    const auto equals = argument.find('=');
    if (equals != std::string::npos) {
      given[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
  }
  const fs::path temporary = fs::temp_directory_path() / ("ablation-" + make_hex_id(12));
  fs::create_directories(temporary);
  const auto result = run(argv[1], temporary, given);
  fs::remove_all(temporary);
  if (!result) std::cerr << "ablation: " << result.error().message << "\n";
  return result ? 0 : 1;
}
