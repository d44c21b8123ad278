#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/load.h"
#include "domain/data/schema.h"
#include "foundation/base/error.h"
#include "service/campaigns/campaigns.h"

namespace attune::database {
class Database;
}

namespace attune::job_kinds {

/// Where rows and files stand.
struct GroupFiles {
  database::Database& database;
  std::filesystem::path objects;
};

/// What a dataset consists of right now.
struct DatasetFiles {
  data::Schema schema;
  std::vector<std::string> segments;          // paths, oldest first
  std::vector<data::StreamedEntity> records;  // put one by one, oldest first
};

/// The group's dataset of that type; nothing if it has none. The newest FULL import and what was
/// added since count (reference 4.6).
[[nodiscard]] Result<std::optional<DatasetFiles>> find_dataset_files(
    const GroupFiles& files, std::string_view account_id, std::string_view dataset_group_arn,
    data::DatasetType type);

/// The schema resource, checked again for its domain.
[[nodiscard]] Result<data::Schema> schema_of(const GroupFiles& files, std::string_view account_id,
                                             std::string_view schema_arn);

/// Items and Users of the group, read from their files.
[[nodiscard]] Result<campaigns::GroupMetadata> load_metadata(const GroupFiles& files,
                                                             std::string_view account_id,
                                                             std::string_view dataset_group_arn);

/// The report of bad rows beside a segment.
[[nodiscard]] std::filesystem::path report_path(const std::filesystem::path& segment);

}  // namespace attune::job_kinds
