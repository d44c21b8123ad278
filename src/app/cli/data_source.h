#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "foundation/base/error.h"
#include "learning/features/training_set.h"

namespace CLI {
class App;
}

namespace attune::cli {

enum class RowOrder : std::uint8_t { kTime, kFile };

/// Where a command takes its data from.
struct DataSource {
  std::string directory;  // holds interactions.csv and perhaps items.csv, users.csv
  std::string interactions;
  std::string items;
  std::string users;
  std::string sequence_file;
  std::string order = "time";
  std::string event_type;
  std::optional<double> event_value_threshold;
  std::size_t worker_count = 0;
};

/// Declares --data, --interactions, --items, --users, --sequence-file, --order, --event-type,
/// --event-value-threshold and --workers.
void add_data_options(CLI::App& command, DataSource& source);

/// Imports the CSV files into temporary segments beside the system's temporary files and reads
/// them; says on stderr what was read and the first rows that were refused. Beside NAME.csv a file
/// NAME.schema.json gives the schema; otherwise it is guessed.
[[nodiscard]] Result<std::shared_ptr<const features::TrainingSet>> load_data(
    const DataSource& source);

/// An Items or Users table from one CSV file.
[[nodiscard]] Result<std::shared_ptr<const data::EntityTable>> load_entity_file(
    const std::string& csv_path, data::DatasetType type);

}  // namespace attune::cli
