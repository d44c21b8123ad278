#include "foundation/io/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace attune::io {

struct Checksum64::State {
  XXH64_state_t hash{};
};

std::uint64_t checksum64(std::span<const char> bytes) {
  return XXH64(bytes.data(), bytes.size(), 0);
}

Checksum64::Checksum64() : state_(std::make_unique<State>()) {
  XXH64_reset(&state_->hash, 0);
}
Checksum64::~Checksum64() = default;
Checksum64::Checksum64(Checksum64&&) noexcept = default;
Checksum64& Checksum64::operator=(Checksum64&&) noexcept = default;

void Checksum64::update(std::span<const char> bytes) {
  if (!bytes.empty()) XXH64_update(&state_->hash, bytes.data(), bytes.size());
}

std::uint64_t Checksum64::value() const {
  return XXH64_digest(&state_->hash);
}

std::uint64_t hash64(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

}  // namespace attune::io
