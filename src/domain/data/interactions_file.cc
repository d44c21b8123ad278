#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/data/bytes.h"
#include "domain/data/interactions.h"
#include "domain/data/load.h"
#include "foundation/base/error.h"
#include "foundation/io/atomic_file.h"
#include "foundation/io/checksum.h"
#include "foundation/io/mapped_file.h"

namespace attune::data {
namespace {

// See docs/formats/interactions.md.
constexpr std::string_view kMagic = "ATTNINT1";
constexpr std::size_t kChecksumBytes = 8;
constexpr std::uint32_t kContextColumnsMax = 256;

/// Where the bytes of a table go: a file, a checksum, or both.
class TableSink {
 public:
  explicit TableSink(io::AtomicFile* file) : file_(file) {}

  Result<void> bytes(std::span<const char> bytes) {
    checksum_.update(bytes);
    return file_ == nullptr ? Result<void>() : file_->write(bytes);
  }
  template <typename T>
  Result<void> number(T value) {
    return bytes({reinterpret_cast<const char*>(&value), sizeof value});
  }
  template <typename T>
  Result<void> column(const std::vector<T>& values) {
    ATTUNE_TRY_VOID(number(static_cast<std::uint64_t>(values.size())));
    return bytes(bytes_of(values));
  }
  Result<void> text(std::string_view text) {
    ATTUNE_TRY_VOID(number(static_cast<std::uint32_t>(text.size())));
    return bytes(text);
  }
  Result<void> vocabulary(const std::shared_ptr<const Vocabulary>& words) {
    const std::uint64_t count = words ? words->size() : 0;
    ATTUNE_TRY_VOID(number(count));
    for (std::uint32_t at = 0; at < count; ++at) ATTUNE_TRY_VOID(text(words->text(at)));
    return {};
  }
  [[nodiscard]] std::uint64_t checksum() const { return checksum_.value(); }

