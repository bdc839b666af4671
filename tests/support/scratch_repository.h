#pragma once

#include "core/process/run.h"
#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace orchard::test {

/// A git repository of the test's own on branch main, with one commit. No configuration of the
/// machine is read: HOME is the temporary folder for this process and its children.
class ScratchRepository {
 public:
  explicit ScratchRepository(bool with_commit = true) {
    ::setenv("HOME", dir_.path().c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", (dir_.path() / ".config").c_str(), 1);
    ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    ::setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    std::filesystem::create_directories(root());
    git({"init", "--quiet", "-b", "main"});
    if (!with_commit) return;
    write("README.md", "hello\n");
    commit("First");
  }

  [[nodiscard]] std::filesystem::path root() const { return dir_.path() / "repo"; }
  [[nodiscard]] const std::filesystem::path& outside() const { return dir_.path(); }

  /// Runs git in `where` (the repository by default) and gives its output; throws when it fails.
  std::string git(std::vector<std::string> arguments, const std::filesystem::path& where = {},
                  bool may_fail = false) const {
    core::Command command;
    command.program = "git";
    command.arguments = {
        "-C", (where.empty() ? root() : where).string(), "-c", "user.name=Tester",
        "-c", "user.email=tester@example.com",           "-c", "protocol.file.allow=always"};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    const auto output = core::run_command(command);
    if (!output) throw std::runtime_error(output.error().describe());
    if (!output->ok() && !may_fail)
      throw std::runtime_error(arguments.front() + ": " + output->err);
    return output->out;
  }

  /// One line of git's output.
  std::string line(std::vector<std::string> arguments,
                   const std::filesystem::path& where = {}) const {
    std::string out = git(std::move(arguments), where);
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
  }

  void write(const std::string& path, const std::string& content,
             const std::filesystem::path& where = {}) const {
    const std::filesystem::path full = (where.empty() ? root() : where) / path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << content;
  }

  static std::string read(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  std::string commit(const std::string& message, const std::filesystem::path& where = {}) const {
    git({"add", "-A"}, where);
    git({"commit", "--quiet", "--allow-empty", "-m", message}, where);
    return line({"rev-parse", "HEAD"}, where);
  }

 private:
  TempDir dir_;
};

}  // namespace orchard::test
