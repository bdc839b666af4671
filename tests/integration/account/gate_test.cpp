#include "tests/integration/support/scratch_machine.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// What every thread and child of a traced program opened, started and connected to.
struct Trace {
  std::vector<std::string> files;
  std::vector<std::string> programs;
  std::vector<std::string> network;
};

/// Reads the output of strace, one system call a line.
Trace read_trace(const std::filesystem::path& file) {
  Trace trace;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("execve(") != std::string::npos) trace.programs.push_back(line);
    if (line.find("open") != std::string::npos) trace.files.push_back(line);
    if (line.find("AF_INET") != std::string::npos) trace.network.push_back(line);
  }
  return trace;
}

/// Traces the window, `send "/usage"` and `usage-limits` with every system call that could break
/// what the closed gate promises.
class Gate : public testing::Test {
 protected:
  Gate() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
    for (const char* folder : {"claude", "home/.claude"})
      ScratchMachine::write(machine_.path(folder) / ".credentials.json",
                            R"({"claudeAiOauth":{"accessToken":"sk-ant-oat01-made-up"}})");
    machine_.set(
        "ORCHARD_CLAUDE",
        machine_.write_program("claude", std::string("exec '") + ORCHARD_DEMO_AGENT + "' \"$@\""));
  }

  Trace trace(const Arguments& command, const Arguments& before = {}) {
    const auto file = machine_.path("trace");
    std::filesystem::remove(file);
    Arguments all = before;
    all.insert(all.end(), {"strace", "-f", "-s", "300", "-o", file, "-e",
                           "trace=open,openat,openat2,socket,connect,sendto,execve,execveat",
                           ORCHARD_PROGRAM});
    all.insert(all.end(), command.begin(), command.end());
    const std::string program = all.front();
    all.erase(all.begin());
    const auto output = machine_.run(program, all);
    EXPECT_EQ(output.exit_code, 0) << output.err;
    Trace read = read_trace(file);
    EXPECT_GT(read.files.size(), 20U) << "nothing was traced: " << output.err;
    return read;
  }

  static void expect_closed(const Trace& trace) {
    EXPECT_THAT(trace.files, testing::Each(testing::Not(HasSubstr("credentials"))));
    EXPECT_THAT(trace.files, testing::Each(testing::Not(HasSubstr("keyring"))));
    EXPECT_THAT(trace.programs, testing::Each(testing::Not(HasSubstr("/bin/claude"))));
    EXPECT_THAT(trace.network, testing::IsEmpty());
  }

  ScratchMachine machine_;
};

TEST_F(Gate, IsClosedInTheWindow) {
  expect_closed(trace({"--bench-idle", "2"}, {"xvfb-run", "-a"}));
}

TEST_F(Gate, IsClosedToUsageInAComposer) {
  expect_closed(trace({"send", "apple", "/usage"}));
}

TEST_F(Gate, IsClosedToUsageLimits) {
  expect_closed(trace({"usage-limits"}));
  expect_closed(trace({"usage-limits", "--refresh", "--json"}));
  expect_closed(trace({"network"}));
}

TEST_F(Gate, LetsTheDoctorAskForVersionAndLoginOnly) {
  const Trace seen = trace({"doctor", "--json"});
  for (const std::string& program : seen.programs) {
    if (program.find("/bin/claude") == std::string::npos) continue;
    EXPECT_THAT(program,
                testing::AnyOf(HasSubstr("\"--version\""), HasSubstr("\"auth\", \"status\"")));
  }
  EXPECT_THAT(seen.files, testing::Each(testing::Not(HasSubstr("credentials"))));
  EXPECT_THAT(seen.network, testing::IsEmpty());
}

// The trace would see it: without this the tests above could pass for the wrong reason.
TEST_F(Gate, IsSeenToOpen) {
  machine_.set("HTTPS_PROXY", "http://127.0.0.1:1");
  machine_.set("ORCHARD_CLAUDE",
               machine_.write_program("claude",
                                      "case \"$*\" in *--version*) echo '2.0.1 (Claude "
                                      "Code)';; *) echo 'unknown option' >&2; exit 1;; "
                                      "esac"));
  const auto file = machine_.path("trace");
  (void)machine_.run("strace", {"-f", "-s", "300", "-o", file, "-e", "trace=openat,connect,execve",
                                ORCHARD_PROGRAM, "usage-limits", "--on"});
  const Trace seen = read_trace(file);
  EXPECT_THAT(seen.files, Contains(HasSubstr(".credentials.json")));
  EXPECT_THAT(seen.programs, Contains(HasSubstr("/bin/claude")));
  EXPECT_THAT(seen.network, Contains(HasSubstr("127.0.0.1")));
}

}  // namespace
}  // namespace orchard::test
