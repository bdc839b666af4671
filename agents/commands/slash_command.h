#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace orchard::agents {

/// Who answers a command that the user types.
enum class CommandRunner {
  agent,    ///< sent to the agent as a message: Claude Code answers it
  orchard,  ///< answered by Orchard itself: the agent has no such command when it runs headless
};

/// A command that every session offers, whatever the repository and the user add.
struct NativeCommand {
  std::string_view name;  ///< with its slash
  std::string_view help;  ///< one line
  CommandRunner runner = CommandRunner::agent;
};

/// In the order a picker shows them before any was used.
[[nodiscard]] std::span<const NativeCommand> native_commands();

/// `name` has its slash. None: nullptr.
[[nodiscard]] const NativeCommand* find_native_command(std::string_view name);

struct SlashCommand {
  std::string name;       ///< with its slash: "/usage"
  std::string arguments;  ///< the rest, without the space around it
  bool operator==(const SlashCommand&) const = default;
};

/// The command that `text` is, none when it is an ordinary message. A command begins with '/' in
/// the first column; its name consists of letters, digits, ':', '_' and '-', begins with a letter
/// or digit and ends at white space or the end, so "/usr/bin is empty" is none.
[[nodiscard]] std::optional<SlashCommand> parse_slash_command(std::string_view text);

/// What the user typed. The CLI echoes a command of the repository as
/// "<command-message>…</command-message><command-name>/greet</command-name><command-args>Bob…";
/// that becomes "/greet Bob". Any other text stays as it is.
[[nodiscard]] std::string typed_text(std::string_view echo);

}  // namespace orchard::agents
