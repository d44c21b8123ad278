#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "domain/data/import_chunk.h"
#include "domain/data/schema.h"
#include "foundation/io/csv.h"

namespace attune::data {

/// A chunk on its way through the pool. The owner fills `chunk`, `map` and `has_header`; a worker
/// fills `parsed`.
struct ChunkSlot {
  io::CsvChunk chunk;
  std::shared_ptr<const HeaderMap> map;
  std::size_t file = 0;
  bool has_header = false;
  std::uint64_t bytes_read = 0;  // of all files, once this chunk was read
  ParsedChunk parsed;
};

/// Parses chunks on worker threads and gives them back in the order in which they came. At most
/// `slot_count()` chunks are inside. `submit` and `collect` are for one thread.
class ChunkPool {
 public:
  ChunkPool(const Schema& schema, std::size_t thread_count);
  ~ChunkPool();  // drops what is inside
  ChunkPool(const ChunkPool&) = delete;
  ChunkPool& operator=(const ChunkPool&) = delete;

  [[nodiscard]] std::size_t slot_count() const { return slots_.size(); }
  [[nodiscard]] bool is_full() const { return submitted_ - collected_ == slots_.size(); }
  [[nodiscard]] bool is_empty() const { return submitted_ == collected_; }

  /// The slot to fill next; the pool is not full.
  [[nodiscard]] ChunkSlot& free_slot() { return slots_[submitted_ % slots_.size()]; }
  void submit();
  /// Waits for the oldest chunk; valid until the next `submit`. The pool is not empty.
  [[nodiscard]] ChunkSlot& collect();

 private:
  void work(const Schema& schema);

  std::vector<ChunkSlot> slots_;
  std::uint64_t submitted_ = 0;
  std::uint64_t collected_ = 0;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::vector<bool> done_;
  std::uint64_t offered_ = 0;
  std::uint64_t taken_ = 0;
  bool stopped_ = false;

  std::vector<std::jthread> threads_;
};

}  // namespace attune::data
