#include "core/process/dialogue.h"

#include "core/process/launch.h"
#include "core/process/spawn.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kGrace{2000};

Result<std::pair<FileDescriptor, FileDescriptor>> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(errno_error(errno, "Could not make", "pipe"));
  return std::pair(FileDescriptor(ends[0]), FileDescriptor(ends[1]));
}

}  // namespace

/// One run, on the stack of run().
struct Dialogue::Talk {
  FileDescriptor input, output, process;
  pid_t pid = -1;
  bool exited = false;
  std::optional<SteadyClock::time_point> killed_at;

  Talk() = default;
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;
  ~Talk() { (void)finish(); }

  /// Ends what is left of the group and gives the exit code.
  int finish() {
    if (pid <= 0) return -1;
    ::kill(-pid, SIGKILL);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
};

Result<void> Dialogue::start(const Command& command, Talk& talk) {
  LaunchOrder order;
  ORCHARD_TRY(order.program, find_executable(command.program));
  order.arguments = command.arguments;
  order.directory = command.directory;
  order.environment = changed_environment(command.environment);
  ORCHARD_TRY(auto in, make_pipe());
  ORCHARD_TRY(auto out, make_pipe());
  order.stdin_fd = in.first.get();
  order.stdout_fd = out.second.get();
  order.stderr_fd = out.second.get();
  ORCHARD_TRY(talk.pid, launch(order));
  talk.process = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, talk.pid, 0)));
  if (!talk.process.is_open()) return fail(errno_error(errno, "Could not follow", command.program));
  talk.input = std::move(in.second);
  talk.output = std::move(out.first);
  ::fcntl(talk.input.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(talk.output.get(), F_SETFL, O_NONBLOCK);
  return {};
}

void Dialogue::wake() {
  const std::uint64_t one = 1;
  if (waker_.is_open()) (void)!::write(waker_.get(), &one, sizeof one);
}

void Dialogue::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  unwritten_.append(line);
  unwritten_ += '\n';
  wake();
}

void Dialogue::allow() {
  const std::lock_guard lock(mutex_);
  cancelled_ = false;
  unwritten_.clear();
}

void Dialogue::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  wake();
}

/// Ours are pipes whose reader may be gone: main ignores SIGPIPE, tests may not.
void Dialogue::write_lines(Talk& talk) {
  const std::lock_guard lock(mutex_);
  if (unwritten_.empty() || !talk.input.is_open()) return;
  sigset_t pipe_signal;
  sigset_t before;
  ::sigemptyset(&pipe_signal);
  ::sigaddset(&pipe_signal, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  const ssize_t written = ::write(talk.input.get(), unwritten_.data(), unwritten_.size());
  const bool gone = written < 0 && errno != EAGAIN && errno != EINTR;
  if (gone) {
    const timespec now{};
    (void)::sigtimedwait(&pipe_signal, nullptr, &now);
    talk.input.close();
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (written > 0) unwritten_.erase(0, static_cast<std::size_t>(written));
}

void Dialogue::poll_once(Talk& talk, const OnText& on_text) {
  std::array<pollfd, 3> polled{{{talk.output.get(), POLLIN, 0},
                                {talk.exited ? -1 : talk.process.get(), POLLIN, 0},
                                {waker_.get(), POLLIN, 0}}};
  const int patience = talk.killed_at || talk.exited ? 100 : -1;
  (void)::poll(polled.data(), polled.size(), patience);
  std::uint64_t wishes = 0;
  if (polled[2].revents != 0) (void)!::read(waker_.get(), &wishes, sizeof wishes);
  write_lines(talk);
  if (cancelled_ && !talk.killed_at) {
    ::kill(-talk.pid, SIGTERM);
    talk.killed_at = SteadyClock::now();
  }
  if (polled[1].revents != 0) talk.exited = true;
  std::array<char, 16384> chunk;
  while (talk.output.is_open()) {
    const ssize_t count = ::read(talk.output.get(), chunk.data(), chunk.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) break;
    if (count <= 0) {
      talk.output.close();
      break;
    }
    on_text(std::string_view(chunk.data(), static_cast<std::size_t>(count)));
  }
}

Result<int> Dialogue::run(const Command& command, const OnText& on_text) {
  {
    const std::lock_guard lock(mutex_);
    waker_ = FileDescriptor(::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!waker_.is_open()) return fail(errno_error(errno, "Could not make", "eventfd"));
  }
  Talk talk;
  auto result = start(command, talk);
  while (result && !talk.exited) {
    poll_once(talk, on_text);
    if (talk.killed_at && SteadyClock::now() - *talk.killed_at > kGrace) break;
  }
  if (result && talk.exited) poll_once(talk, on_text);
  const int code = talk.finish();
  {
    const std::lock_guard lock(mutex_);
    waker_.close();
    unwritten_.clear();
  }
  if (!result) return fail(std::move(result).error());
  if (cancelled_)
    return fail(ErrorCode::cancelled, fmt::format("'{}' was cancelled.", command.program));
  return code;
}

}  // namespace orchard::core
