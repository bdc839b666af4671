#include "core/process/run.h"

#include "tests/support/temp_dir.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using SteadyClock = std::chrono::steady_clock;

Command shell(const std::string& script) {
  Command command;
  command.program = "sh";
  command.arguments = {"-c", script};
  return command;
}

void make_script(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
  ASSERT_EQ(::chmod(path.c_str(), 0700), 0);
}

/// Waits until `path` exists: a FIFO that the program opens for writing.
void wait_for_writer(const std::filesystem::path& fifo) {
  const int fd = ::open(fifo.c_str(), O_RDONLY | O_CLOEXEC);
  char byte = 0;
  (void)!::read(fd, &byte, 1);
  ::close(fd);
}

TEST(RunCommand, GivesOutputAndExitCode) {
  const auto result = run_command(shell("printf out; printf err >&2; exit 3"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->out, "out");
  EXPECT_EQ(result->err, "err");
  EXPECT_EQ(result->exit_code, 3);
  EXPECT_FALSE(result->signal);
  EXPECT_FALSE(result->ok());
}

TEST(RunCommand, TellsTheSignalThatEndedIt) {
  const auto result = run_command(shell("kill -15 $$"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->exit_code, -1);
  EXPECT_EQ(result->signal, SIGTERM);
  const auto exit_fifteen = run_command(shell("exit 15"));
  ASSERT_TRUE(exit_fifteen);
  EXPECT_EQ(exit_fifteen->exit_code, 15);
  EXPECT_FALSE(exit_fifteen->signal);
}

TEST(RunCommand, PassesArgumentsUntouched) {
  Command command;
  command.program = "printf";
  command.arguments = {"<%s>", "a b", "", "$HOME", "'\"`;|", "-n", "\xff"};
  const auto result = run_command(command);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->out, "<a b><><$HOME><'\"`;|><-n><\xff>");
}

TEST(RunCommand, MovesLargeInputAndOutputAtOnce) {
  Command command;
  command.program = "cat";
  for (int i = 0; i < 5'000'000; ++i) command.input += static_cast<char>('a' + i % 26);
  const auto result = run_command(command);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->out == command.input);
}

TEST(RunCommand, SurvivesAProgramThatDoesNotReadItsInput) {
  Command command;
  command.program = "true";
  command.input = std::string(1'000'000, 'x');
  const auto result = run_command(command);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->ok());
  sigset_t pending;
  ::sigpending(&pending);
  EXPECT_EQ(::sigismember(&pending, SIGPIPE), 0);
}

TEST(RunCommand, GivesEndOfFileWhenThereIsNoInput) {
  EXPECT_EQ(run_command(shell("cat; echo done")).value().out, "done\n");
}

TEST(RunCommand, KeepsTheFirstPartOfTooMuchOutput) {
  Command command = shell("head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2");
  command.output_limit = 1000;
  const auto result = run_command(command);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->out, std::string(1000, 'x'));
  EXPECT_EQ(result->err, "end\n");
  EXPECT_TRUE(result->ok());
}

TEST(RunCommand, SetsAndRemovesEnvironment) {
  ::setenv("ORCHARD_TEST_REMOVED", "here", 1);
  ::setenv("ORCHARD_TEST_KEPT", "kept", 1);
  Command command = shell(
      "echo \"${ORCHARD_TEST_REMOVED-none} $ORCHARD_TEST_KEPT $ORCHARD_TEST_SET ${PATH:+path}\"");
  command.environment = {{"ORCHARD_TEST_REMOVED", std::nullopt}, {"ORCHARD_TEST_SET", "a=b c"}};
  EXPECT_EQ(run_command(command).value().out, "none kept a=b c path\n");
  ::unsetenv("ORCHARD_TEST_REMOVED");
  ::unsetenv("ORCHARD_TEST_KEPT");
}

TEST(RunCommand, RunsInItsDirectory) {
  const test::TempDir dir;
  Command command;
  command.program = "pwd";
  command.directory = dir.path();
  EXPECT_EQ(run_command(command).value().out, dir.path().string() + "\n");
}

TEST(RunCommand, FindsARelativeProgramFromWhereWeAre) {
  const test::TempDir dir;
  make_script(dir / "tool", "#!/bin/sh\necho ran\n");
  Command command;
  command.program = std::filesystem::relative(dir / "tool").string();
  command.directory = "/";
  EXPECT_EQ(run_command(command).value().out, "ran\n");
}

TEST(RunCommand, RefusesWhatCannotStart) {
  const test::TempDir dir;
  std::ofstream(dir / "text") << "no program";
  make_script(dir / "no-interpreter", "#!/does/not/exist\n");
  const struct {
    std::string program;
    std::filesystem::path directory;
    ErrorCode code;
    std::string named;
  } cases[] = {
      {"orchard-no-such-program", {}, ErrorCode::unavailable, "orchard-no-such-program"},
      {"", {}, ErrorCode::unavailable, "PATH"},
      {dir / "missing", {}, ErrorCode::unavailable, "missing"},
      {dir / "text", {}, ErrorCode::unavailable, "text"},
      {dir.path(), {}, ErrorCode::unavailable, dir.path()},
      {dir / "no-interpreter", {}, ErrorCode::unavailable, "no-interpreter"},
      {"true", dir / "missing", ErrorCode::not_found, "missing"},
      {"true", dir / "text", ErrorCode::not_found, "text"},
  };
  for (const auto& c : cases) {
    Command command;
    command.program = c.program;
    command.directory = c.directory;
    const auto result = run_command(command);
    ASSERT_FALSE(result) << c.program;
    EXPECT_EQ(result.error().code, c.code) << result.error().message;
    EXPECT_THAT(result.error().message, HasSubstr(c.named));
  }
}

