#pragma once

#include "core/domain/ids.h"
#include "core/process/run.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orchard::agents {

/// The program that plays the agent: Claude Code, or Orchard itself with "demo-agent" in front.
struct AgentExecutable {
  std::filesystem::path program;  ///< absolute
  std::vector<std::string> leading_arguments;
};

/// Everything that decides how one agent process is started.
struct LaunchSpec {
  core::SessionId launched_as;  ///< names the session directory
  core::SessionId session;      ///< for --resume the id carried last; else equal to launched_as
  bool resume = false;
  AgentExecutable executable;
  std::filesystem::path directory;
  core::WorkspaceId workspace;
  std::string model;            ///< empty: the CLI's default. Always pass it again on resume.
  std::string permission_mode;  ///< empty: the CLI's default
  bool allow_bypass = false;    ///< adds --allow-dangerously-skip-permissions
  std::vector<std::string> extra_arguments;
  std::vector<std::pair<std::string, std::string>> extra_environment;
};

/// The arguments behind the program's name, leading arguments first.
[[nodiscard]] std::vector<std::string> build_arguments(const LaunchSpec& spec);

/// `inherited` ("NAME=value" each) without what marks a parent agent or points git elsewhere, plus
/// the extra environment, ORCHARD_SESSION_ID (the id launched with) and ORCHARD_WORKSPACE.
[[nodiscard]] std::vector<std::string> build_environment(const LaunchSpec& spec,
                                                         const std::vector<std::string>& inherited);

/// For a `claude` that Orchard itself asks something: takes away what marks a parent agent or
/// points git elsewhere in `inherited`, and what would make it update itself or send telemetry.
[[nodiscard]] core::EnvironmentChanges changes_for_own_use(
    const std::vector<std::string>& inherited);

/// `arguments` with what may be a secret replaced by "[redacted]": values of options and JSON
/// settings whose names speak of keys, tokens, secrets or passwords, and values like "sk-ant-…".
[[nodiscard]] std::vector<std::string> redact_arguments(const std::vector<std::string>& arguments);

/// CLAUDE_CONFIG_DIR in `environment`, else `$HOME/.claude`; empty when neither is set.
[[nodiscard]] std::filesystem::path config_directory_of(
    const std::vector<std::string>& environment);

/// The environment of this process, "NAME=value" each.
[[nodiscard]] std::vector<std::string> current_environment();

}  // namespace orchard::agents
