#include "learning/models/transformer_state.h"

namespace attune::models {

bool CacheBudget::take(std::size_t bytes) {
  std::size_t available = free_.load(std::memory_order_relaxed);
  while (available >= bytes) {
    if (free_.compare_exchange_weak(available, available - bytes, std::memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

std::unique_ptr<UserState> TransformerState::clone() const {
  auto copy = std::make_unique<TransformerState>(budget_, user);
  copy->last_s = last_s;
  copy->events = events;
  copy->contexts = contexts;
  for (std::size_t i = 0; i < events.size(); ++i) {
    copy->events[i].context_data = copy->contexts[i].data();
  }
  copy->memo_.output = memo_.output;
  copy->memo_.current = memo_.current;
  return copy;
}

void TransformerState::keep_cache() const {
  std::size_t bytes = 0;
  for (const nn::KeyValueCache& block : memo_.cache.blocks) {
    bytes += block.rows.capacity() * sizeof(float);
  }
  if (bytes <= taken_) return;
  if (budget_->take(bytes - taken_)) {
    taken_ = bytes;
  } else {
    drop_cache();
  }
}

void TransformerState::drop_cache() const {
  memo_.cache = {};
  budget_->give_back(taken_);
  taken_ = 0;
}

}  // namespace attune::models
