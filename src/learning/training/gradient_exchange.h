#pragma once

#include <cstddef>
#include <span>

namespace attune::training {

/// How the processes of one training sum their gradients. Each process holds the same data and
/// weights and has the same number of workers; the workers are counted through all processes, and
/// gradients are added in that order: the sum has the bits that one process with all the workers
/// gets. Every process calls the same members in the same order, from one thread.
class GradientExchange {
 public:
  /// All that a step sums, in one order.
  using Parts = std::span<const std::span<float>>;

  virtual ~GradientExchange() = default;
  [[nodiscard]] virtual std::size_t rank() const = 0;           // of this process
  [[nodiscard]] virtual std::size_t process_count() const = 0;  // > 0
  /// Adds the earlier processes' sums to the gradients of this process's first worker.
  virtual void add_earlier(Parts first) = 0;
  /// From this process's sums, earlier ones included, to those of all processes.
  virtual void share_sum(Parts sums) = 0;
  /// Whether any process wants to stop.
  [[nodiscard]] virtual bool any(bool stop) = 0;
};

/// A training by one process.
class NoExchange final : public GradientExchange {
 public:
  [[nodiscard]] std::size_t rank() const override { return 0; }
  [[nodiscard]] std::size_t process_count() const override { return 1; }
  void add_earlier(Parts /*first*/) override {}
  void share_sum(Parts /*sums*/) override {}
  [[nodiscard]] bool any(bool stop) override { return stop; }
};

}  // namespace attune::training
