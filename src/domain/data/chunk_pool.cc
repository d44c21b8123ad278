#include "domain/data/chunk_pool.h"

#include <mutex>

#include "domain/data/import_chunk.h"

namespace attune::data {
namespace {

constexpr std::size_t kSlotsPerThread = 2;

}  // namespace

ChunkPool::ChunkPool(const Schema& schema, std::size_t thread_count)
    : slots_(thread_count * kSlotsPerThread), done_(slots_.size(), false) {
  for (std::size_t at = 0; at < thread_count; ++at) {
    threads_.emplace_back([this, &schema] { work(schema); });
  }
}

ChunkPool::~ChunkPool() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

void ChunkPool::work(const Schema& schema) {
  ChunkParser parser(schema);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopped_ || taken_ < offered_; });
    if (stopped_) return;
    const std::size_t at = taken_++ % slots_.size();
    lock.unlock();
    ChunkSlot& slot = slots_[at];
    parser.parse(slot.chunk, *slot.map, slot.has_header, slot.parsed);
    lock.lock();
    done_[at] = true;
    changed_.notify_all();
  }
}

void ChunkPool::submit() {
  {
    const std::lock_guard lock(mutex_);
    ++offered_;
  }
  ++submitted_;
  changed_.notify_all();
}

ChunkSlot& ChunkPool::collect() {
  const std::size_t at = collected_ % slots_.size();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, at] { return done_[at]; });
  done_[at] = false;
  ++collected_;
  return slots_[at];
}

}  // namespace attune::data
