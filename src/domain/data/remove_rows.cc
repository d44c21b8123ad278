#include "domain/data/remove_rows.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/segment.h"
#include "domain/data/vocabulary.h"
#include "foundation/base/error.h"

namespace attune::data {
namespace {

constexpr std::uint32_t kNoCode = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kBits = 64;

using Ids = std::set<std::string, std::less<>>;

/// New dictionaries of what is kept, in the order of first appearance.
class Recoder {
 public:
  explicit Recoder(const Segment& segment)
      : segment_(segment), dictionaries_(segment.schema().columns.size()) {
    for (std::size_t at = 0; at < dictionaries_.size(); ++at) {
      codes_.emplace_back(segment.dictionary(at).size(), kNoCode);
    }
  }

  std::uint32_t code(std::size_t column, std::uint32_t old) {
    std::uint32_t& known = codes_[column][old];
    if (known == kNoCode) {
      known = dictionaries_[column].add(segment_.dictionary(column).text(old));
    }
    return known;
  }
  [[nodiscard]] const std::vector<Vocabulary>& dictionaries() const { return dictionaries_; }

 private:
  const Segment& segment_;
  std::vector<Vocabulary> dictionaries_;
  std::vector<std::vector<std::uint32_t>> codes_;  // by column and old code
};

void copy_null(const ColumnView& from, std::size_t row, std::size_t at, ColumnValues& to) {
  if (from.nulls.empty()) return;
  if (at % kBits == 0) to.nulls.push_back(0);
  if (from.is_null(row)) to.nulls.back() |= std::uint64_t{1} << (at % kBits);
}

ColumnValues copied(const Segment& segment, std::size_t group, std::size_t column,
                    const std::vector<std::size_t>& rows, Recoder& recoder) {
  const ColumnView& from = segment.column(group, column);
  const Encoding encoding = encoding_of(segment.schema().columns[column]);
  ColumnValues to;
  if (encoding == Encoding::kText) to.offsets.push_back(0);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const std::size_t row = rows[at];
    copy_null(from, row, at, to);
    switch (encoding) {
      case Encoding::kDictionary:
        // A null has the code 0, which may be of a text that is kept nowhere.
        to.codes.push_back(from.is_null(row) ? 0 : recoder.code(column, from.codes[row]));
        break;
      case Encoding::kText: {
        const std::string_view text = from.text(row);
        to.bytes.insert(to.bytes.end(), text.begin(), text.end());
        to.offsets.push_back(static_cast<std::uint32_t>(to.bytes.size()));
        break;
      }
      case Encoding::kInt64:
        to.integers.push_back(from.integers[row]);
        break;
      case Encoding::kFloat64:
        to.numbers.push_back(from.numbers[row]);
        break;
      case Encoding::kByte:
        to.flags.push_back(from.flags[row]);
        break;
    }
  }
  return to;
}

std::vector<bool> doomed_codes(const DictionaryView& dictionary, const Ids& ids) {
  std::vector<bool> doomed(dictionary.size());
  for (std::uint32_t code = 0; code < dictionary.size(); ++code) {
    doomed[code] = ids.contains(dictionary.text(code));
  }
  return doomed;
}

std::vector<std::size_t> kept_rows(const Segment& segment, std::size_t group, std::size_t column,
                                   const std::vector<bool>& doomed) {
  const ColumnView& ids = segment.column(group, column);
  std::vector<std::size_t> kept;
  for (std::size_t row = 0; row < segment.group_row_count(group); ++row) {
    if (ids.is_null(row) || !doomed[ids.codes[row]]) kept.push_back(row);
  }
  return kept;
}

}  // namespace

Result<std::uint64_t> remove_rows(const std::string& segment_path, std::string_view column,
                                  const Ids& ids) {
  ATTUNE_TRY(segment, Segment::open(segment_path));
  const auto at = segment.position_of(column);
  if (!at || encoding_of(segment.schema().columns[*at]) != Encoding::kDictionary) {
    return invalid_input(segment_path + ": no ids in a column " + std::string(column));
  }
  const std::vector<bool> doomed = doomed_codes(segment.dictionary(*at), ids);
  std::uint64_t kept_count = 0;
  Recoder recoder(segment);
  ATTUNE_TRY(writer, SegmentWriter::create(segment_path, segment.schema()));
  for (std::size_t group = 0; group < segment.group_count(); ++group) {
    const std::vector<std::size_t> rows = kept_rows(segment, group, *at, doomed);
    if (rows.empty()) continue;
    std::vector<ColumnValues> values;
    for (std::size_t each = 0; each < segment.schema().columns.size(); ++each) {
      values.push_back(copied(segment, group, each, rows, recoder));
    }
    ATTUNE_TRY_VOID(writer.add_group(rows.size(), values));
    kept_count += rows.size();
  }
  const std::uint64_t removed = segment.row_count() - kept_count;
  if (removed > 0) ATTUNE_TRY_VOID(writer.finish(recoder.dictionaries()));
  return removed;
}

}  // namespace attune::data
