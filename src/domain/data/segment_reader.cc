#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/bytes.h"
#include "domain/data/segment.h"
#include "domain/data/segment_layout.h"
#include "foundation/base/error.h"
#include "foundation/io/checksum.h"

namespace attune::data {
namespace {

constexpr std::uint64_t aligned(std::uint64_t size) {
  return size + (-size % kSegmentAlignment);
}

/// The `count` numbers at the front of `bytes`, which is aligned and long enough.
template <typename T>
std::span<const T> numbers_in(std::span<const char> bytes, std::uint64_t count) {
  return {static_cast<const T*>(static_cast<const void*>(bytes.data())),
          static_cast<std::size_t>(count)};
}

template <typename T>
bool are_borders(std::span<const T> offsets, std::size_t size) {
  return offsets.front() == 0 && offsets.back() == size && std::ranges::is_sorted(offsets);
}

bool codes_fit(const ColumnView& view, std::size_t dictionary_size) {
  std::uint32_t largest = 0;
  for (const std::uint32_t code : view.codes) largest = std::max(largest, code);
  if (view.codes.empty() || largest < dictionary_size) return true;
  for (std::size_t row = 0; row < view.codes.size(); ++row) {
    if (view.codes[row] >= dictionary_size && !view.is_null(row)) return false;
  }
  return true;
}

std::uint64_t value_size(Encoding encoding) {
  switch (encoding) {
    case Encoding::kDictionary:
    case Encoding::kText:
      return 4;
    case Encoding::kInt64:
    case Encoding::kFloat64:
      return 8;
    case Encoding::kByte:
      return 1;
  }
  return 0;
}

}  // namespace

/// Walks through the file front to back: every block must lie where a writer puts it.
class SegmentReader {
 public:
  SegmentReader(std::span<const char> file, Segment& segment) : file_(file), segment_(segment) {}

  Result<void> read() {
    ATTUNE_TRY(footer, find_footer());
    ByteReader in(footer);
    ATTUNE_TRY(group_count, read_schema(in));
    ATTUNE_TRY(dictionaries, read_directory(in, group_count));
    ATTUNE_TRY_VOID(read_groups());
    for (std::size_t at = 0; at < dictionaries.size(); ++at) {
      ATTUNE_TRY_VOID(read_dictionary(dictionaries[at], dictionary_columns_[at]));
    }
    if (at_ != footer_offset_ || in.left() != 0) return broken("bytes that belong to nothing");
    return check_codes();
  }

 private:
  struct Block {
    std::uint64_t offset = 0;
    std::uint64_t size_bytes = 0;
  };
  struct Entry {
    std::uint64_t row_count = 0;
    std::uint64_t checksum = 0;
    std::vector<Block> blocks;
  };

  static std::unexpected<Error> broken(std::string_view what) {
    return internal_error(std::string(what));
  }

  Result<std::span<const char>> find_footer() {
    const std::string_view text(file_.data(), file_.size());
    if (file_.size() < kSegmentHeaderBytes + kSegmentTrailerBytes) return broken("too short");
    if (!text.starts_with(kSegmentMagic)) return broken("not a segment file");
    if (!text.ends_with(kSegmentEndMagic)) return broken("cut off");
    ByteReader header(file_.subspan(kSegmentMagic.size()));
    if (header.number<std::uint32_t>() != kSegmentVersion) return broken("unknown version");
    const std::size_t trailer = file_.size() - kSegmentTrailerBytes;
    ByteReader in(file_.subspan(trailer));
    footer_offset_ = in.number<std::uint64_t>();
    const auto size = in.number<std::uint64_t>();
    const auto checksum = in.number<std::uint64_t>();
    if (footer_offset_ > trailer || size != trailer - footer_offset_) {
      return broken("the footer is not where it should be");
    }
    const auto footer = file_.subspan(footer_offset_, size);
    if (io::checksum64(footer) != checksum) return broken("the footer's checksum is wrong");
    return footer;
  }

