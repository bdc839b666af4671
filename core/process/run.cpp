#include "core/process/run.h"

#include "core/io/file.h"
#include "core/process/launch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How long a process that was asked to end may take, and how long one that inherited the output
/// pipes may keep us after the program itself is gone.
constexpr milliseconds kGrace{2000};
constexpr milliseconds kCancelCheck{50};

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(errno_error(errno, "Could not make", "pipe"));
  return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void make_nonblocking(const FileDescriptor& fd) {
  ::fcntl(fd.get(), F_SETFL, O_NONBLOCK);
}

/// Writing to a program that closed its input raises SIGPIPE in the writing thread: held back here
/// and swallowed, unless one was pending before.
class NoSigpipe {
 public:
  NoSigpipe() {
    ::sigemptyset(&only_);
    ::sigaddset(&only_, SIGPIPE);
    sigset_t pending;
    ::sigpending(&pending);
    was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &only_, &before_);
  }
  ~NoSigpipe() {
    const timespec now{};
    while (!was_pending_ && ::sigtimedwait(&only_, nullptr, &now) < 0 && errno == EINTR) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t only_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

/// One run from the start of the program to its end. Lives on the calling thread's stack.
class Run {
 public:
  Run(const Command& command, const std::atomic<bool>* cancel)
      : command_(command), cancel_(cancel), unwritten_(command.input) {}
  ~Run() {
    if (pid_ > 0) finish_off();
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Result<void> start();
  Result<CommandOutput> wait();

 private:
  void poll_once();
  [[nodiscard]] int poll_timeout() const;
  void write_input();
  void read_output(FileDescriptor& pipe, std::string& kept);
  void note_exit();
  void watch_limits();
  void ask_to_end();
  void finish_off();
  [[nodiscard]] Error interruption() const;

  const Command& command_;
  const std::atomic<bool>* cancel_;
  std::string_view unwritten_;
  FileDescriptor input_, output_, errors_, process_;
  pid_t pid_ = -1;
  bool exited_ = false;
  bool ending_ = false;  ///< we asked it to end
  std::optional<ErrorCode> interrupted_;
  std::optional<SteadyClock::time_point> deadline_;  ///< of the program; later of the grace
  CommandOutput result_;
};

Result<void> Run::start() {
  LaunchOrder order;
  ORCHARD_TRY(order.program, find_executable(command_.program));
  order.arguments = command_.arguments;
  order.directory = command_.directory;
  order.environment = changed_environment(command_.environment);
  Pipe in;
  if (!unwritten_.empty() || command_.enough) {
    ORCHARD_TRY(in, make_pipe());
    order.stdin_fd = in.read.get();
  }
  ORCHARD_TRY(Pipe out, make_pipe());
  ORCHARD_TRY(Pipe err, make_pipe());
  order.stdout_fd = out.write.get();
  order.stderr_fd = err.write.get();
  if (command_.time_limit.count() > 0) deadline_ = SteadyClock::now() + command_.time_limit;
  ORCHARD_TRY(pid_, launch(order));
  process_ = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  if (!process_.is_open()) return fail(errno_error(errno, "Could not follow", command_.program));
  input_ = std::move(in.write);
  output_ = std::move(out.read);
  errors_ = std::move(err.read);
  for (const FileDescriptor* fd : {&input_, &output_, &errors_})
    if (fd->is_open()) make_nonblocking(*fd);
  return {};
}

Result<CommandOutput> Run::wait() {
  while (true) {
    const bool drained = !output_.is_open() && !errors_.is_open();
    if (exited_ && drained) break;
    watch_limits();
    if (deadline_ && SteadyClock::now() >= *deadline_) break;
    poll_once();
  }
  finish_off();
  if (interrupted_) return fail(interruption());
  return std::move(result_);
}

/// Starts the end of a program that is over its limit or no longer wanted.
void Run::watch_limits() {
  if (exited_ || ending_) return;
  if (cancel_ != nullptr && cancel_->load()) {
    interrupted_ = ErrorCode::cancelled;
  } else if (deadline_ && SteadyClock::now() >= *deadline_) {
    interrupted_ = ErrorCode::timed_out;
  }
  if (interrupted_) ask_to_end();
}

void Run::ask_to_end() {
  ending_ = true;
  deadline_ = SteadyClock::now() + kGrace;
  ::kill(-pid_, SIGTERM);
  ::kill(-pid_, SIGCONT);
}

int Run::poll_timeout() const {
  auto patience = milliseconds(-1);
  if (deadline_) {
    // Rounded up, or the last millisecond would be spent spinning.
    patience = std::chrono::ceil<milliseconds>(*deadline_ - SteadyClock::now());
    patience = std::clamp(patience, milliseconds(0), milliseconds(60000));
  }
  if (cancel_ != nullptr && !exited_ && !ending_)
    patience = patience.count() < 0 ? kCancelCheck : std::min(patience, kCancelCheck);
  return static_cast<int>(patience.count());
}

void Run::poll_once() {
  // poll(2) skips negative descriptors, which is what a closed FileDescriptor holds.
  std::array<pollfd, 4> polled{{{unwritten_.empty() ? -1 : input_.get(), POLLOUT, 0},
                                {output_.get(), POLLIN, 0},
                                {errors_.get(), POLLIN, 0},
                                {exited_ ? -1 : process_.get(), POLLIN, 0}}};
  if (::poll(polled.data(), polled.size(), poll_timeout()) <= 0) return;
  if (polled[0].revents != 0) write_input();
  if (polled[1].revents != 0) read_output(output_, result_.out);
  if (polled[2].revents != 0) read_output(errors_, result_.err);
  if (polled[3].revents != 0) note_exit();
}

void Run::write_input() {
  const NoSigpipe guard;
  const ssize_t written = ::write(input_.get(), unwritten_.data(), unwritten_.size());
  if (written < 0 && (errno == EINTR || errno == EAGAIN)) return;
  // A program that does not read its input to the end is not an error.
  if (written >= 0) unwritten_.remove_prefix(static_cast<std::size_t>(written));
  if (written < 0 || (unwritten_.empty() && !command_.enough)) input_.close();
}

void Run::read_output(FileDescriptor& pipe, std::string& kept) {
  std::array<char, 65536> chunk;
  const ssize_t count = ::read(pipe.get(), chunk.data(), chunk.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    pipe.close();
    return;
  }
  const std::size_t room = command_.output_limit - std::min(command_.output_limit, kept.size());
  kept.append(chunk.data(), std::min(static_cast<std::size_t>(count), room));
  if (&kept != &result_.out || !command_.enough || exited_ || ending_) return;
  if (!command_.enough(result_.out)) return;
  input_.close();
  ask_to_end();
}

/// Leaves the zombie in place: while it is there its group's number cannot be given to others.
void Run::note_exit() {
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
      info.si_pid == 0)
    return;
  exited_ = true;
  if (info.si_code == CLD_EXITED) {
    result_.exit_code = info.si_status;
  } else {
    result_.signal = info.si_status;
  }
  input_.close();
  if (!ending_) deadline_ = SteadyClock::now() + kGrace;
}

/// Ends what is left of a program that was asked to end, and reaps it.
void Run::finish_off() {
  if (ending_ || !exited_) ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

Error Run::interruption() const {
  if (*interrupted_ == ErrorCode::cancelled)
    return {ErrorCode::cancelled, fmt::format("'{}' was cancelled.", command_.program), {}};
  return {ErrorCode::timed_out,
          fmt::format("'{}' did not end within {} ms and was stopped.", command_.program,
                      command_.time_limit.count()),
          {}};
}

}  // namespace

Result<CommandOutput> run_command(const Command& command, const std::atomic<bool>* cancel) {
  Run run(command, cancel);
  ORCHARD_CHECK(run.start());
  return run.wait();
}

}  // namespace orchard::core
