#include "app/cli/sequence_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/data/interactions.h"
#include "foundation/base/error.h"
#include "foundation/io/csv.h"
#include "foundation/io/file_source.h"
#include "learning/features/sequences.h"

namespace attune::cli {
namespace {

class Sequences {
 public:
  void add(std::string_view user, std::string_view item) {
    const auto [found, is_new] = position_.try_emplace(std::string(user), sequences_.size());
    if (is_new) sequences_.push_back({.user = std::string(user), .items = {}});
    sequences_[found->second].items.emplace_back(item);
  }
  [[nodiscard]] data::InteractionTable table() const { return features::table_of(sequences_); }

 private:
  std::unordered_map<std::string, std::size_t> position_;
  std::vector<features::NamedSequence> sequences_;
};

struct Columns {
  std::size_t user = 0;
  std::size_t item = 0;
};

Result<Columns> find_columns(std::span<const std::string_view> header, const std::string& path) {
  std::optional<std::size_t> user, item;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] == "USER_ID") user = i;
    if (header[i] == "ITEM_ID") item = i;
  }
  if (!user || !item) return invalid_input(path + ": needs the columns USER_ID and ITEM_ID");
  return Columns{.user = *user, .item = *item};
}

}  // namespace

Result<data::InteractionTable> read_sequence_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) return not_found("cannot open " + path);
  Sequences sequences;
  std::string line;
  for (std::uint64_t number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line);
    std::string user, item, more;
    if (!(words >> user)) continue;
    if (!(words >> item) || words >> more) {
      return invalid_input(path + ":" + std::to_string(number) +
                           ": expected two words, a user and an item");
    }
    sequences.add(user, item);
  }
  return sequences.table();
}

Result<data::InteractionTable> read_rows_in_file_order(const std::string& csv_path) {
  ATTUNE_TRY(source, io::FileSource::open(csv_path));
  io::CsvChunker chunker(*source);
  Sequences sequences;
  std::optional<Columns> columns;
  for (io::CsvChunk chunk;;) {
    ATTUNE_TRY(more, chunker.next(chunk));
    if (!more) break;
    for (io::CsvCursor rows(chunk.bytes, chunk.first_line); rows.next();) {
      if (!columns) {
        ATTUNE_TRY(found, find_columns(rows.fields(), csv_path));
        columns = found;
        continue;
      }
      if (rows.fault() != io::CsvFault::kNone ||
          rows.fields().size() <= std::max(columns->user, columns->item)) {
        return invalid_input(csv_path + ":" + std::to_string(rows.line()) + ": broken row");
      }
      sequences.add(rows.fields()[columns->user], rows.fields()[columns->item]);
    }
  }
  return sequences.table();
}

}  // namespace attune::cli
