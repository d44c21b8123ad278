#include "learning/processes/mpi_processes.h"

#ifdef ATTUNE_MPI

#include <mpi.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace attune::processes {
namespace {

constexpr int kSumTag = 1;
constexpr std::size_t kMessageValuesMax = std::size_t{1} << 24;  // counts of MPI are ints

int rank_in(MPI_Comm group) {
  int rank = 0;
  MPI_Comm_rank(group, &rank);
  return rank;
}

int size_of(MPI_Comm group) {
  int size = 1;
  MPI_Comm_size(group, &size);
  return size;
}

template <typename Send>
void by_messages(training::GradientExchange::Parts parts, const Send& send) {
  for (const std::span<float> values : parts) {
    for (std::size_t first = 0; first < values.size(); first += kMessageValuesMax) {
      const std::size_t count = std::min(kMessageValuesMax, values.size() - first);
      send(values.data() + first, static_cast<int>(count));
    }
  }
}

/// The sum walks from process to process and comes back from the last one.
class MpiExchange final : public training::GradientExchange {
 public:
  MpiExchange() : rank_(rank_in(MPI_COMM_WORLD)), count_(size_of(MPI_COMM_WORLD)) {}

  [[nodiscard]] std::size_t rank() const override { return static_cast<std::size_t>(rank_); }
  [[nodiscard]] std::size_t process_count() const override {
    return static_cast<std::size_t>(count_);
  }
  void add_earlier(Parts first) override {
    if (rank_ == 0) return;
    by_messages(first, [this](float* values, int count) {
      received_.resize(static_cast<std::size_t>(count));
      MPI_Recv(received_.data(), count, MPI_FLOAT, rank_ - 1, kSumTag, MPI_COMM_WORLD,
               MPI_STATUS_IGNORE);
      for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) values[i] += received_[i];
    });
  }
  void share_sum(Parts sums) override {
    if (rank_ + 1 < count_) {
      by_messages(sums, [this](float* values, int count) {
        MPI_Send(values, count, MPI_FLOAT, rank_ + 1, kSumTag, MPI_COMM_WORLD);
      });
    }
    by_messages(sums, [this](float* values, int count) {
      MPI_Bcast(values, count, MPI_FLOAT, count_ - 1, MPI_COMM_WORLD);
    });
  }
  [[nodiscard]] bool any(bool stop) override {
    const int mine = stop ? 1 : 0;
    int all = 0;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    return all != 0;
  }

 private:
  int rank_;
  int count_;
  std::vector<float> received_;
};

class MpiProcesses final : public Processes {
 public:
  MpiProcesses() = default;
  MpiProcesses(const MpiProcesses&) = delete;
  MpiProcesses& operator=(const MpiProcesses&) = delete;
  ~MpiProcesses() override { MPI_Finalize(); }

  [[nodiscard]] training::GradientExchange* exchange() override {
    return exchange_.process_count() > 1 ? &exchange_ : nullptr;
  }
  [[nodiscard]] bool is_first() const override { return exchange_.rank() == 0; }
  [[nodiscard]] std::size_t worker_count(std::size_t asked) const override {
    if (asked > 0) return asked;
    MPI_Comm here = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    const int mine = std::max(1, cores / size_of(here));
    MPI_Comm_free(&here);
    int fewest = mine;
    MPI_Allreduce(&mine, &fewest, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    return static_cast<std::size_t>(fewest);
  }
  void abandon(int exit_code) override {
    if (exchange_.process_count() > 1) MPI_Abort(MPI_COMM_WORLD, exit_code);
  }

 private:
  MpiExchange exchange_;
};

}  // namespace

Result<std::unique_ptr<Processes>> join_mpi() {
  int provided = 0;
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) {
    return failure(ErrorCode::kInternal, "MPI: cannot join the other processes");
  }
  return std::make_unique<MpiProcesses>();
}

}  // namespace attune::processes

#else

namespace attune::processes {

Result<std::unique_ptr<Processes>> join_mpi() {
  return invalid_input("started by mpirun, but built without MPI");
}

}  // namespace attune::processes

#endif
