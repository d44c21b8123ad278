#include "app/cli/data_source.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "app/cli/sequence_file.h"
#include "app/cli/stop_signal.h"
#include "domain/data/entities.h"
#include "domain/data/import.h"
#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "domain/data/schema.h"
#include "foundation/base/error.h"
#include "foundation/base/unique_id.h"
#include "foundation/io/byte_source.h"
#include "foundation/io/file_source.h"
#include "learning/features/training_set.h"

namespace attune::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBadRowsShown = 5;

// A directory that goes away with this object.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(fs::temp_directory_path() / ("attune-" + make_hex_id(12))) {
    fs::create_directories(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

data::CsvFile csv_file(const std::string& path) {
  return {.name = path, .open = [path]() -> Result<std::unique_ptr<io::ByteSource>> {
            return io::FileSource::open(path);
          }};
}

struct Imported {
  data::Schema schema;
  std::string segment;
};

Result<data::Schema> schema_for(const std::string& csv_path, data::DatasetType type) {
  const fs::path beside = fs::path(csv_path).replace_extension(".schema.json");
  if (!fs::exists(beside)) return data::guess_schema(type, csv_file(csv_path));
  std::ifstream file(beside);
  std::ostringstream text;
  text << file.rdbuf();
  ATTUNE_TRY(schema, data::parse_schema(text.str(), data::Domain::kCustom));
  schema.dataset_type = type;
  return schema;
}

void tell(const std::string& csv_path, const data::ImportReport& report) {
  std::cerr << csv_path << ": " << report.rows_kept << " rows";
  if (report.rows_bad > 0) std::cerr << ", " << report.rows_bad << " refused";
  std::cerr << "\n";
  for (const data::BadRow& row :
       std::span(report.bad_rows).first(std::min(kBadRowsShown, report.bad_rows.size()))) {
    std::cerr << "  line " << row.line << (row.column.empty() ? "" : ", " + row.column)
              << (row.value.empty() ? "" : " \"" + row.value + "\"") << ": " << row.reason << "\n";
  }
}

Result<Imported> import_file(const std::string& csv_path, data::DatasetType type,
                             const TemporaryDirectory& temporary, std::size_t worker_count) {
  if (!fs::exists(csv_path)) return not_found("no file " + csv_path);
  ATTUNE_TRY(schema, schema_for(csv_path, type));
  Imported imported{.schema = std::move(schema),
                    .segment = temporary.file(std::string(data::upper_name_of(type)))};
  const data::CsvFile file = csv_file(csv_path);
  ATTUNE_TRY(report, data::import_csv(imported.schema, std::span(&file, 1), imported.segment,
                                      {.thread_count = worker_count,
                                       .on_progress = [](const data::ImportReport&) {
                                         return !stop_requested();
                                       }}));
  tell(csv_path, report);
  return imported;
}

Result<std::shared_ptr<const data::EntityTable>> import_entities(
    const std::string& csv_path, data::DatasetType type, const TemporaryDirectory& temporary,
    std::size_t worker_count) {
  ATTUNE_TRY(imported, import_file(csv_path, type, temporary, worker_count));
  ATTUNE_TRY(table, data::load_entities(imported.schema, std::span(&imported.segment, 1), {}));
  return std::make_shared<const data::EntityTable>(std::move(table));
}

data::EventSelection selection_of(const DataSource& source) {
  if (source.event_type.empty() && !source.event_value_threshold) return {};
  return {.rules = {{.event_type = source.event_type, .value_min = source.event_value_threshold}}};
}

struct LoadedEvents {
  data::InteractionTable table;
  std::optional<Imported> imported;  // none: not of a CSV file with times
};

Result<LoadedEvents> load_events(const DataSource& source, const TemporaryDirectory& temporary) {
  if (!source.sequence_file.empty()) {
    ATTUNE_TRY(table, read_sequence_file(source.sequence_file));
    return LoadedEvents{std::move(table), {}};
  }
  if (source.order == "file") {
    ATTUNE_TRY(table, read_rows_in_file_order(source.interactions));
    return LoadedEvents{std::move(table), {}};
  }
  ATTUNE_TRY(imported, import_file(source.interactions, data::DatasetType::kInteractions, temporary,
                                   source.worker_count));
  ATTUNE_TRY(table, data::load_interactions(imported.schema, std::span(&imported.segment, 1), {},
                                            selection_of(source)));
  return LoadedEvents{std::move(table), std::move(imported)};
}

Result<void> load_unselected(const Imported& imported, features::TrainingSet& set) {
  if (set.selection.rules.empty()) return {};
  ATTUNE_TRY(table,
             data::load_unselected_interactions(imported.schema, std::span(&imported.segment, 1),
                                                {}, set.selection, set.interactions));
  set.unselected = std::make_shared<const data::InteractionTable>(std::move(table));
  return {};
}

// Fills in the files of --data that were not named one by one.
Result<DataSource> with_directory(DataSource source) {
  if (source.directory.empty()) {
    if (source.interactions.empty() && source.sequence_file.empty()) {
      return invalid_input("no data: give --data DIR, --interactions FILE or --sequence-file FILE");
    }
    return source;
  }
  const fs::path directory(source.directory);
  if (!fs::is_directory(directory)) return not_found("no directory " + source.directory);
  const auto fill = [&](std::string& path, const char* name) {
    if (path.empty() && fs::exists(directory / name)) path = (directory / name).string();
  };
  fill(source.interactions, "interactions.csv");
  fill(source.items, "items.csv");
  fill(source.users, "users.csv");
  if (source.interactions.empty() && source.sequence_file.empty()) {
    return not_found("no file interactions.csv in " + source.directory);
  }
  return source;
}

Result<void> check_combination(const DataSource& source) {
  const bool in_given_order = !source.sequence_file.empty() || source.order == "file";
  const bool selects = !source.event_type.empty() || source.event_value_threshold.has_value();
  if (in_given_order && selects) {
    return invalid_input(
        "--event-type and --event-value-threshold cannot be used with --sequence-file or "
        "--order file, which read users and items only");
  }
  return {};
}

}  // namespace

