#include "core/io/file.h"
#include "core/process/run.h"

#include <chrono>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using std::chrono::milliseconds;

Command shell(const std::string& script) {
  Command command;
  command.program = "sh";
  command.arguments = {"-c", script};
  return command;
}

/// A killed process may take a moment to go.
bool is_soon_gone(pid_t pid) {
  const FileDescriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process.is_open()) return true;
  pollfd ended{process.get(), POLLIN, 0};
  return ::poll(&ended, 1, 60'000) == 1;
}

TEST(RunCommand, EndsAProgramThatSaidEnough) {
  Command command = shell("while read -r line; do echo \"got $line\"; done; echo over");
  command.input = "one\ntwo\n";
  command.time_limit = std::chrono::minutes(1);
  command.enough = [](std::string_view out) { return out.find("got two") != out.npos; };
  const auto result = run_command(command);
  ASSERT_TRUE(result) << result.error().describe();
  EXPECT_THAT(result->out, testing::StartsWith("got one\ngot two\n"));
}

TEST(RunCommand, KillsTheGroupOfAProgramThatSaidEnoughAndStays) {
  Command command = shell("trap '' TERM; sleep 600 & echo $!; while :; do wait; done");
  command.time_limit = std::chrono::minutes(1);
  command.enough = [](std::string_view out) { return out.find('\n') != out.npos; };
  const auto result = run_command(command);
  ASSERT_TRUE(result) << result.error().describe();
  EXPECT_TRUE(is_soon_gone(std::stoi(result->out)));
}

TEST(RunCommand, LimitsTheTimeOfAProgramThatNeverSaysEnough) {
  Command command = shell("cat");
  command.input = "nothing\n";
  command.time_limit = milliseconds(100);
  command.enough = [](std::string_view) { return false; };
  const auto result = run_command(command);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::timed_out);
}

}  // namespace
}  // namespace orchard::core
