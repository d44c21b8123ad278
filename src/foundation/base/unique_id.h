#pragma once

#include <cstddef>
#include <string>

namespace attune {

/// A random (version 4) UUID in its 36-character text form. From the operating system's generator;
/// thread-safe.
[[nodiscard]] std::string make_uuid();

/// `digits` random lower-case hex digits, as in solution version ids. Thread-safe.
[[nodiscard]] std::string make_hex_id(std::size_t digits);

}  // namespace attune
