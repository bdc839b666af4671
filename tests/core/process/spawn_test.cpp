#include "core/process/spawn.h"

#include "core/io/file.h"
#include "core/process/reap_later.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using testing::HasSubstr;

DetachedCommand shell(const std::string& script) {
  DetachedCommand command;
  command.program = "/bin/sh";
  command.arguments = {"-c", script};
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  return command;
}

void wait_until_finished(pid_t pid) {
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT), 0);
}

/// A program that waits for us to close a pipe, and tells that it has begun.
class Waiting {
 public:
  explicit Waiting(DetachedCommand command = shell("echo; exec cat")) {
    int in[2];
    int out[2];
    EXPECT_EQ(::pipe2(in, O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out, O_CLOEXEC), 0);
    const FileDescriptor in_read(in[0]);
    const FileDescriptor out_write(out[1]);
    input_ = FileDescriptor(in[1]);
    const FileDescriptor out_read(out[0]);
    command.stdin_fd = in_read.get();
    command.stdout_fd = out_write.get();
    pid_ = spawn_detached(command).value();
    char byte = 0;
    EXPECT_EQ(::read(out_read.get(), &byte, 1), 1);
  }
  ~Waiting() {
    input_.close();
    ::waitpid(pid_, nullptr, 0);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  FileDescriptor input_;
  pid_t pid_ = 0;
};

std::string output_of(DetachedCommand command, const test::TempDir& dir) {
  auto out = open_file(dir / "out", O_RDWR | O_CREAT | O_TRUNC | O_APPEND);
  command.stdout_fd = out->get();
  command.stderr_fd = out->get();
  const auto pid = spawn_detached(command);
  EXPECT_TRUE(pid);
  if (!pid) return {};
  wait_until_finished(*pid);
  EXPECT_EQ(reap(*pid), 0);
  return read_file(dir / "out").value();
}

TEST(SpawnDetached, LeadsASessionWithItsOwnFilesOnly) {
  const test::TempDir dir;
  const int leaked = ::open((dir / "leaked").c_str(), O_RDWR | O_CREAT, 0600);
  const std::string out =
      output_of(shell("ls /proc/$$/fd; echo $$; cut -d' ' -f5,6 /proc/$$/stat"), dir);
  ::close(leaked);
  const std::string pid = out.substr(6, out.find('\n', 6) - 6);
  EXPECT_EQ(out, "0\n1\n2\n" + pid + "\n" + pid + " " + pid + "\n");
}

TEST(SpawnDetached, GivesTheExactEnvironmentAndDirectory) {
  const test::TempDir dir;
  DetachedCommand command = shell("/usr/bin/env; pwd");
  command.environment = {"A=b c", "E="};
  command.directory = dir.path();
  const std::string out = output_of(command, dir);
  EXPECT_THAT(out, HasSubstr("A=b c\n"));
  EXPECT_THAT(out, HasSubstr("E=\n"));
  EXPECT_THAT(out, HasSubstr(dir.path().string() + "\n"));
  EXPECT_THAT(out, testing::Not(HasSubstr("HOME=")));
}

TEST(SpawnDetached, ReadsFromAFifo) {
  const test::TempDir dir;
  ASSERT_EQ(::mkfifo((dir / "fifo").c_str(), 0600), 0);
  const auto fifo = open_file(dir / "fifo", O_RDWR);
  ASSERT_TRUE(fifo);
  ASSERT_EQ(::write(fifo->get(), "hello\n", 6), 6);
  DetachedCommand command = shell("read line; echo \"got $line\"");
  command.stdin_fd = fifo->get();
  EXPECT_EQ(output_of(command, dir), "got hello\n");
}

TEST(SpawnDetached, HasNoInputUnlessGiven) {
  const test::TempDir dir;
  EXPECT_EQ(output_of(shell("cat; echo end"), dir), "end\n");
}

TEST(SpawnDetached, WorksWhenOurStandardDescriptorsAreTheOnesToPassOn) {
  const test::TempDir dir;
  const auto file = open_file(dir / "in", O_RDWR | O_CREAT);
  ASSERT_EQ(::write(file->get(), "swapped\n", 8), 8);
  ::lseek(file->get(), 0, SEEK_SET);
  const int saved = ::dup(1);
  ASSERT_EQ(::dup2(file->get(), 1), 1);
  DetachedCommand command = shell("cat");
  command.stdin_fd = 1;
  const std::string out = output_of(command, dir);
  ::dup2(saved, 1);
  ::close(saved);
  EXPECT_EQ(out, "swapped\n");
}

TEST(SpawnDetached, LowersItsPriority) {
  const test::TempDir dir;
  DetachedCommand command = shell("nice");
  command.low_priority = true;
  EXPECT_EQ(output_of(command, dir), "19\n");
}

TEST(SpawnDetached, ResetsSignals) {
  const test::TempDir dir;
  struct sigaction ignore {};
  struct sigaction before {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &before);
  const std::string out = output_of(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status"), dir);
  ::sigaction(SIGPIPE, &before, nullptr);
  EXPECT_EQ(out, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST(SpawnDetached, NamesAMissingProgram) {
  DetachedCommand command;
  command.program = "/does/not/exist/claude";
  const auto pid = spawn_detached(command);
  ASSERT_FALSE(pid);
  EXPECT_EQ(pid.error().code, ErrorCode::unavailable);
  EXPECT_THAT(pid.error().message, HasSubstr("/does/not/exist/claude"));
}

TEST(Reap, GivesTheExitCodeOnce) {
  const auto pid = spawn_detached(shell("exit 5"));
  ASSERT_TRUE(pid);
  wait_until_finished(*pid);
  EXPECT_EQ(reap(*pid), 5);
  EXPECT_EQ(reap(*pid), std::nullopt);
}

TEST(Reap, TellsASignalAndDoesNotBlock) {
  const Waiting waiting;
  EXPECT_EQ(reap(waiting.pid()), std::nullopt);
  const auto killed = spawn_detached(shell("kill -9 $$"));
  ASSERT_TRUE(killed);
  wait_until_finished(*killed);
  EXPECT_EQ(reap(*killed), 128 + SIGKILL);
  EXPECT_EQ(reap(1), std::nullopt);
  EXPECT_EQ(reap(-1), std::nullopt);
}

TEST(ProcessIdentity, KnowsALivingProcess) {
  const Waiting waiting;
  const auto process = identify_process(waiting.pid());
  ASSERT_TRUE(process);
  EXPECT_EQ(process->pid, waiting.pid());
  EXPECT_GT(process->start_ticks, 0U);
  EXPECT_EQ(process->boot_id.size(), 36U);
  EXPECT_TRUE(is_alive(*process));
  EXPECT_FALSE(is_gone(*process));
  EXPECT_EQ(identify_process(waiting.pid()).value(), *process);
}

TEST(ProcessIdentity, ReadsNamesWithSpacesAndBrackets) {
  const test::TempDir dir;
  const auto odd = dir / "a) Z 9 (b";
  std::filesystem::copy_file("/bin/sh", odd);
  DetachedCommand command = shell("echo; read line");
  command.program = odd;
  const Waiting waiting(command);
  const auto process = identify_process(waiting.pid());
  ASSERT_TRUE(process);
  EXPECT_EQ(identify_process(::getpid()).value().boot_id, process->boot_id);
  EXPECT_GE(process->start_ticks, identify_process(::getpid()).value().start_ticks);
  EXPECT_TRUE(is_alive(*process));
}

TEST(ProcessIdentity, IsNotFooledByAnotherProcessWithThePid) {
  const Waiting waiting;
  const auto process = identify_process(waiting.pid()).value();
  auto earlier = process;
  earlier.start_ticks -= 1;
  auto other_boot = process;
  other_boot.boot_id = "00000000-0000-0000-0000-000000000000";
  for (const auto& stranger : {earlier, other_boot}) {
    EXPECT_FALSE(is_alive(stranger));
    EXPECT_EQ(send_signal(stranger, SIGKILL).error().code, ErrorCode::not_found);
    EXPECT_EQ(send_group_signal(stranger, SIGKILL).error().code, ErrorCode::not_found);
  }
  EXPECT_TRUE(is_alive(process));
}

TEST(ProcessIdentity, CountsAZombieAsDead) {
  const auto pid = spawn_detached(shell("exit 0"));
  ASSERT_TRUE(pid);
  wait_until_finished(*pid);
  const auto process = identify_process(*pid);
  ASSERT_TRUE(process);
  EXPECT_FALSE(is_alive(*process));
  EXPECT_TRUE(is_gone(*process));
  EXPECT_EQ(reap(*pid), 0);
  EXPECT_EQ(identify_process(*pid).error().code, ErrorCode::not_found);
  EXPECT_EQ(send_signal(*process, SIGTERM).error().code, ErrorCode::not_found);
  EXPECT_EQ(identify_process(0).error().code, ErrorCode::not_found);
  EXPECT_EQ(identify_process(-1).error().code, ErrorCode::not_found);
}

TEST(SendSignal, ReachesTheProcess) {
  const auto pid = spawn_detached(shell("exec tail -f /dev/null"));
  ASSERT_TRUE(pid);
  ASSERT_TRUE(send_signal(identify_process(*pid).value(), SIGTERM));
  wait_until_finished(*pid);
  EXPECT_EQ(reap(*pid), 128 + SIGTERM);
}

TEST(SendSignal, ReachesTheWholeGroup) {
  int out[2];
  ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
  const FileDescriptor read_end(out[0]);
  FileDescriptor write_end(out[1]);
  DetachedCommand command = shell("tail -f /dev/null & echo; wait");
  command.stdout_fd = write_end.get();
  const auto pid = spawn_detached(command);
  write_end.close();
  ASSERT_TRUE(pid);
  char byte = 0;
  ASSERT_EQ(::read(read_end.get(), &byte, 1), 1);
  ASSERT_TRUE(send_group_signal(identify_process(*pid).value(), SIGKILL));
  EXPECT_EQ(::read(read_end.get(), &byte, 1), 0) << "somebody still holds the pipe";
  wait_until_finished(*pid);
  EXPECT_EQ(reap(*pid), 128 + SIGKILL);
}

TEST(FindProcesses, FindsByTheWholeEntryOnly) {
  DetachedCommand marked = shell("echo; exec cat");
  const std::string mark = std::to_string(::getpid()) + "-mark";
  marked.environment.push_back("ORCHARD_TEST_MARK=" + mark);
  DetachedCommand longer = shell("echo; exec cat");
  longer.environment.push_back("ORCHARD_TEST_MARK=" + mark + "-longer");
  longer.environment.push_back("X=ORCHARD_TEST_MARK=" + mark);
  const Waiting a(marked);
  const Waiting b(longer);
  const auto found = find_processes_with_environment("ORCHARD_TEST_MARK", mark);
  EXPECT_THAT(found, testing::ElementsAre(identify_process(a.pid()).value()));
  EXPECT_TRUE(find_processes_with_environment("ORCHARD_TEST_MARK", "nobody").empty());
}

TEST(ReapLater, LeavesNoZombie) {
  const auto process = spawn_detached(shell("exit 0"));
  ASSERT_TRUE(process);
  reap_later(*process);
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  bool there = true;
  while (there && std::chrono::steady_clock::now() < until) {
    there = ::kill(*process, 0) == 0;
    std::this_thread::yield();
  }
  EXPECT_FALSE(there);
}

}  // namespace
}  // namespace orchard::core
