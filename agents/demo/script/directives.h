#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::agents::demo {

/// One `[[name text]]` of a prompt.
struct Directive {
  std::string name;
  std::string text;

  bool operator==(const Directive&) const = default;
};

/// The directives in `prompt` in order; pairs of brackets inside one belong to it.
[[nodiscard]] std::vector<Directive> parse_directives(std::string_view prompt);

/// What a prompt without directives makes the agent do: write `note`, commit it, say so.
[[nodiscard]] std::vector<Directive> note_directives(std::string_view prompt,
                                                     const std::string& note);
/// A file name for a note about `prompt`, without a number: "notes/fix-the-login-page".
[[nodiscard]] std::string note_name(std::string_view prompt);

enum class ToolKind { write, edit, bash, ask, commit, question, sub_agent };

struct ToolPlan {
  ToolKind kind = ToolKind::bash;
  std::string path;      ///< write, edit
  std::string text;      ///< content, command, commit message, "Which?|One|Two", sub-agent's prompt
  std::string old_text;  ///< edit
};

/// Either one API reply (thinking, then text, then perhaps a tool call), or an effect that is no
/// reply: an error, garbage, an exit.
struct Step {
  std::string thinking;
  std::string text;
  int ticks = 0;  ///< the text is written in so many slow parts
  std::optional<ToolPlan> tool;
  std::optional<Directive> effect;
};

/// Pure: what `directives` make the agent do. The last step is always a reply without a tool.
[[nodiscard]] std::vector<Step> plan_steps(const std::vector<Directive>& directives);

}  // namespace orchard::agents::demo
