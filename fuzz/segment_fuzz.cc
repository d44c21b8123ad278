#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "domain/data/load.h"
#include "domain/data/segment.h"
#include "domain/data/segment_layout.h"
#include "foundation/base/check.h"
#include "foundation/io/checksum.h"

namespace {

using namespace attune;

/// Most damage is caught by the footer's checksum; repairing it lets the fuzzer reach what is
/// behind.
void repair_footer(std::string& file) {
  if (file.size() < data::kSegmentHeaderBytes + data::kSegmentTrailerBytes) return;
  file.replace(0, data::kSegmentMagic.size(), data::kSegmentMagic);
  file.replace(file.size() - 8, 8, data::kSegmentEndMagic);
  const std::size_t trailer = file.size() - data::kSegmentTrailerBytes;
  std::uint64_t offset = 0;
  file.copy(reinterpret_cast<char*>(&offset), sizeof offset, trailer);
  if (offset > trailer) return;
  const std::uint64_t checksum =
      io::checksum64(std::string_view(file).substr(offset, trailer - offset));
  file.replace(trailer + 16, 8, reinterpret_cast<const char*>(&checksum), 8);
}

}  // namespace

/// Any bytes as a segment: opened or refused, and what opens can be loaded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string file(reinterpret_cast<const char*>(bytes), size);
  repair_footer(file);
  static const std::string kPath = "/dev/shm/attune_fuzz_segment_" + std::to_string(::getpid());
  std::ofstream(kPath, std::ios::binary | std::ios::trunc) << file;
  const auto segment = data::Segment::open(kPath);
  if (segment) {
    const std::vector<std::string> paths{kPath};
    static_cast<void>(data::load_interactions(segment->schema(), paths, {}, {}));
    static_cast<void>(data::load_entities(segment->schema(), paths, {}));
  }
  ::unlink(kPath.c_str());
  return 0;
}
