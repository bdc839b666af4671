#include "git/command/git_command.h"

#include <array>
#include <string_view>
#include <utility>

namespace orchard::git {
namespace {

// Variables that make git look at another repository or read names in another way (the list of
// `git rev-parse --local-env-vars` without the configuration, which is the user's own).
constexpr std::array kScrubbed = {"GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                  "GIT_OBJECT_DIRECTORY",
                                  "GIT_DIR",
                                  "GIT_WORK_TREE",
                                  "GIT_IMPLICIT_WORK_TREE",
                                  "GIT_GRAFT_FILE",
                                  "GIT_INDEX_FILE",
                                  "GIT_NO_REPLACE_OBJECTS",
                                  "GIT_REPLACE_REF_BASE",
                                  "GIT_PREFIX",
                                  "GIT_SHALLOW_FILE",
                                  "GIT_COMMON_DIR",
                                  "GIT_NAMESPACE",
                                  "GIT_LITERAL_PATHSPECS",
                                  "GIT_GLOB_PATHSPECS",
                                  "GIT_NOGLOB_PATHSPECS",
                                  "GIT_ICASE_PATHSPECS",
                                  "GIT_EXTERNAL_DIFF",
                                  "GIT_DIFF_OPTS"};

core::EnvironmentChanges make_environment(const GitCommand& command) {
  core::EnvironmentChanges changes;
  for (const char* name : kScrubbed) changes[name] = std::nullopt;
  changes["LC_ALL"] = "C";
  changes["GIT_TERMINAL_PROMPT"] = "0";
  changes["GIT_OPTIONAL_LOCKS"] =
      command.access == Access::read ? std::optional<std::string>("0") : std::nullopt;
  for (const auto& [name, value] : command.environment) changes[name] = value;
  return changes;
}

/// The lines of git's complaint that say why, joined; hints and progress are left out.
std::string last_words(std::string_view text) {
  std::string fatal;
  std::string last;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.starts_with("hint:")) continue;
    last = line;
    for (std::string_view mark : {"fatal: ", "error: "}) {
      if (!line.starts_with(mark)) continue;
      if (!fatal.empty()) fatal += "; ";
      fatal += line.substr(mark.size());
    }
  }
  std::string& words = fatal.empty() ? last : fatal;
  if (words.size() > 600) words.resize(600);
  return words;
}

}  // namespace

core::Result<core::CommandOutput> run_git(const GitCommand& command) {
  core::Command run;
  run.program = "git";
  run.arguments = {"-C", command.directory.string()};
  run.arguments.insert(run.arguments.end(), command.arguments.begin(), command.arguments.end());
  run.environment = make_environment(command);
  run.input = command.input;
  run.time_limit = command.time_limit;
  // A cut answer would be a wrong one: a large file that comes back must come back whole.
  run.output_limit = std::size_t{1} << 40U;
  return core::run_command(run, command.cancel);
}

core::Result<std::string> git_output(const GitCommand& command, const std::string& doing) {
  ORCHARD_TRY(auto output, run_git(command));
  if (!output.ok()) return core::fail(explain_failure(output, doing));
  return std::move(output.out);
}

core::Error explain_failure(const core::CommandOutput& output, const std::string& doing) {
  std::string words = last_words(output.err);
  if (words.empty()) {
    words = output.signal ? "it was ended by signal " + std::to_string(*output.signal)
                          : "it ended with code " + std::to_string(output.exit_code);
  }
  return core::Error{core::ErrorCode::external_failed, "git could not " + doing + ": " + words, {}};
}

}  // namespace orchard::git