void add_data_options(CLI::App& command, DataSource& source) {
  command.add_option("--data", source.directory,
                     "Directory with interactions.csv and, if there are any, items.csv and "
                     "users.csv; NAME.schema.json beside NAME.csv gives its Avro schema");
  command.add_option("--interactions", source.interactions,
                     "CSV file with USER_ID, ITEM_ID, TIMESTAMP and perhaps EVENT_TYPE, "
                     "EVENT_VALUE and further columns");
  command.add_option("--items", source.items, "CSV file with ITEM_ID and metadata columns");
  command.add_option("--users", source.users, "CSV file with USER_ID and metadata columns");
  command.add_option("--sequence-file", source.sequence_file,
                     "File of \"user item\" lines, each user's in time order");
  command
      .add_option("--order", source.order,
                  "Order of a user's events: by time, or of the rows in the file")
      ->check(CLI::IsMember({"time", "file"}))
      ->capture_default_str();
  command.add_option("--event-type", source.event_type, "Only events of this type count");
  command.add_option("--event-value-threshold", source.event_value_threshold,
                     "Only events with this EVENT_VALUE or more count");
  command.add_option("--workers", source.worker_count, "Threads; 0: one per core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
}

Result<std::shared_ptr<const features::TrainingSet>> load_data(const DataSource& given) {
  ATTUNE_TRY(source, with_directory(given));
  ATTUNE_TRY_VOID(check_combination(source));
  const TemporaryDirectory temporary;
  ATTUNE_TRY(events, load_events(source, temporary));
  std::shared_ptr<const data::EntityTable> items, users;
  if (!source.items.empty()) {
    ATTUNE_TRY(table, import_entities(source.items, data::DatasetType::kItems, temporary,
                                      source.worker_count));
    items = table;
  }
  if (!source.users.empty()) {
    ATTUNE_TRY(table, import_entities(source.users, data::DatasetType::kUsers, temporary,
                                      source.worker_count));
    users = table;
  }
  auto set = std::make_shared<features::TrainingSet>(features::make_training_set(
      std::move(events.table), std::move(items), std::move(users), selection_of(source)));
  if (events.imported) ATTUNE_TRY_VOID(load_unselected(*events.imported, *set));
  return set;
}

Result<std::shared_ptr<const data::EntityTable>> load_entity_file(const std::string& csv_path,
                                                                  data::DatasetType type) {
  const TemporaryDirectory temporary;
  return import_entities(csv_path, type, temporary, 0);
}

}  // namespace attune::cli
