#include "service/jobs/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.h"

namespace attune::jobs {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kLineBytesMax = 1 << 20;  // the rest of a longer line is dropped
constexpr std::size_t kErrorLinesMax = 20;
constexpr std::size_t kErrorLineBytesMax = 500;
constexpr int kPollMs = 50;
constexpr int kExecFailed = 127;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return failure(ErrorCode::kUnavailable, std::string("pipe: ") + std::strerror(errno));
  }
  Pipe pipe{.read_end = Descriptor(ends[0]), .write_end = Descriptor(ends[1])};
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return pipe;
}

/// Cuts a stream into lines of at most kLineBytesMax.
class LineReader {
 public:
  explicit LineReader(std::function<void(std::string_view)> on_line)
      : on_line_(std::move(on_line)) {}

  /// Reads what is there; closes the descriptor at its end.
  void read_from(Descriptor& descriptor) {
    std::array<char, 16'384> bytes{};
    while (descriptor.is_open()) {
      const ssize_t count = ::read(descriptor.number(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) return;
      if (count <= 0) return descriptor.close();
      add({bytes.data(), static_cast<std::size_t>(count)});
    }
  }
  /// The last line may lack its end.
  void finish() {
    if (!line_.empty()) end_line();
  }

 private:
  void add(std::string_view bytes) {
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
      append(bytes.substr(0, end));
      end_line();
      bytes.remove_prefix(end + 1);
    }
    append(bytes);
  }
  void append(std::string_view bytes) { line_ += bytes.substr(0, kLineBytesMax - line_.size()); }
  void end_line() {
    if (on_line_) on_line_(line_);
    line_.clear();
  }

  std::function<void(std::string_view)> on_line_;
  std::string line_;
};

/// All that the new process needs, prepared before it exists: after a fork of a process with
/// threads nothing may allocate.
struct Launch {
  std::vector<char*> arguments;
  int niceness = 0;
  int output = -1;
  int errors = -1;
  pid_t parent = 0;
};

[[noreturn]] void become_program(const Launch& launch) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != launch.parent) _exit(kExecFailed);  // died before the line above
  setpgid(0, 0);
  errno = 0;
  if (nice(launch.niceness) == -1 && errno != 0) _exit(kExecFailed);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, STDIN_FILENO);
  dup2(launch.output, STDOUT_FILENO);
  dup2(launch.errors, STDERR_FILENO);
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  execv(launch.arguments[0], launch.arguments.data());
  constexpr std::string_view kMessage = "the program cannot be executed\n";
  if (write(STDERR_FILENO, kMessage.data(), kMessage.size()) < 0) _exit(kExecFailed + 1);
  _exit(kExecFailed);
}

Result<pid_t> launch_program(const ChildProcess& child, int output, int errors) {
  Launch launch{.arguments = {},
                .niceness = child.niceness,
                .output = output,
                .errors = errors,
                .parent = getpid()};
  for (const std::string& argument : child.arguments) {
    launch.arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  launch.arguments.push_back(nullptr);
  const pid_t process = fork();
  if (process == 0) become_program(launch);
  if (process < 0) {
    return failure(ErrorCode::kUnavailable, std::string("fork: ") + std::strerror(errno));
  }
  setpgid(process, process);  // also here: whoever comes first
  return process;
}

/// Sends SIGTERM once asked to stop and SIGKILL after the grace time.
class Stopper {
 public:
  Stopper(const ChildProcess& child, pid_t process) : child_(child), process_(process) {}

  void check() {
    if (!asked_ && child_.stop_requested && child_.stop_requested()) {
      asked_ = true;
      kill_at_ = steady_clock::now() + child_.grace;
      kill(-process_, SIGTERM);
    }
    if (asked_ && steady_clock::now() >= kill_at_) kill(-process_, SIGKILL);
  }
  [[nodiscard]] bool asked() const { return asked_; }

 private:
  const ChildProcess& child_;
  const pid_t process_;
  bool asked_ = false;
  steady_clock::time_point kill_at_;
};

std::string ending_of(int status) {
  if (WIFEXITED(status)) return "ended with status " + std::to_string(WEXITSTATUS(status));
  const int signal_number = WTERMSIG(status);
  return "killed by signal " + std::to_string(signal_number) +
         (signal_number == SIGKILL ? ", perhaps out of memory" : "");
}

/// The latest lines of stderr.
class ErrorLines {
 public:
  void add(std::string_view line) {
    lines_.emplace_back(line.substr(0, kErrorLineBytesMax));
    if (lines_.size() > kErrorLinesMax) lines_.pop_front();
  }
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const std::string& line : lines_) text += "\n" + line;
    return text;
  }

 private:
  std::deque<std::string> lines_;
};

bool has_ended(pid_t process, int& status) {
  const pid_t ended = waitpid(process, &status, WNOHANG);
  return ended == process || (ended < 0 && errno != EINTR);
}

}  // namespace

Result<void> run_child(const ChildProcess& child) {
  if (child.arguments.empty()) return invalid_input("child process: no program given");
  ATTUNE_TRY(output, make_pipe());
  ATTUNE_TRY(errors, make_pipe());
  ATTUNE_TRY(process, launch_program(child, output.write_end.number(), errors.write_end.number()));
  output.write_end.close();
  errors.write_end.close();

  ErrorLines error_lines;
  LineReader output_reader(child.on_line);
  LineReader error_reader([&](std::string_view line) { error_lines.add(line); });
  Stopper stopper(child, process);
  int status = 0;
  for (bool ended = false; !ended;) {
    std::array<pollfd, 2> waited{pollfd{output.read_end.number(), POLLIN, 0},
                                 pollfd{errors.read_end.number(), POLLIN, 0}};
    poll(waited.data(), waited.size(), kPollMs);
    stopper.check();
    ended = has_ended(process, status);  // before the reads, which then get all it wrote
    output_reader.read_from(output.read_end);
    error_reader.read_from(errors.read_end);
  }
  output_reader.finish();
  error_reader.finish();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (stopper.asked()) return failure(ErrorCode::kCancelled, "stopped on request");
  return internal_error(child.arguments[0] + ": " + ending_of(status) + error_lines.text());
}

}  // namespace attune::jobs
