#pragma once

#include "agents/demo/script/directives.h"
#include "agents/demo/wire/host_link.h"

#include <filesystem>
#include <string>

namespace orchard::agents::demo {

/// A tool call as the protocol shows it.
struct ToolCall {
  std::string name;  ///< Write, Edit, Bash, AskUserQuestion, Agent
  std::string input_json;
  std::string description;
};

struct ToolOutcome {
  bool is_error = false;
  std::string content;
  std::string result_json;  ///< `tool_use_result`
};

/// The call that `plan` makes in `cwd`. A commit becomes the git command that makes it, with an
/// identity of its own only when the user has none.
[[nodiscard]] ToolCall call_for(const ToolPlan& plan, const std::filesystem::path& cwd);

enum class Permission { granted, asks, refused };
/// Pure: whether `mode` lets the tool run. `[[ask]]` stands for a command that acceptEdits asks for
/// too; every other command counts as one that it allows.
[[nodiscard]] Permission permission_for(const std::string& mode, ToolKind kind);

/// Runs Write, Edit, Bash or AskUserQuestion with `input_json` (perhaps changed by the host) in
/// `cwd`. A command runs in a process session of its own, as Claude Code's do, and is killed when
/// the host interrupts.
[[nodiscard]] ToolOutcome run_tool(const std::string& name, const std::string& input_json,
                                   const std::filesystem::path& cwd, HostLink& link);

/// A process that leaves the agent's process session and lives on for ten minutes.
void leave_orphan();

}  // namespace orchard::agents::demo
