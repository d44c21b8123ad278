#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace attune {

/// A random (version 4) UUID in its 36-character text form. From the operating system's generator;
/// thread-safe.
[[nodiscard]] std::string make_uuid();

/// A version 7 UUID (RFC 9562): the milliseconds, then 74 random bits. Ids made one after the other
/// stand together in an index, which makes adding them cheap. `unix_ms` in [0, 2^48). Thread-safe.
[[nodiscard]] std::string make_time_ordered_uuid(std::int64_t unix_ms);

/// `digits` random lower-case hex digits, as in solution version ids. Thread-safe.
[[nodiscard]] std::string make_hex_id(std::size_t digits);

}  // namespace attune