TEST(RunCommand, RefusesArgumentsThatTheSystemCannotPass) {
  Command zero = shell("true");
  zero.arguments.emplace_back("a\0b", 3);
  EXPECT_EQ(run_command(zero).error().code, ErrorCode::invalid_argument);
  Command huge = shell("true");
  huge.arguments.emplace_back(std::size_t{4} << 20U, 'x');
  EXPECT_EQ(run_command(huge).error().code, ErrorCode::invalid_argument);
}

TEST(RunCommand, EndsWhatRunsOverItsTime) {
  Command command = shell("tail -f /dev/null & tail -f /dev/null");
  command.time_limit = milliseconds(50);
  const auto before = SteadyClock::now();
  const auto result = run_command(command);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::timed_out);
  EXPECT_THAT(result.error().message, HasSubstr("'sh'"));
  EXPECT_LT(SteadyClock::now() - before, milliseconds(30000));
}

TEST(RunCommand, KillsAGroupThatIgnoresTheRequestToEnd) {
  const test::TempDir dir;
  const auto fifo = dir / "alive";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  // Opened for reading first, so that end of file proves that nobody holds the other end.
  const int fd = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  Command command =
      shell("trap '' TERM; exec 9>" + fifo.string() + "; tail -f /dev/null & tail -f /dev/null");
  command.time_limit = milliseconds(200);
  EXPECT_EQ(run_command(command).error().code, ErrorCode::timed_out);
  ::fcntl(fd, F_SETFL, 0);
  char byte = 0;
  EXPECT_EQ(::read(fd, &byte, 1), 0);
  ::close(fd);
}

TEST(RunCommand, EndsWhenCancelled) {
  const test::TempDir dir;
  ASSERT_EQ(::mkfifo((dir / "started").c_str(), 0600), 0);
  std::atomic<bool> cancel = false;
  std::thread canceller([&] {
    wait_for_writer(dir / "started");
    cancel = true;
  });
  const auto result =
      run_command(shell("echo >" + (dir / "started").string() + "; tail -f /dev/null"), &cancel);
  canceller.join();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST(RunCommand, IsNotHeldUpByAGrandchildThatKeepsThePipe) {
  const test::TempDir dir;
  const auto before = SteadyClock::now();
  const auto result = run_command(shell("tail -f /dev/null & echo $!"));
  EXPECT_LT(SteadyClock::now() - before, milliseconds(30000));
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->ok());
  const pid_t grandchild = std::stoi(result->out);
  EXPECT_EQ(::kill(grandchild, SIGKILL), 0) << "left running, it is not ours to end";
}

TEST(RunCommand, GivesTheChildOnlyThreeDescriptors) {
  const test::TempDir dir;
  const int leaked = ::open((dir / "leaked").c_str(), O_RDWR | O_CREAT, 0600);
  const auto result = run_command(shell("ls /proc/$$/fd"));
  ::close(leaked);
  EXPECT_EQ(result.value().out, "0\n1\n2\n");
}

TEST(RunCommand, GivesTheChildAGroupAndCleanSignals) {
  struct sigaction ignore {};
  struct sigaction before {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &before);
  sigset_t blocked;
  sigset_t mask_before;
  ::sigfillset(&blocked);
  ::pthread_sigmask(SIG_SETMASK, &blocked, &mask_before);
  const auto result = run_command(
      shell("grep -E '^Sig(Blk|Ign)' /proc/self/status; cut -d' ' -f1,5 /proc/$$/stat"));
  ::pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
  ::sigaction(SIGPIPE, &before, nullptr);
  ASSERT_TRUE(result);
  EXPECT_THAT(result->out, HasSubstr("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
  const std::string ids = result->out.substr(result->out.rfind('\n', result->out.size() - 2) + 1);
  EXPECT_EQ(ids.substr(0, ids.find(' ')) + "\n", ids.substr(ids.find(' ') + 1));
}

TEST(RunCommand, LeavesNoZombieNorDescriptorBehind) {
  const auto count_fds = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const test::TempDir dir;
  make_script(dir / "no-interpreter", "#!/does/not/exist\n");
  const auto before = count_fds();
  Command broken;
  broken.program = dir / "no-interpreter";
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(run_command(shell("true")));
    EXPECT_FALSE(run_command(broken));
  }
  EXPECT_EQ(count_fds(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(RunCommand, ReadsExitCodesThoughTheParentIgnoredThem) {
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGCHLD, &ignore, nullptr);
  const auto result = run_command(shell("exit 7"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->exit_code, 7);
}

TEST(RunCommand, WorksFromManyThreadsAtOnce) {
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([i, &good] {
      for (int turn = 0; turn < 8; ++turn) {
        Command command = shell("cat; exit " + std::to_string(i));
        command.input = std::string(100'000, static_cast<char>('a' + i));
        const auto result = run_command(command);
        if (result && result->exit_code == i && result->out == command.input) ++good;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 64);
}

TEST(FindExecutable, LooksOnPathInOrderAndSkipsWhatCannotRun) {
  const test::TempDir dir;
  for (const char* folder : {"a", "b", "c"}) std::filesystem::create_directory(dir / folder);
  std::ofstream(dir / "a" / "tool") << "not executable";
  make_script(dir / "b" / "tool", "#!/bin/sh\n");
  make_script(dir / "c" / "tool", "#!/bin/sh\n");
  const std::string before = ::getenv("PATH");
  ::setenv("PATH",
           ("relative::" + (dir / "a").string() + ":" + (dir / "b").string() + ":" +
            (dir / "c").string())
               .c_str(),
           1);
  const auto found = find_executable("tool");
  const auto missing = find_executable("sh");
  ::setenv("PATH", before.c_str(), 1);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, dir / "b" / "tool");
  EXPECT_EQ(missing.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace orchard::core
