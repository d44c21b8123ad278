#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/data/import.h"
#include "domain/data/load.h"
#include "domain/data/segment.h"
#include "foundation/base/check.h"
#include "foundation/io/memory_source.h"

namespace {

using namespace attune;

const data::Schema& schema() {
  static const data::Schema kSchema{
      .dataset_type = data::DatasetType::kInteractions,
      .columns = {{.name = "USER_ID"},
                  {.name = "ITEM_ID"},
                  {.name = "TIMESTAMP", .type = data::ColumnType::kLong},
                  {.name = "NOTE", .nullable = true},
                  {.name = "DEVICE", .nullable = true, .categorical = true}}};
  return kSchema;
}

}  // namespace

/// Any bytes as a CSV: counts agree, and what was imported opens and loads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const std::vector<data::CsvFile> files{
      {.name = "input", .open = [&text]() -> Result<std::unique_ptr<io::ByteSource>> {
         return std::make_unique<io::MemorySource>(text);
       }}};
  static const std::string kPath = "/dev/shm/attune_fuzz_csv_" + std::to_string(::getpid());
  static_cast<void>(data::guess_schema(data::DatasetType::kInteractions, files[0]));
  data::ImportOptions options;
  options.thread_count = 1;
  const auto report = data::import_csv(schema(), files, kPath, options);
  if (!report) return 0;
  ATTUNE_CHECK(report->rows_read == report->rows_kept + report->rows_bad);
  ATTUNE_CHECK(report->bytes_read == size);
  const auto segment = data::Segment::open(kPath);
  ATTUNE_CHECK(segment && segment->row_count() == report->rows_kept);
  const std::vector<std::string> paths{kPath};
  const auto table = data::load_interactions(schema(), paths, {}, {});
  ATTUNE_CHECK(table && table->row_count() <= report->rows_kept);
  ::unlink(kPath.c_str());
  return 0;
}
