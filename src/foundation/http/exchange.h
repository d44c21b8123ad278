#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "foundation/http/message.h"
#include "foundation/http/server.h"

namespace attune::http {

/// Where a connection and the Reply of its request meet. The first answer counts; later ones, and
/// any after `abandon`, are dropped. Thread-safe.
class Exchange {
 public:
  using Resume = std::move_only_function<void()>;

  void answer(Response response);
  [[nodiscard]] bool is_answered() const;
  /// Calls `resume` once the answer is there: at once if it is. `resume` must only post.
  void on_answer(Resume resume);
  /// The answer, once. Only after it is there.
  [[nodiscard]] Response take();
  /// The connection goes away: `resume` is destroyed and will not be called.
  void abandon();

 private:
  enum class State : std::uint8_t { kOpen, kAnswered, kAbandoned };

  mutable std::mutex mutex_;
  State state_ = State::kOpen;
  Response response_;
  Resume resume_;
};

/// The Reply of `exchange`; dropped without a call, it answers 500.
[[nodiscard]] Reply make_reply(std::shared_ptr<Exchange> exchange);

}  // namespace attune::http
