#pragma once

#include "core/process/run.h"
#include "core/process/spawn.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace orchard::test {

using Arguments = std::vector<std::string>;

/// An `orchard` command that runs beside the test. Killed when destroyed. One thread.
class RunningCommand {
 public:
  RunningCommand(core::ProcessIdentity identity, std::filesystem::path out,
                 std::filesystem::path err);
  ~RunningCommand();
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;

  void signal(int number) const;
  /// True while it runs; does not collect it.
  [[nodiscard]] bool is_running() const { return core::is_alive(identity_); }
  /// Whether it watches a folder, as a command does that waits for something.
  [[nodiscard]] bool is_watching() const;
  /// What it said on standard error up to now.
  [[nodiscard]] std::string said() const;
  /// Waits for its end, at most two minutes. The exit code is 128 + the signal that ended it.
  [[nodiscard]] core::CommandOutput wait();

 private:
  core::ProcessIdentity identity_;
  bool ended_ = false;
  std::filesystem::path out_;
  std::filesystem::path err_;
};

/// A machine of the test's own: HOME, Claude's folder, Orchard's store, no git identity, and the
/// demo agent as Claude Code. Ends every process it started when destroyed. Throws
/// std::runtime_error when something that is no subject of the test goes wrong.
class ScratchMachine {
 public:
  ScratchMachine();
  ~ScratchMachine();
  ScratchMachine(const ScratchMachine&) = delete;
  ScratchMachine& operator=(const ScratchMachine&) = delete;

  /// Runs `orchard ARGUMENTS`, or another program, to its end.
  [[nodiscard]] core::CommandOutput orchard(const Arguments& arguments,
                                            const std::string& input = "") const;
  [[nodiscard]] core::CommandOutput run(const std::filesystem::path& program,
                                        const Arguments& arguments,
                                        const std::string& input = "") const;
  /// Runs orchard with --json; it must succeed and print nothing but JSON.
  [[nodiscard]] nlohmann::json json(Arguments arguments) const;
  [[nodiscard]] std::unique_ptr<RunningCommand> start(const Arguments& arguments);
  [[nodiscard]] std::unique_ptr<RunningCommand> start_program(const std::filesystem::path& program,
                                                              const Arguments& arguments);

  /// A repository `name` on branch main with one commit; gives its folder.
  std::filesystem::path make_repository(const std::string& name = "fruit") const;
  /// The same, known to Orchard.
  std::filesystem::path add_repository(const std::string& name = "fruit") const;
  /// A workspace of the repository `repository`; gives its folder.
  [[nodiscard]] std::filesystem::path create_workspace(
      const std::string& name, const std::string& repository = "fruit") const;
  /// Output of git without its last newline; it must succeed. Commits have an identity here.
  std::string git(const std::filesystem::path& folder, const Arguments& arguments) const;
  static void write(const std::filesystem::path& file, const std::string& content);

  /// Sets a variable for every command from now on; none removes it.
  void set(const std::string& variable, std::optional<std::string> value);
  /// Makes an executable shell script and gives its path.
  std::filesystem::path write_program(const std::string& name, const std::string& body) const;
  /// From now on the demo agent waits `milliseconds` between its events.
  void slow_down_agents(int milliseconds);

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return dir_ / name; }
  [[nodiscard]] std::filesystem::path sessions_folder() const;
  /// Of the whole environment "NAME=value".
  [[nodiscard]] std::vector<std::string> environment() const;

 private:
  TempDir dir_;
  std::map<std::string, std::string> environment_;
  int started_ = 0;
};

}  // namespace orchard::test
