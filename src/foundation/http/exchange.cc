#include "foundation/http/exchange.h"

#include <memory>
#include <mutex>
#include <utility>

#include "foundation/http/message.h"
#include "foundation/http/server.h"

namespace attune::http {
namespace {

class ReplyOnce {
 public:
  explicit ReplyOnce(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  ReplyOnce(ReplyOnce&&) noexcept = default;
  ReplyOnce& operator=(ReplyOnce&&) = delete;
  ReplyOnce(const ReplyOnce&) = delete;
  ReplyOnce& operator=(const ReplyOnce&) = delete;
  ~ReplyOnce() {
    if (exchange_ != nullptr) exchange_->answer({.status = 500});
  }

  void operator()(Response response) {
    if (const auto exchange = std::exchange(exchange_, nullptr)) {
      exchange->answer(std::move(response));
    }
  }

 private:
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace

void Exchange::answer(Response response) {
  Resume resume;
  const std::scoped_lock lock(mutex_);
  if (state_ != State::kOpen) return;
  state_ = State::kAnswered;
  response_ = std::move(response);
  resume = std::move(resume_);
  // Under the lock, so that the executor it posts to cannot end meanwhile: see abandon().
  if (resume) resume();
}

bool Exchange::is_answered() const {
  const std::scoped_lock lock(mutex_);
  return state_ == State::kAnswered;
}

void Exchange::on_answer(Resume resume) {
  const std::scoped_lock lock(mutex_);
  if (state_ == State::kAnswered) {
    resume();
  } else if (state_ == State::kOpen) {
    resume_ = std::move(resume);
  }
}

Response Exchange::take() {
  const std::scoped_lock lock(mutex_);
  return std::move(response_);
}

void Exchange::abandon() {
  Resume dropped;
  const std::scoped_lock lock(mutex_);
  if (state_ == State::kOpen) state_ = State::kAbandoned;
  dropped = std::move(resume_);
}

Reply make_reply(std::shared_ptr<Exchange> exchange) {
  return ReplyOnce(std::move(exchange));
}

}  // namespace attune::http
