#include "foundation/io/csv.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "foundation/base/error.h"

namespace attune::io {
namespace {

constexpr std::size_t kBlockBytes = 64;

const char* find_byte(const char* from, const char* end, char byte) {
  if (from == end) return end;
  const void* at = std::memchr(from, byte, static_cast<std::size_t>(end - from));
  return at == nullptr ? end : static_cast<const char*>(at);
}

bool is_structural(char c) {
  return c == ',' || c == '\n';
}

/// One bit for each comma and line end of the 64 bytes at `block`.
std::uint64_t structural_bits(const char* block) {
  std::uint64_t bits = 0;
#if defined(__SSE2__)
  const __m128i comma = _mm_set1_epi8(',');
  const __m128i line_end = _mm_set1_epi8('\n');
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::size_t{16} * part));
    const __m128i hits =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, line_end));
    const auto hit_bits = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
    bits |= std::uint64_t{hit_bits} << (16 * part);
  }
#else
  for (unsigned at = 0; at < kBlockBytes; ++at) {
    bits |= std::uint64_t{is_structural(block[at])} << at;
  }
#endif
  return bits;
}

/// Where the quoted text that starts at `at` (behind its opening quote) ends: its closing quote,
/// or `end`.
const char* closing_quote(const char* at, const char* end) {
  for (const char* start = at; at != end; ++at) {
    at = find_byte(at, end, '"');
    if (at == end) return end;
    const char* first_backslash = at;
    while (first_backslash != start && first_backslash[-1] == '\\') --first_backslash;
    if ((at - first_backslash) % 2 == 1) continue;
    if (at + 1 != end && at[1] == '"') {
      ++at;
      continue;
    }
    return at;
  }
  return end;
}

/// Behind the line end of the record at `at`; null if it is not complete.
const char* record_end(const char* at, const char* end) {
  while (at != end) {
    if (*at == '"') {
      at = closing_quote(at + 1, end);
      if (at == end) return nullptr;
      ++at;
    }
    while (at != end && !is_structural(*at)) ++at;
    if (at == end) return nullptr;
    if (*at == '\n') return at + 1;
    ++at;
  }
  return nullptr;
}

/// Behind the last complete record; `begin` if there is none.
const char* last_border(const char* begin, const char* end) {
  if (find_byte(begin, end, '"') == end) {
    const void* last = ::memrchr(begin, '\n', static_cast<std::size_t>(end - begin));
    return last == nullptr ? begin : static_cast<const char*>(last) + 1;
  }
  const char* border = begin;
  while (border != end) {
    const char* line_end = find_byte(border, end, '\n');
    if (line_end == end) break;
    if (find_byte(border, line_end, '"') == line_end) {
      border = line_end + 1;
      continue;
    }
    const char* next = record_end(border, end);
    const auto length = static_cast<std::size_t>((next == nullptr ? end : next) - border);
    if (length > kCsvRecordBytesMax) {
      border = line_end + 1;
    } else if (next == nullptr) {
      break;
    } else {
      border = next;
    }
  }
  return border;
}

/// The text with `""` and `\"` turned to `"` and `\\` to `\`.
std::string without_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool has_next = at + 1 < text.size();
    const bool doubled = has_next && text[at] == '"' && text[at + 1] == '"';
    const bool escaped =
        has_next && text[at] == '\\' && (text[at + 1] == '"' || text[at + 1] == '\\');
    if (doubled || escaped) ++at;
    out += text[at];
  }
  return out;
}

}  // namespace

std::string_view reason_of(CsvFault fault) {
  switch (fault) {
    case CsvFault::kNone:
      return "";
    case CsvFault::kOpenQuote:
      return "a quoted field without its closing quote";
    case CsvFault::kAfterQuote:
      return "text between a closing quote and the next comma";
    case CsvFault::kTooManyFields:
      return "more than 1024 fields";
    case CsvFault::kRecordTooLong:
      return "longer than 1 MiB";
  }
  return "";
}

Result<void> CsvChunker::fill() {
  while (!ended_ && pending_.size() < kCsvChunkBytes) {
    const std::size_t before = pending_.size();
    pending_.resize(kCsvChunkBytes);
    auto got = source_.read(std::span(pending_).subspan(before));
    pending_.resize(before + (got ? *got : 0));
    if (!got) return std::unexpected(std::move(got.error()));
    bytes_read_ += *got;
    ended_ = *got == 0;
  }
  return {};
}

void CsvChunker::drop_byte_order_mark() {
  static constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (std::string_view(pending_.data(), pending_.size()).starts_with(kMark)) {
    pending_.erase(pending_.begin(), pending_.begin() + kMark.size());
  }
}

Result<void> CsvChunker::skip_line() {
  while (true) {
    const auto line_end = std::ranges::find(pending_, '\n');
    const bool found = line_end != pending_.end();
    pending_.erase(pending_.begin(), found ? line_end + 1 : line_end);
    if (found) ++line_;
    if (found || ended_) return {};
    ATTUNE_TRY_VOID(fill());
  }
}

