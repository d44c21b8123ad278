#include "learning/processes/processes.h"

#include <cstdlib>

#include "learning/processes/mpi_processes.h"

namespace attune::processes {
namespace {

class Alone final : public Processes {
 public:
  [[nodiscard]] training::GradientExchange* exchange() override { return nullptr; }
  [[nodiscard]] bool is_first() const override { return true; }
  [[nodiscard]] std::size_t worker_count(std::size_t asked) const override { return asked; }
  void abandon(int /*exit_code*/) override {}
};

/// What Open MPI, MPICH and Slurm's launcher tell the processes that they start.
bool has_launcher() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}) {
    if (std::getenv(name) != nullptr) return true;
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<Processes>> join() {
  if (!has_launcher()) return std::make_unique<Alone>();
  return join_mpi();
}

}  // namespace attune::processes
