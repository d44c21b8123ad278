#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "domain/data/schema.h"
#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"

namespace attune::data {

/// A CSV file to import; `name` is for messages.
struct CsvFile {
  std::string name;
  std::function<Result<std::unique_ptr<io::ByteSource>>()> open;
};

/// One refused cell or row.
struct BadRow {
  std::string file;
  std::uint64_t line = 0;  // 1 is the header
  std::string column;      // empty: the row as a whole
  std::string value;       // at most kBadValueLengthMax bytes of it
  std::string reason;
};
inline constexpr std::size_t kBadRowsReportedMax = 1000;
inline constexpr std::size_t kBadValueLengthMax = 200;

struct ImportReport {
  std::uint64_t bytes_read = 0;
  std::uint64_t rows_read = 0;
  std::uint64_t rows_kept = 0;
  std::uint64_t rows_bad = 0;
  std::vector<BadRow> bad_rows;  // the first kBadRowsReportedMax
};

struct ImportOptions {
  std::size_t thread_count = 0;                          // 0: one per core
  std::function<bool(const ImportReport&)> on_progress;  // false: stop, kCancelled
};

/// Streams CSV files (each with a header row) into one columnar segment file at `segment_path`:
/// written beside, synced, renamed. Memory is bounded (see docs/formats/segment.md for the
/// formula). Fails as a whole for missing columns, unreadable sources and over-long categorical
/// values (reference 4.4); other bad rows are left out and reported.
[[nodiscard]] Result<ImportReport> import_csv(const Schema& schema, std::span<const CsvFile> files,
                                              const std::string& segment_path,
                                              const ImportOptions& options);

/// A schema guessed from a CSV header and its first rows, for people without one: reserved columns
/// get their types, numbers become double (or long), "|" in a string column makes it categorical.
[[nodiscard]] Result<Schema> guess_schema(DatasetType type, const CsvFile& file);

}  // namespace attune::data
