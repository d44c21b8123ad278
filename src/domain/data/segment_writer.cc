#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/bytes.h"
#include "domain/data/column_name.h"
#include "domain/data/schema_rules.h"
#include "domain/data/segment.h"
#include "domain/data/segment_layout.h"
#include "foundation/base/error.h"
#include "foundation/io/checksum.h"

namespace attune::data {
namespace {

std::span<const char> padding_for(std::uint64_t size) {
  static constexpr char kZeros[kSegmentAlignment] = {};
  return {kZeros, static_cast<std::size_t>(-size % kSegmentAlignment)};
}

std::uint8_t attributes_of(const Column& column) {
  unsigned bits = 0;
  if (column.nullable) bits |= kNullableBit;
  if (column.categorical) bits |= kCategoricalBit;
  if (column.textual) bits |= kTextualBit;
  if (column.item_name) bits |= kItemNameBit;
  return static_cast<std::uint8_t>(bits);
}

std::span<const char> value_bytes(const ColumnValues& values, Encoding encoding) {
  switch (encoding) {
    case Encoding::kDictionary:
      return bytes_of(values.codes);
    case Encoding::kText:
      return bytes_of(values.offsets);
    case Encoding::kInt64:
      return bytes_of(values.integers);
    case Encoding::kFloat64:
      return bytes_of(values.numbers);
    case Encoding::kByte:
      return bytes_of(values.flags);
  }
  return {};
}

}  // namespace

Encoding encoding_of(const Column& column) {
  switch (column.type) {
    case ColumnType::kInt:
    case ColumnType::kLong:
      return Encoding::kInt64;
    case ColumnType::kFloat:
    case ColumnType::kDouble:
      return Encoding::kFloat64;
    case ColumnType::kBoolean:
      return Encoding::kByte;
    case ColumnType::kString:
      break;
  }
  const bool coded = column.categorical || is_id_column(column.name) ||
                     same_column_name(column.name, "EVENT_TYPE");
  return coded ? Encoding::kDictionary : Encoding::kText;
}

SegmentWriter::SegmentWriter(io::AtomicFile file, Schema schema)
    : file_(std::move(file)), schema_(std::move(schema)) {}

Result<SegmentWriter> SegmentWriter::create(const std::string& path, const Schema& schema) {
  ATTUNE_TRY(file, io::AtomicFile::create(path));
  ByteWriter header;
  header.number(kSegmentVersion);
  header.number(std::uint32_t{0});
  ATTUNE_TRY_VOID(file.write(kSegmentMagic));
  ATTUNE_TRY_VOID(file.write(header.bytes()));
  return SegmentWriter(std::move(file), schema);
}

Result<SegmentWriter::Block> SegmentWriter::write_block(std::span<const char> first,
                                                        std::span<const char> second,
                                                        io::Checksum64& checksum) {
  const Block block{.offset = file_.size_bytes(), .size_bytes = first.size() + second.size()};
  for (const auto part : {first, second, padding_for(block.size_bytes)}) {
    ATTUNE_TRY_VOID(file_.write(part));
    checksum.update(part);
  }
  return block;
}

Result<void> SegmentWriter::add_group(std::uint64_t row_count,
                                      std::span<const ColumnValues> values) {
  io::Checksum64 checksum;
  Group group{.row_count = row_count, .checksum = 0, .blocks = {}};
  for (std::size_t at = 0; at < schema_.columns.size(); ++at) {
    const Encoding encoding = encoding_of(schema_.columns[at]);
    ATTUNE_TRY(nulls, write_block(bytes_of(values[at].nulls), {}, checksum));
    const auto tail =
        encoding == Encoding::kText ? bytes_of(values[at].bytes) : std::span<const char>();
    ATTUNE_TRY(block, write_block(value_bytes(values[at], encoding), tail, checksum));
    group.blocks.push_back(nulls);
    group.blocks.push_back(block);
  }
  group.checksum = checksum.value();
  groups_.push_back(std::move(group));
  return {};
}

Result<SegmentWriter::Group> SegmentWriter::write_dictionary(const Vocabulary& dictionary) {
  std::vector<std::uint64_t> offsets{0};
  std::vector<char> bytes;
  bytes.reserve(dictionary.text_bytes());
  for (std::uint32_t code = 0; code < dictionary.size(); ++code) {
    const std::string_view text = dictionary.text(code);
    bytes.insert(bytes.end(), text.begin(), text.end());
    offsets.push_back(bytes.size());
  }
  io::Checksum64 checksum;
  Group group{.row_count = dictionary.size(), .checksum = 0, .blocks = {}};
  ATTUNE_TRY(block, write_block(bytes_of(offsets), bytes, checksum));
  group.blocks.push_back(block);
  group.checksum = checksum.value();
  return group;
}

std::string SegmentWriter::footer() const {
  ByteWriter out;
  out.number(static_cast<std::uint32_t>(schema_.dataset_type));
  out.number(static_cast<std::uint32_t>(schema_.columns.size()));
  out.number(static_cast<std::uint64_t>(groups_.size()));
  for (const Column& column : schema_.columns) {
    out.text(column.name);
    out.number(static_cast<std::uint8_t>(column.type));
    out.number(static_cast<std::uint8_t>(encoding_of(column)));
    out.number(attributes_of(column));
  }
  for (const auto* list : {&dictionaries_, &groups_}) {
    for (const Group& group : *list) {
      out.number(group.row_count);
      out.number(group.checksum);
      for (const Block& block : group.blocks) {
        out.number(block.offset);
        out.number(block.size_bytes);
      }
    }
  }
  return out.bytes();
}

Result<void> SegmentWriter::finish(std::span<const Vocabulary> dictionaries) {
  for (std::size_t at = 0; at < schema_.columns.size(); ++at) {
    if (encoding_of(schema_.columns[at]) != Encoding::kDictionary) continue;
    ATTUNE_TRY(dictionary, write_dictionary(dictionaries[at]));
    dictionaries_.push_back(std::move(dictionary));
  }
  const std::string text = footer();
  ByteWriter trailer;
  trailer.number(file_.size_bytes());
  trailer.number(static_cast<std::uint64_t>(text.size()));
  trailer.number(io::checksum64(text));
  ATTUNE_TRY_VOID(file_.write(text));
  ATTUNE_TRY_VOID(file_.write(trailer.bytes()));
  ATTUNE_TRY_VOID(file_.write(kSegmentEndMagic));
  return file_.commit();
}

}  // namespace attune::data
