#pragma once

#include "core/io/file.h"
#include "core/process/run.h"
#include "core/process/spawn.h"

#include <array>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::test {

/// An X server of the test's own without a screen to look at, as DISPLAY of this process while it
/// lives; it chooses a number that is free. For one program: it ends when that has gone, also by a
/// crash.
class VirtualDisplay {
 public:
  VirtualDisplay() {
    const auto program = core::find_executable("Xvfb");
    if (!program) {
      ADD_FAILURE() << program.error().message;
      return;
    }
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      ADD_FAILURE() << "no pipe";
      return;
    }
    const core::FileDescriptor read_end(ends[0]);
    core::FileDescriptor write_end(ends[1]);
    core::DetachedCommand command;
    command.program = *program;
    command.arguments = {"-displayfd",  "1",          "-screen",   "0",
                         "1280x800x24", "-terminate", "-nolisten", "tcp"};
    command.directory = "/";
    command.environment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent"};
    command.stdout_fd = write_end.get();
    const auto started = core::spawn_detached(command);
    write_end = {};
    if (!started) {
      ADD_FAILURE() << started.error().message;
      return;
    }
    pid_ = *started;
    const std::string number = read_number(read_end.get());
    EXPECT_FALSE(number.empty()) << "the X server did not start";
    if (const char* before = std::getenv("DISPLAY")) before_ = before;
    ::setenv("DISPLAY", (":" + number).c_str(), 1);
  }
  ~VirtualDisplay() {
    if (before_.empty()) {
      ::unsetenv("DISPLAY");
    } else {
      ::setenv("DISPLAY", before_.c_str(), 1);
    }
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

 private:
  /// It writes the number and a line's end once it can be talked to.
  static std::string read_number(int fd) {
    std::string number;
    char next = 0;
    while (::read(fd, &next, 1) == 1 && std::isdigit(static_cast<unsigned char>(next)) != 0)
      number += next;
    return number;
  }

  pid_t pid_ = 0;
  std::string before_;
};

}  // namespace orchard::test
