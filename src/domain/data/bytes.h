#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace attune::data {

/// The bytes of a vector or span of numbers.
template <typename Numbers>
[[nodiscard]] std::span<const char> bytes_of(const Numbers& numbers) {
  static_assert(std::is_trivially_copyable_v<typename Numbers::value_type>);
  return {reinterpret_cast<const char*>(numbers.data()),
          numbers.size() * sizeof(typename Numbers::value_type)};
}

/// Appends little-endian numbers and length-prefixed texts.
class ByteWriter {
 public:
  template <typename T>
  void number(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    text_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    text_.append(value);
  }
  [[nodiscard]] const std::string& bytes() const { return text_; }

 private:
  std::string text_;
};

/// Reads what ByteWriter wrote; after running over the end it yields zeros and `failed` is true.
class ByteReader {
 public:
  explicit ByteReader(std::span<const char> bytes) : left_(bytes) {}

  template <typename T>
  T number() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    const auto bytes = take(sizeof value);
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::string_view text() {
    const auto bytes = take(number<std::uint32_t>());
    return {bytes.data(), bytes.size()};
  }
  /// The next `size` bytes; empty if there are fewer.
  std::span<const char> take(std::size_t size) {
    if (size > left_.size()) {
      fail();
      return {};
    }
    const auto taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
  }
  void fail() {
    failed_ = true;
    left_ = {};
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t left() const { return left_.size(); }

 private:
  std::span<const char> left_;
  bool failed_ = false;
};

}  // namespace attune::data
