#include "core/process/launch.h"

#include "core/io/file.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <optional>
#include <system_error>
#include <utility>

// Boost looks for an old POSIX version to find vfork; Linux has it always.
#define BOOST_POSIX_HAS_VFORK 1

#include <boost/process/child.hpp>
#include <boost/process/error.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/posix.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::core {
namespace {

namespace bp = boost::process;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Everything the child needs, made before it: until exec it shares our memory, so only
/// async-signal-safe calls are allowed and nothing of ours may be changed there.
struct Prepared {
  std::string program;
  std::string directory;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::vector<char*> argument_pointers;
  std::vector<char*> environment_pointers;
  std::array<FileDescriptor, 3> standard;
  bool low_priority = false;
};

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    // exec would reset handlers too, but one could still run here once the mask is lifted. An
    // ignored SIGHUP is left alone: that is how nohup asks for it.
    if (action.sa_handler == SIG_DFL || (action.sa_handler == SIG_IGN && signal == SIGHUP))
      continue;
    action = {};
    action.sa_handler = SIG_DFL;
    ::sigaction(signal, &action, nullptr);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

/// The pipe that reports a failed exec must live until exec, so nothing is closed here.
void close_others_on_exec() {
  if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  for (int fd = 3; fd < 65536; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/// Sets up the child between fork and exec. A failure there is written to Boost's error pipe, and
/// the child ends: Boost alone would go on and start the program in the wrong place.
struct ChildSetup : bp::extend::handler {
  explicit ChildSetup(Prepared& order) : prepared(&order) {}
  Prepared* prepared;

  template <class Executor>
  void on_setup(Executor& executor) const {
    executor.exe = prepared->program.c_str();
    executor.cmd_line = prepared->argument_pointers.data();
    executor.env = prepared->environment_pointers.data();
  }

  template <class Executor>
  void on_exec_setup(Executor& executor) const {
    ::setsid();
    for (int fd = 0; fd < 3; ++fd)
      if (::dup2(prepared->standard[static_cast<std::size_t>(fd)].get(), fd) < 0)
        give_up(executor, "dup2");
    if (!prepared->directory.empty() && ::chdir(prepared->directory.c_str()) != 0)
      give_up(executor, "chdir");
    if (prepared->low_priority) ::setpriority(PRIO_PROCESS, 0, 19);
    close_others_on_exec();
    reset_signals();
  }

  /// Boost reaps a child that could not exec without waiting for it, which leaves a zombie.
  template <class Executor>
  void on_error(Executor& executor, const std::error_code&) const {
    while (executor.pid > 0 && ::waitpid(executor.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

 private:
  template <class Executor>
  [[noreturn]] static void give_up(Executor& executor, const char* what) {
    executor.set_error(bp::extend::get_last_error(), what);
    ::_exit(127);
  }
};

/// Blocks every signal in this thread, so that no handler of ours runs in a forked child.
class SignalBlock {
 public:
  SignalBlock() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalBlock() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;

 private:
  sigset_t before_{};
};

/// A copy above the standard descriptors, so that putting one in place never hits another.
Result<FileDescriptor> duplicate_above_standard(int fd) {
  FileDescriptor opened;
  if (fd < 0) {
    ORCHARD_TRY(opened, open_file("/dev/null", O_RDWR));
    fd = opened.get();
  }
  FileDescriptor copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
  if (!copy.is_open())
    return fail(errno_error(errno, "Could not pass on the descriptor", std::to_string(fd)));
  return copy;
}

Result<Prepared> prepare(const LaunchOrder& order) {
  if (!order.directory.empty() && ::access((order.directory / ".").c_str(), X_OK) != 0)
    return fail(errno_error(errno, fmt::format("Could not start '{}' in", order.program.string()),
                            order.directory));
  Prepared prepared;
  prepared.program = order.program.string();
  prepared.directory = order.directory.string();
  prepared.arguments = order.arguments;
  prepared.arguments.insert(prepared.arguments.begin(), prepared.program);
  prepared.environment = order.environment;
  for (const auto* texts : {&prepared.arguments, &prepared.environment})
    for (const std::string& text : *texts)
      if (text.find('\0') != std::string::npos)
        return fail(ErrorCode::invalid_argument,
                    fmt::format("Could not start '{}': an argument holds a zero byte, remove it.",
                                prepared.program));
  prepared.low_priority = order.low_priority;
  ORCHARD_TRY(prepared.standard[0], duplicate_above_standard(order.stdin_fd));
  ORCHARD_TRY(prepared.standard[1], duplicate_above_standard(order.stdout_fd));
  ORCHARD_TRY(prepared.standard[2], duplicate_above_standard(order.stderr_fd));
  return prepared;
}

Error start_error(const LaunchOrder& order, int error_number) {
  const bool short_of_resources =
      error_number == EAGAIN || error_number == ENOMEM || error_number == EMFILE;
  Error error = errno_error(error_number, "Could not start", order.program);
  error.code = error_number == E2BIG ? ErrorCode::invalid_argument
               : short_of_resources  ? ErrorCode::io
                                     : ErrorCode::unavailable;
  return error;
}

/// With SIGCHLD ignored (some parents leave it so) the kernel throws exit codes away.
void keep_exit_codes() {
  struct sigaction action {};
  if (::sigaction(SIGCHLD, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
    action = {};
    action.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &action, nullptr);
  }
}

std::string name_of(std::string_view entry) {
  return std::string(entry.substr(0, entry.find('=')));
}

}  // namespace

Result<pid_t> launch(const LaunchOrder& order) {
  ORCHARD_TRY(Prepared prepared, prepare(order));
  prepared.argument_pointers = pointers_to(prepared.arguments);
  prepared.environment_pointers = pointers_to(prepared.environment);
  keep_exit_codes();
  try {
    const SignalBlock block;
    std::error_code error;
#ifdef __SANITIZE_THREAD__
    // The thread sanitizer turns vfork into fork, and then nobody hears of a failed exec.
    bp::child child(ChildSetup(prepared), error);
#else
    // fork would copy the page tables of a window's graphics driver, some 5 ms a start.
    bp::child child(ChildSetup(prepared), bp::posix::use_vfork, error);
#endif
    if (error) return fail(start_error(order, error.value()));
    const pid_t pid = child.id();
    child.detach();
    return pid;
  } catch (const std::exception& exception) {
    return fail(ErrorCode::internal,
                fmt::format("Could not start '{}': {}.", order.program.string(), exception.what()));
  }
}

std::vector<std::string> changed_environment(const EnvironmentChanges& changes) {
  std::vector<std::string> environment;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry)
    if (!changes.contains(name_of(*entry))) environment.emplace_back(*entry);
  for (const auto& [name, value] : changes)
    if (value) environment.push_back(name + "=" + *value);
  return environment;
}

}  // namespace orchard::core