 private:
  io::AtomicFile* file_;
  io::Checksum64 checksum_;
};

Result<void> write_table(const InteractionTable& table, TableSink& sink) {
  ATTUNE_TRY_VOID(sink.bytes(kMagic));
  for (const auto& words : {table.users, table.items, table.event_types}) {
    ATTUNE_TRY_VOID(sink.vocabulary(words));
  }
  ATTUNE_TRY_VOID(sink.column(table.offsets));
  ATTUNE_TRY_VOID(sink.column(table.item));
  ATTUNE_TRY_VOID(sink.column(table.event_type));
  ATTUNE_TRY_VOID(sink.column(table.event_value));
  ATTUNE_TRY_VOID(sink.column(table.timestamp_s));
  ATTUNE_TRY_VOID(sink.number(static_cast<std::uint32_t>(table.context.size())));
  for (const ContextColumn& context : table.context) {
    ATTUNE_TRY_VOID(sink.text(context.name));
    ATTUNE_TRY_VOID(sink.number(static_cast<std::uint8_t>(context.numeric ? 1 : 0)));
    ATTUNE_TRY_VOID(sink.vocabulary(context.categories));
    ATTUNE_TRY_VOID(sink.column(context.codes));
    ATTUNE_TRY_VOID(sink.column(context.numbers));
  }
  return {};
}

template <typename T>
std::vector<T> read_column(ByteReader& in) {
  const auto count = in.number<std::uint64_t>();
  if (count > in.left() / sizeof(T)) {
    in.fail();
    return {};
  }
  const auto bytes = in.take(static_cast<std::size_t>(count) * sizeof(T));
  std::vector<T> values(static_cast<std::size_t>(count));
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

std::shared_ptr<const Vocabulary> read_vocabulary(ByteReader& in) {
  auto words = std::make_shared<Vocabulary>();
  const auto count = in.number<std::uint64_t>();
  if (count > in.left() / sizeof(std::uint32_t)) in.fail();
  for (std::uint64_t at = 0; at < count && !in.failed(); ++at) {
    const std::string_view text = in.text();
    if (text.size() > Vocabulary::kTextBytesMax || words->add(text) != at) in.fail();
  }
  return words;
}

void read_context(ByteReader& in, InteractionTable& table) {
  const auto count = in.number<std::uint32_t>();
  if (count > kContextColumnsMax) in.fail();
  for (std::uint32_t at = 0; at < count && !in.failed(); ++at) {
    ContextColumn context;
    context.name = in.text();
    context.numeric = in.number<std::uint8_t>() != 0;
    context.categories = read_vocabulary(in);
    if (context.numeric) context.categories.reset();
    context.codes = read_column<std::uint32_t>(in);
    context.numbers = read_column<float>(in);
    table.context.push_back(std::move(context));
  }
}

bool context_fits(const ContextColumn& context, std::size_t row_count) {
  if (context.numeric) return context.numbers.size() == row_count && context.codes.empty();
  const std::size_t size = context.categories->size();
  return context.codes.size() == row_count && context.numbers.empty() &&
         std::ranges::all_of(context.codes, [size](std::uint32_t code) {
           return code < size || code == kNoCategory;
         });
}

/// Whether every index of the table points at something.
bool is_consistent(const InteractionTable& table) {
  const std::size_t rows = table.item.size();
  const bool sizes_fit = table.event_type.size() == rows && table.event_value.size() == rows &&
                         table.timestamp_s.size() == rows &&
                         table.offsets.size() == table.users->size() + 1;
  if (!sizes_fit || table.offsets.front() != 0 || table.offsets.back() != rows) return false;
  return std::ranges::is_sorted(table.offsets) &&
         std::ranges::all_of(table.item,
                             [&](ItemIndex item) { return raw(item) < table.items->size(); }) &&
         std::ranges::all_of(table.event_type,
                             [&](EventTypeIndex type) {
                               return type == kNoEventType || raw(type) < table.event_types->size();
                             }) &&
         std::ranges::all_of(table.context, [&](const ContextColumn& context) {
           return context_fits(context, rows);
         });
}

}  // namespace

Result<void> save_interactions(const InteractionTable& table, const std::string& path) {
  ATTUNE_TRY(file, io::AtomicFile::create(path));
  TableSink sink(&file);
  ATTUNE_TRY_VOID(write_table(table, sink));
  ByteWriter checksum;
  checksum.number(sink.checksum());
  ATTUNE_TRY_VOID(file.write(checksum.bytes()));
  return file.commit();
}

Result<InteractionTable> read_interactions(const std::string& path) {
  ATTUNE_TRY(file, io::MappedFile::open(path));
  const auto bytes = file.bytes();
  const auto damaged = [&path] { return invalid_input(path + " is damaged"); };
  if (bytes.size() < kMagic.size() + kChecksumBytes) return damaged();
  const auto body = bytes.first(bytes.size() - kChecksumBytes);
  ByteReader tail(bytes.subspan(body.size()));
  if (!std::string_view(body.data(), body.size()).starts_with(kMagic)) return damaged();
  if (io::checksum64(body) != tail.number<std::uint64_t>()) return damaged();
  ByteReader in(body.subspan(kMagic.size()));
  InteractionTable table;
  table.users = read_vocabulary(in);
  table.items = read_vocabulary(in);
  table.event_types = read_vocabulary(in);
  table.offsets = read_column<std::uint64_t>(in);
  table.item = read_column<ItemIndex>(in);
  table.event_type = read_column<EventTypeIndex>(in);
  table.event_value = read_column<float>(in);
  table.timestamp_s = read_column<std::int64_t>(in);
  read_context(in, table);
  if (in.failed() || in.left() != 0 || !is_consistent(table)) return damaged();
  return table;
}

std::string fingerprint(const InteractionTable& table) {
  TableSink sink(nullptr);
  static_cast<void>(write_table(table, sink));  // without a file nothing can fail
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx",
                static_cast<unsigned long long>(sink.checksum()));
  return text.data();
}

}  // namespace attune::data
