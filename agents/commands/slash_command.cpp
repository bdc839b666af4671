#include "agents/commands/slash_command.h"

#include <algorithm>
#include <array>

namespace orchard::agents {
namespace {

constexpr std::array kCommands = {
    NativeCommand{"/usage", "Show the plan's limits and what is left of them",
                  CommandRunner::orchard},
    NativeCommand{"/extra-usage", "Open the usage settings in the browser", CommandRunner::orchard},
    NativeCommand{"/clear", "Start over with an empty conversation", CommandRunner::agent},
    NativeCommand{"/compact", "Replace the conversation by a summary of it", CommandRunner::agent},
    NativeCommand{"/context", "Show what fills the context window", CommandRunner::agent},
    NativeCommand{"/cost", "Show what this session has cost", CommandRunner::agent},
    NativeCommand{"/plan", "Plan first, change nothing", CommandRunner::orchard},
    NativeCommand{"/model", "Change the model of this session", CommandRunner::orchard},
    NativeCommand{"/permissions", "Change what the agent may do without asking",
                  CommandRunner::orchard},
    NativeCommand{"/status", "Show the state of this session", CommandRunner::orchard},
    NativeCommand{"/config", "Open a section of the settings", CommandRunner::orchard},
    NativeCommand{"/init", "Write a CLAUDE.md for this repository", CommandRunner::agent},
    NativeCommand{"/review", "Review a pull request", CommandRunner::agent},
    NativeCommand{"/security-review", "Look for security problems in the pending changes",
                  CommandRunner::agent},
    NativeCommand{"/pr-comments", "Show the comments on the pull request", CommandRunner::agent},
    NativeCommand{"/login", "Sign in to Claude", CommandRunner::orchard},
    NativeCommand{"/release-notes", "Show what changed in this version", CommandRunner::orchard},
    NativeCommand{"/version", "Show the versions of Orchard and Claude Code",
                  CommandRunner::orchard},
    NativeCommand{"/help", "List the commands", CommandRunner::orchard},
};

// Not <cctype>: the locale must not decide what a command is.
bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_char(char c) {
  return is_letter_or_digit(c) || c == ':' || c == '_' || c == '-';
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const auto start = text.find(open);
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start + open.size());
  return text.substr(0, text.rfind(close));
}

}  // namespace

std::span<const NativeCommand> native_commands() {
  return kCommands;
}

const NativeCommand* find_native_command(std::string_view name) {
  const auto* found = std::ranges::find(kCommands, name, &NativeCommand::name);
  return found == kCommands.end() ? nullptr : found;
}

std::optional<SlashCommand> parse_slash_command(std::string_view text) {
  if (text.size() < 2 || text[0] != '/' || !is_letter_or_digit(text[1])) return std::nullopt;
  const auto end = std::find_if_not(text.begin() + 1, text.end(), is_name_char);
  if (end != text.end() && !is_space(*end)) return std::nullopt;
  const auto name_size = static_cast<std::size_t>(end - text.begin());
  std::string_view rest = text.substr(name_size);
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  while (!rest.empty() && is_space(rest.back())) rest.remove_suffix(1);
  return SlashCommand{std::string(text.substr(0, name_size)), std::string(rest)};
}

std::string typed_text(std::string_view echo) {
  if (!echo.starts_with("<command-message>") && !echo.starts_with("<command-name>"))
    return std::string(echo);
  const std::string_view name =
      between(echo.substr(0, echo.find("<command-args>")), "<command-name>", "</command-name>");
  if (!parse_slash_command(name)) return std::string(echo);
  const std::string_view arguments = between(echo, "<command-args>", "</command-args>");
  std::string typed(name);
  if (!arguments.empty()) typed.append(" ").append(arguments);
  return typed;
}

}  // namespace orchard::agents
