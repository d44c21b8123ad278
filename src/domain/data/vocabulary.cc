#include "domain/data/vocabulary.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "foundation/base/check.h"
#include "foundation/io/checksum.h"

namespace attune::data {
namespace {

constexpr std::size_t kChunkBytesMin = std::size_t{1} << 10;
constexpr std::size_t kChunkBytesMax = std::size_t{1} << 20;
constexpr std::size_t kSlotsMin = 16;
constexpr std::size_t kLengthBytes = sizeof(std::uint16_t);

std::uint32_t hash_of(std::string_view text) {
  const std::uint64_t hash = io::hash64(text);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

std::string_view view_of(const char* stored) {
  std::uint16_t length = 0;
  std::memcpy(&length, stored, kLengthBytes);
  return {stored + kLengthBytes, length};
}

}  // namespace

Vocabulary::Vocabulary(const Vocabulary& other) {
  *this = other;
}

Vocabulary& Vocabulary::operator=(const Vocabulary& other) {
  if (this == &other) return *this;
  Vocabulary copy;
  copy.reserve(other.size());
  for (std::uint32_t index = 0; index < other.size(); ++index) copy.add(other.text(index));
  *this = std::move(copy);
  return *this;
}

std::size_t Vocabulary::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].index_plus_one != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && view_of(texts_[slot.index_plus_one - 1]) == text) break;
    at = (at + 1) & mask;
  }
  return at;
}

void Vocabulary::grow(std::size_t slot_count) {
  std::vector<Slot> old(slot_count);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index_plus_one == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].index_plus_one != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void Vocabulary::reserve(std::size_t count) {
  texts_.reserve(count);
  const std::size_t wanted = std::bit_ceil(std::max(kSlotsMin, count + count / 2));
  if (wanted > slots_.size()) grow(wanted);
}

const char* Vocabulary::store(std::string_view text) {
  const std::size_t needed = kLengthBytes + text.size();
  while (chunk_at_ < chunks_.size() && chunk_used_ + needed > chunk_sizes_[chunk_at_]) {
    ++chunk_at_;
    chunk_used_ = 0;
  }
  if (chunk_at_ == chunks_.size()) {
    const std::size_t last = chunk_sizes_.empty() ? kChunkBytesMin / 2 : chunk_sizes_.back();
    const std::size_t size = std::max(needed, std::min(last * 2, kChunkBytesMax));
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    chunk_sizes_.push_back(size);
    chunk_used_ = 0;
  }
  char* stored = chunks_[chunk_at_].get() + chunk_used_;
  const auto length = static_cast<std::uint16_t>(text.size());
  std::memcpy(stored, &length, kLengthBytes);
  if (!text.empty()) std::memcpy(stored + kLengthBytes, text.data(), text.size());
  chunk_used_ += needed;
  text_bytes_ += text.size();
  return stored;
}

std::uint32_t Vocabulary::add(std::string_view text) {
  ATTUNE_CHECK(text.size() <= kTextBytesMax);
  if (texts_.size() + texts_.size() / 2 >= slots_.size()) {
    grow(std::max(kSlotsMin, slots_.size() * 2));
  }
  const std::uint32_t hash = hash_of(text);
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.index_plus_one == 0) {
    ATTUNE_CHECK(texts_.size() < 0xFFFFFFFE);
    texts_.push_back(store(text));
    slot = {static_cast<std::uint32_t>(texts_.size()), hash};
  }
  return slot.index_plus_one - 1;
}

std::optional<std::uint32_t> Vocabulary::find(std::string_view text) const {
  if (slots_.empty() || text.size() > kTextBytesMax) return std::nullopt;
  const Slot& slot = slots_[slot_of(text, hash_of(text))];
  if (slot.index_plus_one == 0) return std::nullopt;
  return slot.index_plus_one - 1;
}

std::string_view Vocabulary::text(std::uint32_t index) const {
  ATTUNE_CHECK(index < texts_.size());
  return view_of(texts_[index]);
}

void Vocabulary::clear() {
  texts_.clear();
  std::ranges::fill(slots_, Slot{});
  chunk_at_ = 0;
  chunk_used_ = 0;
  text_bytes_ = 0;
}

}  // namespace attune::data