  Result<std::uint64_t> read_schema(ByteReader& in) {
    const auto type = in.number<std::uint32_t>();
    const auto column_count = in.number<std::uint32_t>();
    const auto group_count = in.number<std::uint64_t>();
    if (type > static_cast<std::uint32_t>(DatasetType::kActionInteractions) ||
        column_count > kSegmentColumnsMax) {
      return broken("the footer makes no sense");
    }
    segment_.schema_.dataset_type = static_cast<DatasetType>(type);
    for (std::uint32_t at = 0; at < column_count; ++at) {
      Column column;
      column.name = in.text();
      const auto column_type = in.number<std::uint8_t>();
      const auto encoding = in.number<std::uint8_t>();
      const auto bits = in.number<std::uint8_t>();
      column.type = static_cast<ColumnType>(
          std::min(column_type, static_cast<std::uint8_t>(ColumnType::kBoolean)));
      column.nullable = (bits & kNullableBit) != 0;
      column.categorical = (bits & kCategoricalBit) != 0;
      column.textual = (bits & kTextualBit) != 0;
      column.item_name = (bits & kItemNameBit) != 0;
      if (in.failed() || column_type != static_cast<std::uint8_t>(column.type) ||
          encoding != static_cast<std::uint8_t>(encoding_of(column))) {
        return broken("a column makes no sense");
      }
      if (encoding_of(column) == Encoding::kDictionary) dictionary_columns_.push_back(at);
      segment_.schema_.columns.push_back(std::move(column));
    }
    return group_count;
  }

  static Entry read_entry(ByteReader& in, std::size_t block_count) {
    Entry entry;
    entry.row_count = in.number<std::uint64_t>();
    entry.checksum = in.number<std::uint64_t>();
    for (std::size_t at = 0; at < block_count; ++at) {
      const auto offset = in.number<std::uint64_t>();
      entry.blocks.push_back({offset, in.number<std::uint64_t>()});
    }
    return entry;
  }

  Result<std::vector<Entry>> read_directory(ByteReader& in, std::uint64_t group_count) {
    std::vector<Entry> dictionaries;
    for (std::size_t at = 0; at < dictionary_columns_.size(); ++at) {
      dictionaries.push_back(read_entry(in, 1));
    }
    const std::size_t block_count = segment_.schema_.columns.size() * 2;
    if (group_count > in.left() / (16 + 16 * block_count)) return broken("a short directory");
    for (std::uint64_t at = 0; at < group_count; ++at) {
      entries_.push_back(read_entry(in, block_count));
    }
    if (in.failed()) return broken("a short directory");
    return dictionaries;
  }

  /// The block's bytes, if it is the next one in the file.
  Result<std::span<const char>> take(const Block& block) {
    const std::uint64_t left = footer_offset_ - at_;
    if (block.offset != at_ || block.size_bytes > left || aligned(block.size_bytes) > left) {
      return broken("a block is not where it should be");
    }
    at_ += aligned(block.size_bytes);
    return file_.subspan(block.offset, block.size_bytes);
  }

  Result<void> check_sum(std::uint64_t from, std::uint64_t expected) const {
    if (io::checksum64(file_.subspan(from, at_ - from)) == expected) return {};
    return broken("a checksum is wrong");
  }

  Result<void> read_groups() {
    for (const Entry& entry : entries_) {
      const std::uint64_t from = at_;
      // A row of any schema takes at least one byte, so that counts stay below the file's size.
      if (entry.row_count > file_.size()) return broken("more rows than bytes");
      Segment::Group group{.row_count = entry.row_count, .columns = {}};
      for (std::size_t at = 0; at < segment_.schema_.columns.size(); ++at) {
        ATTUNE_TRY(nulls, take(entry.blocks[2 * at]));
        ATTUNE_TRY(values, take(entry.blocks[2 * at + 1]));
        ATTUNE_TRY(view, view_of(entry.row_count, nulls, values,
                                 encoding_of(segment_.schema_.columns[at])));
        group.columns.push_back(view);
      }
      ATTUNE_TRY_VOID(check_sum(from, entry.checksum));
      segment_.row_count_ += entry.row_count;
      segment_.groups_.push_back(std::move(group));
    }
    return {};
  }

