#include "agents/launch/launch_plan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <unistd.h>

namespace orchard::agents {
namespace {

// They mark a parent agent or point git at another repository; everything else is the user's own.
constexpr std::array<std::string_view, 12> kRemoved = {
    "CLAUDECODE",
    "CLAUDE_CODE_SESSION_ID",
    "CLAUDE_CODE_CHILD_SESSION",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE_EXECPATH",
    "AI_AGENT",
    "CLAUDE_EFFORT",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
};
constexpr std::string_view kRedacted = "[redacted]";

std::string_view name_of(std::string_view entry) {
  return entry.substr(0, entry.find('='));
}

std::optional<std::string> value_in(const std::vector<std::string>& environment,
                                    std::string_view name) {
  for (const std::string& entry : environment)
    if (name_of(entry) == name && entry.size() > name.size()) return entry.substr(name.size() + 1);
  return std::nullopt;
}

bool speaks_of_a_secret(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* word : {"key", "token", "secret", "password", "passwd", "credential",
                           "authorization", "cookie", "bearer", "sk-"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

// Options whose values are programs of the protocol and never secret, whatever they contain.
bool is_plain_option(std::string_view option) {
  for (const char* plain :
       {"--session-id", "--resume", "--model", "--permission-mode", "--input-format",
        "--output-format", "--permission-prompt-tool", "--add-dir", "--script", "--pace-ms"})
    if (option == plain) return true;
  return false;
}

}  // namespace

std::vector<std::string> build_arguments(const LaunchSpec& spec) {
  std::vector<std::string> arguments = spec.executable.leading_arguments;
  const auto add = [&](std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more);
  };
  add({"-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
       "--include-partial-messages", "--replay-user-messages", "--permission-prompt-tool",
       "stdio"});
  add({spec.resume ? "--resume" : "--session-id", spec.session.value});
  if (!spec.model.empty()) add({"--model", spec.model});
  if (!spec.permission_mode.empty()) add({"--permission-mode", spec.permission_mode});
  if (spec.allow_bypass) add({"--allow-dangerously-skip-permissions"});
  arguments.insert(arguments.end(), spec.extra_arguments.begin(), spec.extra_arguments.end());
  return arguments;
}

std::vector<std::string> build_environment(const LaunchSpec& spec,
                                           const std::vector<std::string>& inherited) {
  std::vector<std::pair<std::string, std::string>> added = spec.extra_environment;
  added.emplace_back("ORCHARD_SESSION_ID", spec.launched_as.value);
  added.emplace_back("ORCHARD_WORKSPACE", spec.workspace.value);

  // Claude Code sets GIT_EDITOR for its tools; without it the variable is the user's own.
  const bool inside_an_agent = value_in(inherited, "CLAUDECODE").has_value();
  std::vector<std::string> environment;
  for (const std::string& entry : inherited) {
    const std::string_view name = name_of(entry);
    const bool removed = std::find(kRemoved.begin(), kRemoved.end(), name) != kRemoved.end() ||
                         (inside_an_agent && name == "GIT_EDITOR");
    const bool replaced = std::any_of(added.begin(), added.end(),
                                      [&](const auto& pair) { return pair.first == name; });
    if (!removed && !replaced) environment.push_back(entry);
  }
  for (const auto& [name, value] : added) environment.push_back(name + "=" + value);
  return environment;
}

core::EnvironmentChanges changes_for_own_use(const std::vector<std::string>& inherited) {
  core::EnvironmentChanges changes;
  for (const std::string_view name : kRemoved) changes.emplace(name, std::nullopt);
  if (value_in(inherited, "CLAUDECODE")) changes.emplace("GIT_EDITOR", std::nullopt);
  changes.emplace("CLAUDE_CODE_ENABLE_TELEMETRY", std::nullopt);
  changes.emplace("DISABLE_AUTOUPDATER", "1");
  return changes;
}

std::vector<std::string> redact_arguments(const std::vector<std::string>& arguments) {
  std::vector<std::string> redacted;
  redacted.reserve(arguments.size());
  bool value_is_secret = false;
  bool value_is_plain = false;
  for (const std::string& argument : arguments) {
    const bool is_option = argument.starts_with("--");
    const std::size_t equals = argument.find('=');
    if (value_is_secret && !is_option) {
      redacted.emplace_back(kRedacted);
    } else if (is_option && equals != std::string::npos && speaks_of_a_secret(argument)) {
      redacted.push_back(argument.substr(0, equals + 1) + std::string(kRedacted));
    } else if (!is_option && !value_is_plain && speaks_of_a_secret(argument)) {
      redacted.emplace_back(kRedacted);
    } else {
      redacted.push_back(argument);
    }
    value_is_plain = is_option && is_plain_option(argument);
    value_is_secret =
        is_option && !value_is_plain && equals == std::string::npos && speaks_of_a_secret(argument);
  }
  return redacted;
}

std::filesystem::path config_directory_of(const std::vector<std::string>& environment) {
  if (const auto set = value_in(environment, "CLAUDE_CONFIG_DIR"); set && !set->empty())
    return *set;
  if (const auto home = value_in(environment, "HOME"); home && !home->empty())
    return std::filesystem::path(*home) / ".claude";
  return {};
}

std::vector<std::string> current_environment() {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  return environment;
}

}  // namespace orchard::agents
