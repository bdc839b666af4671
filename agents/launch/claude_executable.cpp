#include "agents/launch/claude_executable.h"

#include "core/process/run.h"

#include <cctype>
#include <cstdlib>

#include <unistd.h>

namespace orchard::agents {
namespace {

constexpr std::string_view kRemedy =
    "Install Claude Code (npm install -g @anthropic-ai/claude-code) or set ORCHARD_CLAUDE to the "
    "path of its program.";

core::Result<AgentExecutable> named(const std::string& name, std::string_view where) {
  auto found = core::find_executable(name);
  if (!found || access(found->c_str(), X_OK) != 0)
    return core::fail(core::ErrorCode::unavailable,
                      std::string(where) + " names \"" + name +
                          "\", which is no program that can be run. " + std::string(kRemedy));
  return AgentExecutable{std::filesystem::absolute(*found), {}};
}

std::optional<int> read_number(std::string_view text, std::size_t& at) {
  int value = 0;
  const std::size_t begin = at;
  while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0 &&
         at - begin < 8)
    value = value * 10 + (text[at++] - '0');
  return at == begin ? std::nullopt : std::optional(value);
}

std::optional<ClaudeVersion> read_version(std::string_view text, std::size_t at) {
  ClaudeVersion version;
  int* const parts[] = {&version.major, &version.minor, &version.patch};
  for (int i = 0; i < 3; ++i) {
    if (i > 0 && (at >= text.size() || text[at++] != '.')) return std::nullopt;
    const auto number = read_number(text, at);
    if (!number) return std::nullopt;
    *parts[i] = *number;
  }
  return version;
}

}  // namespace

std::string ClaudeVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

core::Result<AgentExecutable> resolve_claude(const std::filesystem::path& setting) {
  if (const char* set = std::getenv("ORCHARD_CLAUDE"); set != nullptr && *set != '\0')
    return named(set, "ORCHARD_CLAUDE");
  if (!setting.empty()) return named(setting.string(), "The setting for Claude Code");
  auto found = core::find_executable("claude");
  if (!found)
    return core::fail(
        core::ErrorCode::unavailable,
        "Claude Code (the program \"claude\") was not found on PATH. " + std::string(kRemedy));
  return AgentExecutable{std::filesystem::absolute(*found), {}};
}

std::optional<ClaudeVersion> parse_claude_version(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins_word = at == 0 || std::isspace(static_cast<unsigned char>(text[at - 1])) != 0;
    if (!begins_word) continue;
    if (auto version = read_version(text, at)) return version;
  }
  return std::nullopt;
}

core::Result<ClaudeVersion> check_claude(const AgentExecutable& executable) {
  core::Command command;
  command.program = executable.program.string();
  command.arguments = executable.leading_arguments;
  command.arguments.emplace_back("--version");
  command.time_limit = std::chrono::seconds(20);
  command.output_limit = std::size_t{64} << 10U;
  ORCHARD_TRY(const core::CommandOutput output, core::run_command(command));
  const auto version = parse_claude_version(output.out);
  if (!output.ok() || !version)
    return core::fail(core::ErrorCode::unavailable,
                      "The program \"" + command.program +
                          "\" does not answer --version as Claude Code does. " +
                          std::string(kRemedy));
  if (*version < kOldestClaude)
    return core::fail(core::ErrorCode::unsupported,
                      "Claude Code " + version->text() + " at \"" + command.program +
                          "\" is too old: update it to " + kOldestClaude.text() +
                          " or newer (claude update).");
  return *version;
}

}  // namespace orchard::agents
