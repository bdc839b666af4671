#include "agents/demo/work/shell.h"

#include "agents/demo/work/tools.h"
#include "core/io/file.h"

#include <cerrno>
#include <csignal>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::agents::demo {
namespace {

// Starts a program in a process session of its own, its streams being the given descriptors.
pid_t start(std::vector<std::string> arguments, const std::filesystem::path& cwd, int out,
            int err) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, err, 2);
  posix_spawn_file_actions_addchdir_np(&actions, cwd.c_str());

  // The agent takes its signals from a descriptor, so they are blocked; its children must not be.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);

  pid_t pid = -1;
  if (posix_spawn(&pid, pointers[0], &actions, &attributes, pointers.data(), environ) != 0)
    pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return pid;
}

std::string content_of(int fd) {
  std::string text;
  char buffer[4096];
  ssize_t got = 0;
  while ((got = pread(fd, buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0)
    text.append(buffer, static_cast<std::size_t>(got));
  return text;
}

int collect(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ShellOutcome run_shell(const std::string& command, const std::filesystem::path& cwd,
                       HostLink* link) {
  // Files in memory instead of pipes: a grandchild that keeps them open holds nobody up.
  const core::FileDescriptor out(memfd_create("out", MFD_CLOEXEC));
  const core::FileDescriptor err(memfd_create("err", MFD_CLOEXEC));
  ShellOutcome outcome;
  const pid_t pid = start({"/bin/bash", "-c", command}, cwd, out.get(), err.get());
  if (pid < 0) {
    outcome.err = "bash could not be started";
    outcome.status = 127;
    return outcome;
  }
  const core::FileDescriptor exited(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  while (link != nullptr && !link->should_stop() &&
         !link->wait(std::chrono::milliseconds(-1), exited.get())) {
  }
  if (link != nullptr && link->exit_code) return outcome;
  if (link != nullptr && link->interrupted) {
    kill(-pid, SIGKILL);
    outcome.interrupted = true;
  }
  outcome.status = collect(pid);
  outcome.out = content_of(out.get());
  outcome.err = content_of(err.get());
  return outcome;
}

void leave_orphan() {
  const core::FileDescriptor nowhere(open("/dev/null", O_RDWR | O_CLOEXEC));
  static_cast<void>(start({"/bin/sleep", "600"}, "/", nowhere.get(), nowhere.get()));
}

}  // namespace orchard::agents::demo
