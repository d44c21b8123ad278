#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/data/chunk_pool.h"
#include "domain/data/import.h"
#include "domain/data/import_chunk.h"
#include "domain/data/schema.h"
#include "domain/data/segment.h"
#include "domain/data/vocabulary.h"
#include "foundation/base/error.h"
#include "foundation/io/byte_source.h"
#include "foundation/io/csv.h"

namespace attune::data {
namespace {

constexpr std::size_t kThreadsMax = 64;

std::size_t thread_count_of(const ImportOptions& options) {
  const std::size_t wanted =
      options.thread_count != 0 ? options.thread_count : std::thread::hardware_concurrency();
  return std::clamp(wanted, std::size_t{1}, kThreadsMax);
}

/// The files' chunks, one file after the other, each with its header's map.
class ChunkFeed {
 public:
  ChunkFeed(const Schema& schema, std::span<const CsvFile> files)
      : schema_(schema), files_(files) {}

  /// False at the end of the last file.
  Result<bool> next(ChunkSlot& slot) {
    while (true) {
      if (!chunker_) {
        if (file_ == files_.size()) return end();
        ATTUNE_TRY(source, open(files_[file_]));
        source_ = std::move(source);
        chunker_ = std::make_unique<io::CsvChunker>(*source_);
        map_.reset();
      }
      auto got = chunker_->next(slot.chunk);
      if (!got) return failed(got.error());
      if (*got) break;
      bytes_before_ += chunker_->bytes_read();
      chunker_.reset();
      source_.reset();
      ++file_;
    }
    return describe(slot);
  }

 private:
  static Result<std::unique_ptr<io::ByteSource>> open(const CsvFile& file) { return file.open(); }

  std::unexpected<Error> failed(const Error& error) const {
    return failure(error.code, files_[file_].name + ": " + error.message);
  }

  /// Empty files are passed over (folders hold markers such as _SUCCESS), but one has to say
  /// something.
  Result<bool> end() const {
    if (seen_header_) return false;
    return std::unexpected(map_header(schema_, {}).error());
  }

  Result<bool> describe(ChunkSlot& slot) {
    slot.has_header = !map_;
    if (!map_) {
      io::CsvCursor cursor(slot.chunk.bytes, slot.chunk.first_line);
      const bool found = slot.chunk.fault == io::CsvFault::kNone && cursor.next() &&
                         cursor.fault() == io::CsvFault::kNone;
      auto map = map_header(schema_, found ? cursor.fields() : std::span<const std::string_view>());
      if (!map) return std::unexpected(std::move(map.error()));
      map_ = std::make_shared<const HeaderMap>(std::move(*map));
      seen_header_ = true;
    }
    slot.map = map_;
    slot.file = file_;
    slot.bytes_read = bytes_before_ + chunker_->bytes_read();
    return true;
  }

  const Schema& schema_;
  std::span<const CsvFile> files_;
  std::size_t file_ = 0;
  bool seen_header_ = false;
  std::uint64_t bytes_before_ = 0;
  std::unique_ptr<io::ByteSource> source_;
  std::unique_ptr<io::CsvChunker> chunker_;
  std::shared_ptr<const HeaderMap> map_;
};

/// Joins parsed chunks, in order, into the segment and the report.
class ChunkMerger {
 public:
  ChunkMerger(SegmentWriter& writer, const Schema& schema, std::span<const CsvFile> files)
      : writer_(writer), files_(files), dictionaries_(schema.columns.size()) {}

  Result<void> add(ChunkSlot& slot) {
    ParsedChunk& parsed = slot.parsed;
    if (parsed.fatal) {
      return failure(parsed.fatal->code, files_[slot.file].name + ", " + parsed.fatal->message);
    }
    report_.bytes_read = slot.bytes_read;
    report_.rows_read += parsed.rows_read;
    report_.rows_kept += parsed.row_count;
    report_.rows_bad += parsed.rows_bad;
    for (const BadRow& bad : parsed.bad_rows) {
      if (report_.bad_rows.size() == kBadRowsReportedMax) break;
      report_.bad_rows.push_back(bad);
      report_.bad_rows.back().file = files_[slot.file].name;
    }
    if (parsed.row_count == 0) return {};
    for (std::size_t at = 0; at < dictionaries_.size(); ++at) {
      recode(parsed.dictionaries[at], dictionaries_[at], parsed.values[at].codes);
    }
    return writer_.add_group(parsed.row_count, parsed.values);
  }

  Result<ImportReport> finish() {
    ATTUNE_TRY_VOID(writer_.finish(dictionaries_));
    return std::move(report_);
  }

  [[nodiscard]] const ImportReport& report() const { return report_; }

 private:
  void recode(const Vocabulary& from, Vocabulary& to, std::vector<std::uint32_t>& codes) {
    if (from.size() == 0) return;
    new_codes_.clear();
    for (std::uint32_t code = 0; code < from.size(); ++code) {
      new_codes_.push_back(to.add(from.text(code)));
    }
    for (std::uint32_t& code : codes) code = new_codes_[code];
  }

  SegmentWriter& writer_;
  std::span<const CsvFile> files_;
  std::vector<Vocabulary> dictionaries_;
  std::vector<std::uint32_t> new_codes_;
  ImportReport report_;
};

}  // namespace

Result<ImportReport> import_csv(const Schema& schema, std::span<const CsvFile> files,
                                const std::string& segment_path, const ImportOptions& options) {
  ATTUNE_TRY(writer, SegmentWriter::create(segment_path, schema));
  ChunkFeed feed(schema, files);
  ChunkMerger merger(writer, schema, files);
  ChunkPool pool(schema, thread_count_of(options));
  bool more = true;
  while (more || !pool.is_empty()) {
    while (more && !pool.is_full()) {
      ATTUNE_TRY(got, feed.next(pool.free_slot()));
      more = got;
      if (more) pool.submit();
    }
    if (pool.is_empty()) break;
    ATTUNE_TRY_VOID(merger.add(pool.collect()));
    if (options.on_progress && !options.on_progress(merger.report())) {
      return failure(ErrorCode::kCancelled, "the import was stopped");
    }
  }
  return merger.finish();
}

}  // namespace attune::data
