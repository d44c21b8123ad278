#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace attune::data {

/// Strings and their dense indices, in the order of first appearance. Looking up is thread-safe,
/// adding is not. At most 2^32 - 2 strings of up to 2^16 - 1 bytes.
/// Memory: the bytes of the strings + about 26 bytes a string.
class Vocabulary {
 public:
  static constexpr std::size_t kTextBytesMax = 0xFFFF;

  Vocabulary() = default;
  Vocabulary(Vocabulary&&) noexcept = default;
  Vocabulary& operator=(Vocabulary&&) noexcept = default;
  /// The same strings at the same indices, at other addresses.
  Vocabulary(const Vocabulary& other);
  Vocabulary& operator=(const Vocabulary& other);
  ~Vocabulary() = default;

  /// The index of `text`, added if it is new.
  std::uint32_t add(std::string_view text);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
  /// Valid as long as this object (also after it was moved), also across `add`.
  [[nodiscard]] std::string_view text(std::uint32_t index) const;
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  /// The bytes of all strings together.
  [[nodiscard]] std::uint64_t text_bytes() const { return text_bytes_; }
  void reserve(std::size_t count);
  /// Forgets the strings, keeps the memory for as many again.
  void clear();

 private:
  struct Slot {
    std::uint32_t index_plus_one = 0;  // 0: free
    std::uint32_t hash = 0;
  };

  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  void grow(std::size_t slot_count);
  const char* store(std::string_view text);

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t chunk_at_ = 0;    // the chunk being filled
  std::size_t chunk_used_ = 0;  // bytes of it
  std::vector<std::size_t> chunk_sizes_;
  std::vector<const char*> texts_;  // to the length (2 bytes, native order), then the bytes
  std::vector<Slot> slots_;
  std::uint64_t text_bytes_ = 0;
};

}  // namespace attune::data