void CsvChunker::take(std::size_t size, CsvChunk& chunk) {
  const auto cut = pending_.begin() + static_cast<std::ptrdiff_t>(size);
  std::vector<char> rest(cut, pending_.end());
  pending_.resize(size);
  chunk.bytes.swap(pending_);
  pending_.swap(rest);
  line_ += static_cast<std::uint64_t>(std::ranges::count(chunk.bytes, '\n'));
}

Result<bool> CsvChunker::next(CsvChunk& chunk) {
  ATTUNE_TRY_VOID(fill());
  if (!started_) drop_byte_order_mark();
  started_ = true;
  chunk.bytes.clear();
  chunk.first_line = line_;
  chunk.fault = CsvFault::kNone;
  if (pending_.empty()) return false;
  const char* begin = pending_.data();
  const char* border = last_border(begin, begin + pending_.size());
  if (ended_) {
    take(pending_.size(), chunk);
  } else if (border != begin) {
    take(static_cast<std::size_t>(border - begin), chunk);
  } else {
    chunk.fault = CsvFault::kRecordTooLong;
    ATTUNE_TRY_VOID(skip_line());
  }
  return true;
}

CsvCursor::CsvCursor(std::span<const char> bytes, std::uint64_t first_line)
    : at_(bytes.data()), end_(bytes.data() + bytes.size()), next_line_(first_line) {}

void CsvCursor::load_block(const char* at) {
  block_ = at;
  const auto left = static_cast<std::size_t>(end_ - at);
  if (left >= kBlockBytes) {
    mask_ = structural_bits(at);
    return;
  }
  char padded[kBlockBytes] = {};
  std::memcpy(padded, at, left);
  mask_ = structural_bits(padded);
}

const char* CsvCursor::structural(const char* from) {
  if (block_ == nullptr || from < block_ || from >= block_ + kBlockBytes) {
    if (from == end_) return end_;
    load_block(from);
  }
  std::uint64_t bits = mask_ & (~std::uint64_t{0} << (from - block_));
  while (bits == 0) {
    const char* next_block = block_ + kBlockBytes;
    if (next_block >= end_) return end_;
    load_block(next_block);
    bits = mask_;
  }
  return block_ + __builtin_ctzll(bits);
}

void CsvCursor::add_field(std::string_view field) {
  if (fields_.size() == kCsvFieldsMax) {
    fault_ = CsvFault::kTooManyFields;
  } else {
    fields_.push_back(field);
  }
}

const char* CsvCursor::read_quoted(const char* at) {
  const char* begin = at + 1;
  const char* close = closing_quote(begin, end_);
  if (close == end_) {
    fault_ = CsvFault::kOpenQuote;
    return end_;
  }
  const std::string_view text(begin, static_cast<std::size_t>(close - begin));
  next_line_ += static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  if (text.find_first_of("\"\\") == std::string_view::npos) {
    add_field(text);
  } else {
    add_field(unescaped_.emplace_back(without_escapes(text)));
  }
  const char* behind = close + 1;
  if (behind != end_ && *behind == '\r' && (behind + 1 == end_ || behind[1] == '\n')) ++behind;
  if (behind != end_ && !is_structural(*behind)) {
    fault_ = CsvFault::kAfterQuote;
    behind = structural(behind);
  }
  return behind;
}

/// Where the record ends: at its line end, or at the end of the bytes.
const char* CsvCursor::read_record(const char* at) {
  while (true) {
    const char* stop = nullptr;
    if (at != end_ && *at == '"') {
      stop = read_quoted(at);
    } else {
      stop = structural(at);
      const bool last = stop == end_ || *stop == '\n';
      const bool carriage_return = last && stop != at && stop[-1] == '\r';
      add_field({at, static_cast<std::size_t>(stop - at) - (carriage_return ? 1U : 0U)});
    }
    if (stop == end_ || *stop == '\n') return stop;
    at = stop + 1;
  }
}

const char* CsvCursor::end_of_broken(const char* record) {
  return find_byte(record, end_, '\n');
}

bool CsvCursor::next() {
  while (at_ != end_ && (*at_ == '\n' || (*at_ == '\r' && at_ + 1 != end_ && at_[1] == '\n'))) {
    at_ += *at_ == '\r' ? 2 : 1;
    ++next_line_;
  }
  if (at_ == end_) return false;
  fields_.clear();
  unescaped_.clear();
  fault_ = CsvFault::kNone;
  line_ = next_line_;
  const char* stop = read_record(at_);
  if (static_cast<std::size_t>(stop - at_) > kCsvRecordBytesMax) {
    if (next_line_ != line_) fault_ = CsvFault::kOpenQuote;
    if (fault_ != CsvFault::kOpenQuote) fault_ = CsvFault::kRecordTooLong;
  }
  if (fault_ == CsvFault::kOpenQuote) {
    next_line_ = line_;
    stop = end_of_broken(at_);
  }
  at_ = stop == end_ ? end_ : stop + 1;
  ++next_line_;
  return true;
}

}  // namespace attune::io
