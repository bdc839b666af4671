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

/// One question of AskUserQuestion, in the agent's own words: an answer names them.
struct AskedQuestion {
  std::string text;
  std::vector<std::string> options;
  std::vector<std::string> explanations;  ///< one for each option; empty when there is none
  bool several = false;                   ///< more than one option may be chosen
};

/// The arguments of a tool call that the window knows how to show. Missing ones are empty.
struct ToolInput {
  std::string command;          ///< Bash
  std::string description;      ///< the agent's own note
  std::string path;             ///< file_path, notebook_path or path
  std::string content;          ///< Write
  std::vector<TextEdit> edits;  ///< Edit, MultiEdit
  std::string plan;             ///< ExitPlanMode
  std::vector<AskedQuestion> questions;
  std::string question;  ///< the texts of all questions, one a line
};

/// Reads the JSON an agent sent. Anything unexpected is left out; never fails.
[[nodiscard]] ToolInput read_tool_input(std::string_view input_json);

}  // namespace orchard::app
