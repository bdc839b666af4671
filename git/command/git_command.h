#pragma once

#include "core/base/result.h"
#include "core/process/run.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace orchard::git {

/// read: git takes no optional lock (the index is not refreshed on disk). write: git may.
enum class Access { read, write };

/// One run of the git program. Its messages are in English, it never prompts, and variables that
/// point to another repository (GIT_DIR, GIT_INDEX_FILE and the like) are not inherited.
struct GitCommand {
  std::filesystem::path directory = {};     ///< where git runs (-C)
  std::vector<std::string> arguments = {};  ///< after "git -C directory"
  Access access = Access::read;
  std::string input = {};                     ///< its standard input
  core::EnvironmentChanges environment = {};  ///< on top of the cleaned environment
  std::chrono::milliseconds time_limit{0};    ///< 0: none
  const std::atomic<bool>* cancel = nullptr;
};

/// Runs git and waits. Blocks; any thread. A non-zero exit is a value. Errors: unavailable (no git
/// program), timed_out, cancelled, io.
[[nodiscard]] core::Result<core::CommandOutput> run_git(const GitCommand& command);

/// The standard output of a git command that must succeed. `doing` completes the sentence
/// "git could not …". Errors: those of run_git and external_failed with git's own words.
[[nodiscard]] core::Result<std::string> git_output(const GitCommand& command,
                                                   const std::string& doing);

/// The error for a git command that said no: "git could not <doing>: <git's last words>".
[[nodiscard]] core::Error explain_failure(const core::CommandOutput& output,
                                          const std::string& doing);

}  // namespace orchard::git
