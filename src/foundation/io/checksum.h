#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace attune::io {

/// XXH64 with seed 0: the checksum of every file format of this project.
[[nodiscard]] std::uint64_t checksum64(std::span<const char> bytes);

/// XXH64 over bytes that come in pieces.
class Checksum64 {
 public:
  Checksum64();
  ~Checksum64();
  Checksum64(Checksum64&&) noexcept;
  Checksum64& operator=(Checksum64&&) noexcept;

  void update(std::span<const char> bytes);
  [[nodiscard]] std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A fast hash for tables in memory (XXH3); never written to disk.
[[nodiscard]] std::uint64_t hash64(std::string_view text);

}  // namespace attune::io
