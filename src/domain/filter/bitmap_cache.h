#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "domain/filter/bitmap.h"

namespace attune::filter {

/// Bitmaps by key, the least recently used dropped beyond `entries_max`. Thread-safe.
class BitmapCache {
 public:
  explicit BitmapCache(std::size_t entries_max) : entries_max_(entries_max) {}

  /// Null if it is not there.
  [[nodiscard]] std::shared_ptr<const Bitmap> find(const std::string& key);
  void insert(std::string key, std::shared_ptr<const Bitmap> bitmap);
  [[nodiscard]] std::size_t size() const;

 private:
  using Entry = std::pair<std::string, std::shared_ptr<const Bitmap>>;

  const std::size_t entries_max_;
  mutable std::mutex mutex_;
  std::list<Entry> by_use_;  // the most recently used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
};

}  // namespace attune::filter
