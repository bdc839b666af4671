#pragma once

#include "core/base/result.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::core {

/// Changes to the inherited environment: a value sets, none removes.
using EnvironmentChanges = std::map<std::string, std::optional<std::string>>;

/// A program to run to its end. Arguments are passed as a vector; no shell is involved.
struct Command {
  std::string program;  ///< a path, or a name looked up on PATH
  std::vector<std::string> arguments;
  std::filesystem::path directory;  ///< empty: inherited
  EnvironmentChanges environment;
  std::string input;                        ///< written to its standard input, then closed
  std::chrono::milliseconds time_limit{0};  ///< 0: none; past it the process group is ended
  std::size_t output_limit = std::size_t{64} << 20U;  ///< bytes kept of each stream
  /// For a program that answers and then waits for more: its standard input stays open until this
  /// is true of what it wrote, then its process group is ended and that is no error.
  std::function<bool(std::string_view out)> enough;
};

struct CommandOutput {
  int exit_code = -1;         ///< -1 when a signal ended it
  std::optional<int> signal;  ///< the signal that ended it
  std::string out;
  std::string err;

  [[nodiscard]] bool ok() const { return exit_code == 0; }
};

/// Runs `command` and waits for it, in a process group of its own. Blocks; call from any thread
/// but the UI's. A non-zero exit is a value, not an error. The group is asked to end (SIGTERM),
/// then killed after 2 s; one that leaves a background process behind is waited for up to 2 s.
/// Errors: unavailable (no such program), timed_out, cancelled (`cancel` became true), not_found
/// (the directory), invalid_argument (too long, or a zero byte), io.
[[nodiscard]] Result<CommandOutput> run_command(const Command& command,
                                                const std::atomic<bool>* cancel = nullptr);

/// The absolute path of an executable: `name` itself when it has a slash, else looked up on PATH.
/// Errors: unavailable with a sentence naming what was looked for.
[[nodiscard]] Result<std::filesystem::path> find_executable(const std::string& name);

}  // namespace orchard::core