  static Result<ColumnView> view_of(std::uint64_t rows, std::span<const char> nulls,
                                    std::span<const char> values, Encoding encoding) {
    ColumnView view;
    const std::uint64_t null_words = (rows + 63) / 64;
    if (!nulls.empty() && nulls.size() != null_words * 8) return broken("a null bitmap's size");
    if (!nulls.empty()) view.nulls = numbers_in<std::uint64_t>(nulls, null_words);
    const std::uint64_t count = encoding == Encoding::kText ? rows + 1 : rows;
    const std::uint64_t size = count * value_size(encoding);
    const bool size_fits =
        encoding == Encoding::kText ? values.size() >= size : values.size() == size;
    if (!size_fits) return broken("a column's size");
    switch (encoding) {
      case Encoding::kDictionary:
        view.codes = numbers_in<std::uint32_t>(values, count);
        break;
      case Encoding::kText:
        view.offsets = numbers_in<std::uint32_t>(values, count);
        view.bytes = values.subspan(size);
        if (!are_borders(view.offsets, view.bytes.size())) return broken("a text's borders");
        break;
      case Encoding::kInt64:
        view.integers = numbers_in<std::int64_t>(values, count);
        break;
      case Encoding::kFloat64:
        view.numbers = numbers_in<double>(values, count);
        break;
      case Encoding::kByte:
        view.flags = numbers_in<std::uint8_t>(values, count);
        break;
    }
    return view;
  }

  Result<void> read_dictionary(const Entry& entry, std::size_t column) {
    segment_.dictionaries_.resize(segment_.schema_.columns.size());
    const std::uint64_t from = at_;
    ATTUNE_TRY(bytes, take(entry.blocks[0]));
    if (entry.row_count >= 0xFFFFFFFF || bytes.size() / 8 < entry.row_count + 1) {
      return broken("a dictionary's size");
    }
    DictionaryView view;
    view.offsets = numbers_in<std::uint64_t>(bytes, entry.row_count + 1);
    view.bytes = bytes.subspan((entry.row_count + 1) * 8);
    if (!are_borders(view.offsets, view.bytes.size())) return broken("a dictionary's borders");
    for (std::uint32_t code = 0; code < view.size(); ++code) {
      if (view.text(code).size() > Vocabulary::kTextBytesMax) return broken("an over-long text");
    }
    segment_.dictionaries_[column] = view;
    return check_sum(from, entry.checksum);
  }

  Result<void> check_codes() const {
    for (const std::size_t column : dictionary_columns_) {
      for (const Segment::Group& group : segment_.groups_) {
        if (!codes_fit(group.columns[column], segment_.dictionaries_[column].size())) {
          return broken("a code without its text");
        }
      }
    }
    return {};
  }

  std::span<const char> file_;
  Segment& segment_;
  std::uint64_t footer_offset_ = 0;
  std::uint64_t at_ = kSegmentHeaderBytes;
  std::vector<std::size_t> dictionary_columns_;
  std::vector<Entry> entries_;
};

Result<Segment> Segment::open(const std::string& path) {
  ATTUNE_TRY(file, io::MappedFile::open(path));
  Segment segment;
  segment.file_ = std::move(file);
  SegmentReader reader(segment.file_.bytes(), segment);
  if (auto outcome = reader.read(); !outcome) {
    return invalid_input(path + " is damaged: " + outcome.error().message);
  }
  segment.dictionaries_.resize(segment.schema_.columns.size());
  return segment;
}

std::optional<std::size_t> Segment::position_of(std::string_view name) const {
  const Column* found = schema_.find(name);
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(found - schema_.columns.data());
}

}  // namespace attune::data
