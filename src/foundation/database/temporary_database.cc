#include "foundation/database/temporary_database.h"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "foundation/base/check.h"
#include "foundation/base/unique_id.h"
#include "foundation/database/database.h"

namespace attune::database {

TemporaryDatabase::TemporaryDatabase(const SqliteOptions& options)
    : options_(options),
      folder_(std::filesystem::temp_directory_path() / ("attune_" + make_uuid())) {
  std::filesystem::create_directory(folder_);
  reopen();
}

TemporaryDatabase::~TemporaryDatabase() {
  database_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void TemporaryDatabase::reopen() {
  database_.reset();
  database_ = open_again();
}

std::unique_ptr<Database> TemporaryDatabase::open_again() const {
  auto opened = open_sqlite(file().string(), options_);
  ATTUNE_CHECK(opened.has_value());
  return std::move(*opened);
}

}  // namespace attune::database
