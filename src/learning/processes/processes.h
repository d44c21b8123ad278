#pragma once

#include <cstddef>
#include <memory>

#include "foundation/base/error.h"
#include "learning/training/gradient_exchange.h"

namespace attune::processes {

/// Of one training, started together by mpirun; alive from one call of `join` to the end. Where
/// several join, one of them that dies takes the others with it.
class Processes {
 public:
  virtual ~Processes() = default;
  /// Null when this process is alone.
  [[nodiscard]] virtual training::GradientExchange* exchange() = 0;
  /// Whether this is the process that writes and speaks.
  [[nodiscard]] virtual bool is_first() const = 0;
  /// Workers for each process: those asked for, or (0) the cores of its machine shared by the
  /// processes there, the fewest of any.
  [[nodiscard]] virtual std::size_t worker_count(std::size_t asked) const = 0;
  /// Ends the others, who would wait for this one, and this one; alone, nothing.
  virtual void abandon(int exit_code) = 0;
};

/// Once in a process, before it has threads. Not started by mpirun: alone. kInvalidInput when it
/// was and this build has no MPI.
[[nodiscard]] Result<std::unique_ptr<Processes>> join();

}  // namespace attune::processes
