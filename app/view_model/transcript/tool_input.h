#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// One replacement inside a file.
struct TextEdit {
  std::string before;
  std::string after;
};

/// The arguments of a tool call that the window knows how to show. Missing ones are empty.
struct ToolInput {
  std::string command;               ///< Bash
  std::string description;           ///< the agent's own note
  std::string path;                  ///< file_path, notebook_path or path
  std::string content;               ///< Write
  std::vector<TextEdit> edits;       ///< Edit, MultiEdit
  std::string plan;                  ///< ExitPlanMode
  std::string question;              ///< AskUserQuestion: the questions, one a line
  std::vector<std::string> options;  ///< of a single question
};

/// Reads the JSON an agent sent. Anything unexpected is left out; never fails.
[[nodiscard]] ToolInput read_tool_input(std::string_view input_json);

}  // namespace orchard::app
