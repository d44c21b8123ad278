#include "domain/filter/bitmap_cache.h"

namespace attune::filter {

std::shared_ptr<const Bitmap> BitmapCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->second;
}

void BitmapCache::insert(std::string key, std::shared_ptr<const Bitmap> bitmap) {
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;
  by_use_.emplace_front(key, std::move(bitmap));
  by_key_.emplace(std::move(key), by_use_.begin());
  if (by_key_.size() > entries_max_) {
    by_key_.erase(by_use_.back().first);
    by_use_.pop_back();
  }
}

std::size_t BitmapCache::size() const {
  const std::lock_guard lock(mutex_);
  return by_key_.size();
}

}  // namespace attune::filter
