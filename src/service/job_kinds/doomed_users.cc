#include "service/job_kinds/doomed_users.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"
#include "foundation/io/csv.h"
#include "foundation/objects/location_resolver.h"

namespace attune::job_kinds {
namespace {

constexpr std::uint64_t kBytesMax = std::uint64_t{100} * 1000 * 1000;
constexpr std::string_view kColumn = "USER_ID";

Result<std::vector<objects::ObjectInfo>> files_at(const objects::Location& location) {
  if (!location.is_folder) {
    ATTUNE_TRY(file, location.store->head(location.key));
    return std::vector{file};
  }
  ATTUNE_TRY(listed, location.store->list(location.key));
  std::erase_if(listed, [](const auto& object) { return !object.key.ends_with(".csv"); });
  if (listed.empty()) return not_found("dataLocation: the folder has no .csv files");
  return std::move(listed);
}

/// One file after another; each has a header of its own.
class Reader {
 public:
  explicit Reader(UserIds& users) : users_(users) {}

  Result<void> read(io::ByteSource& source, const std::string& name) {
    position_.reset();
    io::CsvChunker chunker(source);
    for (io::CsvChunk chunk;;) {
      ATTUNE_TRY(found, chunker.next(chunk));
      if (!found) break;
      io::CsvCursor cursor(chunk.bytes, chunk.first_line);
      while (cursor.next()) ATTUNE_TRY_VOID(add(cursor, name));
    }
    if (position_) return {};
    return invalid_input("Input CSV is missing the following columns:[USER_ID]");
  }

 private:
  Result<void> add(const io::CsvCursor& record, const std::string& name) {
    if (record.fault() != io::CsvFault::kNone) {
      return invalid_input(name + ", line " + std::to_string(record.line()) + ": " +
                           std::string(io::reason_of(record.fault())));
    }
    const auto fields = record.fields();
    if (!position_) {
      const auto column = std::ranges::find(fields, kColumn);
      if (column == fields.end()) {
        return invalid_input("Input CSV is missing the following columns:[USER_ID]");
      }
      position_ = static_cast<std::size_t>(column - fields.begin());
    } else if (*position_ < fields.size() && !fields[*position_].empty()) {
      users_.emplace(fields[*position_]);
    }
    return {};
  }

  UserIds& users_;
  std::optional<std::size_t> position_;  // of USER_ID; nothing before the header
};

}  // namespace

Result<UserIds> read_doomed_users(const Services& services, const std::string& data_location) {
  ATTUNE_TRY(location, services.locations.resolve(data_location));
  ATTUNE_TRY(files, files_at(location));
  std::uint64_t size_bytes = 0;
  for (const objects::ObjectInfo& file : files) size_bytes += file.size_bytes;
  if (size_bytes > kBytesMax) {
    return invalid_input("dataLocation: " + std::to_string(size_bytes) + " bytes, at most " +
                         std::to_string(kBytesMax));
  }
  UserIds users;
  Reader reader(users);
  for (const objects::ObjectInfo& file : files) {
    ATTUNE_TRY(source, location.store->open(file.key));
    ATTUNE_TRY_VOID(reader.read(*source, file.key));
  }
  return users;
}

}  // namespace attune::job_kinds
