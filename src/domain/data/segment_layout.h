#pragma once

#include <cstdint>
#include <string_view>

namespace attune::data {

// The fixed parts of a segment file; see docs/formats/segment.md.
inline constexpr std::string_view kSegmentMagic = "ATTNSEG1";
inline constexpr std::string_view kSegmentEndMagic = "ATTNSEGE";
inline constexpr std::uint64_t kSegmentHeaderBytes = 16;
inline constexpr std::uint64_t kSegmentTrailerBytes = 32;
inline constexpr std::uint32_t kSegmentVersion = 1;
inline constexpr std::uint32_t kSegmentColumnsMax = 256;
inline constexpr std::uint64_t kSegmentAlignment = 8;

// Bits of a column's attributes in the footer.
inline constexpr std::uint8_t kNullableBit = 1;
inline constexpr std::uint8_t kCategoricalBit = 2;
inline constexpr std::uint8_t kTextualBit = 4;
inline constexpr std::uint8_t kItemNameBit = 8;

}  // namespace attune::data
