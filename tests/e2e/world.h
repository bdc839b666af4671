#pragma once

#include "core/domain/quantities.h"
#include "core/process/run.h"
#include "tests/fakes/fake_api_process.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace orchard::test {

/// An `orchard` command that runs beside the test. Killed when destroyed. One thread.
class RunningCommand {
 public:
  RunningCommand(pid_t pid, std::filesystem::path out, std::filesystem::path err);
  ~RunningCommand();
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;

  void signal(int number) const;
  /// Waits for its end, at most two minutes. The exit code is -1 when a signal ended it.
  [[nodiscard]] core::CommandOutput wait();

 private:
  pid_t pid_;
  bool ended_ = false;
  std::filesystem::path out_;
  std::filesystem::path err_;
};

/// A machine of the test's own: HOME, Claude's folder, Orchard's store, a repository `fruit` on
/// branch `main`, the scripted API, and nothing of the real machine's Claude settings. Ends every
/// agent it started when destroyed. Throws std::runtime_error when something is missing.
class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Runs `orchard ARGUMENTS` to its end.
  [[nodiscard]] core::CommandOutput orchard(const std::vector<std::string>& arguments) const;
  [[nodiscard]] std::unique_ptr<RunningCommand> start_orchard(
      const std::vector<std::string>& arguments);
  /// Runs the real claude itself in the repository, with `lines` as its whole standard input.
  [[nodiscard]] core::CommandOutput claude(const std::vector<std::string>& arguments,
                                           const std::string& lines) const;
  /// Makes Orchard know the repository, makes a workspace from `main`, gives back its folder.
  [[nodiscard]] std::filesystem::path create_workspace(const std::string& name);
  [[nodiscard]] std::string git(const std::filesystem::path& folder,
                                const std::vector<std::string>& arguments) const;

  [[nodiscard]] const FakeApiProcess& api() const { return *api_; }
  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return dir_ / name; }
  [[nodiscard]] std::filesystem::path repository() const { return dir_ / "fruit"; }

 private:
  TempDir dir_;
  std::unique_ptr<FakeApiProcess> api_;
  core::EnvironmentChanges environment_;
  bool added_ = false;  ///< the repository, to Orchard
  int started_ = 0;
};

constexpr const char* kMadeUpKey = "made-up-key-of-the-tests";
constexpr const char* kModel = "claude-opus-4-8";

/// What the scripted API charged: the sum of what it served, and its price. The output of a reply
/// that broke off was never told to anyone: `unsure_output` counts such replies, one token each.
struct Bill {
  core::TokenUsage usage;
  std::int64_t unsure_output = 0;

  /// At the list price of kModel.
  [[nodiscard]] core::Cost cost() const;
};

/// The bill of one session, or of all when `session` is empty.
[[nodiscard]] Bill bill_of(const std::vector<ServedReply>& replies,
                           const std::string& session = "");

}  // namespace orchard::test
