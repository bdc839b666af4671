#pragma once

#include "agents/launch/launcher.h"
#include "agents/launch/speaker.h"
#include "agents/launch/trace/process_wait.h"
#include "agents/supervisor/log_tail.h"
#include "agents/supervisor/session_process.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>

namespace orchard::test {

inline constexpr std::chrono::seconds kGenerous{60};

/// A sessions folder, a working directory and demo agents in it; ends what a test left running.
class AgentFixture : public testing::Test {
 protected:
  AgentFixture() {
    std::filesystem::create_directory(work());
    std::filesystem::create_directory(temp_ / "home");
  }
  ~AgentFixture() override {
    const auto all = agents::SessionDirectory::list(sessions());
    if (!all) return;
    for (const auto& directory : *all) {
      const auto process = agents::SessionProcess::find(directory);
      if (!process) continue;
      agents::SessionProcess::StopOptions hard;
      hard.turn_running = false;
      hard.times.sigint = hard.times.sigterm = std::chrono::milliseconds(1);
      EXPECT_TRUE(process->stop(hard, clock_));
    }
  }

  [[nodiscard]] std::filesystem::path sessions() const { return temp_ / "sessions"; }
  [[nodiscard]] std::filesystem::path work() const { return temp_ / "work"; }
  [[nodiscard]] std::filesystem::path config() const { return temp_ / "home" / ".claude"; }

  [[nodiscard]] agents::Launcher launcher() const {
    return {sessions(),
            clock_,
            {"PATH=/usr/bin:/bin", "HOME=" + (temp_ / "home").string(), "GIT_CONFIG_NOSYSTEM=1"}};
  }
  [[nodiscard]] agents::LaunchSpec spec(const std::string& id = "session-1") const {
    agents::LaunchSpec spec;
    spec.launched_as = spec.session = core::SessionId(id);
    spec.executable.program = ORCHARD_DEMO_AGENT;
    spec.directory = work();
    spec.workspace = core::WorkspaceId("w1");
    spec.permission_mode = "acceptEdits";
    return spec;
  }
  [[nodiscard]] agents::SessionDirectory directory(const std::string& id = "session-1") const {
    return *agents::SessionDirectory::open(sessions(), core::SessionId(id));
  }
  static std::string prompt(const std::string& uuid, const std::string& text) {
    return R"({"type":"user","uuid":")" + uuid + R"(","message":{"role":"user","content":")" +
           text + R"("}})";
  }

  /// Every line of process `process`, once one of them holds `text`; fails after a long time.
  static std::vector<std::string> lines_until(const agents::SessionDirectory& directory,
                                              int process, const std::string& text) {
    agents::LogTail log(directory.events_path(process), 0, std::size_t{64} << 20U);
    std::vector<std::string> lines;
    const auto until = std::chrono::steady_clock::now() + kGenerous;
    while (std::chrono::steady_clock::now() < until) {
      bool found = false;
      EXPECT_TRUE(log.read([&](const core::LineFramer::Line& line) {
        lines.emplace_back(line.text);
        found = found || lines.back().find(text) != std::string::npos;
      }));
      if (found) return lines;
      poll(nullptr, 0, 5);
    }
    ADD_FAILURE() << "never saw " << text;
    return lines;
  }

  TempDir temp_;
  core::SystemClock clock_;
};

}  // namespace orchard::test
