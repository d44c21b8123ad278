#include "service/jobs/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.h"

namespace attune::jobs {
namespace {

using Lines = std::vector<std::string>;

ChildProcess shell(const std::string& script, Lines* lines = nullptr) {
  return {.arguments = {"/bin/sh", "-c", script},
          .on_line =
              [lines](std::string_view line) {
                if (lines != nullptr) lines->emplace_back(line);
              },
          .stop_requested = nullptr};
}

TEST(RunChild, HandsOverEveryLineAlsoTheLastWithoutAnEnd) {
  Lines lines;
  ASSERT_TRUE(run_child(shell("echo one; echo; printf three", &lines)));
  EXPECT_EQ(lines, (Lines{"one", "", "three"}));
}

TEST(RunChild, ReadsMoreThanAPipeHolds) {
  Lines lines;
  ASSERT_TRUE(run_child(shell("seq 1 50000; seq 1 50000 >&2", &lines)));
  ASSERT_EQ(lines.size(), 50'000U);
  EXPECT_EQ(lines.back(), "50000");
}

TEST(RunChild, CutsALineThatIsTooLong) {
  Lines lines;
  ASSERT_TRUE(run_child(shell("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo next", &lines)));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].size(), std::size_t{1} << 20);
  EXPECT_EQ(lines[1], "next");
}

TEST(RunChild, ReportsTheStatusAndTheLastLinesOfItsErrors) {
  const auto outcome = run_child(shell("seq 1 100 >&2; exit 3"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kInternal);
  EXPECT_NE(outcome.error().message.find("status 3"), std::string::npos);
  EXPECT_NE(outcome.error().message.find("\n81\n"), std::string::npos);
  EXPECT_EQ(outcome.error().message.find("\n80\n"), std::string::npos);
}

TEST(RunChild, ReportsAKillBySignal9) {
  const auto outcome = run_child(shell("kill -9 $$"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kInternal);
  EXPECT_NE(outcome.error().message.find("killed by signal 9, perhaps out of memory"),
            std::string::npos);
}

TEST(RunChild, ReportsAProgramThatDoesNotExist) {
  const auto outcome =
      run_child({.arguments = {"/nowhere/program"}, .on_line = nullptr, .stop_requested = nullptr});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kInternal);
  EXPECT_FALSE(run_child({.arguments = {}, .on_line = nullptr, .stop_requested = nullptr}));
}

TEST(RunChild, AsksTheProgramToStopAndLetsItEnd) {
  Lines lines;
  std::atomic<bool> stop = false;
  ChildProcess child =
      shell("trap 'echo bye; exit 1' TERM; echo ready; while :; do sleep 0.01; done");
  child.on_line = [&](std::string_view line) {
    lines.emplace_back(line);
    stop = true;
  };
  child.stop_requested = [&] { return stop.load(); };
  const auto outcome = run_child(child);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(lines, (Lines{"ready", "bye"}));
}

TEST(RunChild, KillsAProgramThatDoesNotStop) {
  std::atomic<bool> stop = false;
  ChildProcess child = shell("trap '' TERM; echo ready; while :; do sleep 0.01; done");
  child.on_line = [&](std::string_view) { stop = true; };
  child.stop_requested = [&] { return stop.load(); };
  child.grace = std::chrono::milliseconds(10);
  const auto outcome = run_child(child);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kCancelled);
}

TEST(RunChild, RunsTheProgramAtItsNiceness) {
  Lines lines;
  ChildProcess child = shell("nice", &lines);
  child.niceness = 7;
  ASSERT_TRUE(run_child(child));
  EXPECT_EQ(lines, (Lines{"7"}));
}

TEST(RunChild, TakesTheProgramWithItWhenItsParentIsKilled) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t parent = fork();
  if (parent == 0) {
    ChildProcess child = shell("echo $$; while :; do sleep 0.01; done");
    child.on_line = [&](std::string_view line) {
      if (write(pipe_ends[1], line.data(), line.size()) < 0) _exit(1);
    };
    static_cast<void>(run_child(child));
    _exit(0);
  }
  char text[16] = {};
  ASSERT_GT(read(pipe_ends[0], text, sizeof text - 1), 0);
  kill(parent, SIGKILL);
  int status = 0;
  waitpid(parent, &status, 0);
  close(pipe_ends[1]);
  const pid_t program = std::stoi(text);
  while (kill(program, 0) == 0) usleep(1000);
  EXPECT_EQ(errno, ESRCH);
  close(pipe_ends[0]);
}

}  // namespace
}  // namespace attune::jobs
