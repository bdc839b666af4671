#include "agents/session/tool_summary.h"

#include "agents/protocol/json_fields.h"
#include "agents/session/text_cut.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

constexpr std::size_t kLongest = 200;

/// The first line that says something, without control characters.
std::string one_line(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  text = text.substr(first);
  text = text.substr(0, text.find_last_not_of(kSpace) + 1);
  const std::string_view whole = text;
  text = text.substr(0, text.find_first_of("\r\n"));
  if (text.size() > kLongest || text.size() < whole.size())
    text = cut_text(text, kLongest - kEllipsis.size());
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (text.size() < whole.size()) line += kEllipsis;
  return line;
}

std::string below(std::string_view path, std::string_view cwd) {
  while (cwd.size() > 1 && cwd.ends_with('/')) cwd.remove_suffix(1);
  if (cwd.empty() || !path.starts_with(cwd)) return std::string(path);
  if (path.size() == cwd.size()) return ".";
  if (path[cwd.size()] != '/') return std::string(path);
  return std::string(path.substr(cwd.size() + 1));
}

enum class Form { text, path, pattern, question, todos };

struct Rule {
  std::string_view tool;
  const char* key;
  Form form;
};

constexpr std::array kRules = {
    Rule{"Bash", "command", Form::text},
    Rule{"BashOutput", "bash_id", Form::text},
    Rule{"KillShell", "shell_id", Form::text},
    Rule{"Read", "file_path", Form::path},
    Rule{"Write", "file_path", Form::path},
    Rule{"Edit", "file_path", Form::path},
    Rule{"MultiEdit", "file_path", Form::path},
    Rule{"NotebookEdit", "notebook_path", Form::path},
    Rule{"LS", "path", Form::path},
    Rule{"Glob", "pattern", Form::pattern},
    Rule{"Grep", "pattern", Form::pattern},
    Rule{"WebFetch", "url", Form::text},
    Rule{"WebSearch", "query", Form::text},
    Rule{"Agent", "description", Form::text},
    Rule{"Task", "description", Form::text},
    Rule{"TaskCreate", "subject", Form::text},
    Rule{"Skill", "skill", Form::text},
    Rule{"ExitPlanMode", "plan", Form::text},
    Rule{"AskUserQuestion", "questions", Form::question},
    Rule{"TodoWrite", "todos", Form::todos},
};

/// What is being done now, else how many there are.
std::string todo_summary(const Json& todos) {
  for (const Json& todo : todos)
    if (text_member(todo, "status") == "in_progress") return text_member(todo, "content");
  return todos.size() == 1 ? "1 item" : std::to_string(todos.size()) + " items";
}

std::string apply(const Rule& rule, const Json& input, std::string_view cwd) {
  const std::string text = text_member(input, rule.key);
  switch (rule.form) {
    case Form::text:
      return text;
    case Form::path:
      return below(text, cwd);
    case Form::pattern: {
      const std::string where = below(text_member(input, "path"), cwd);
      return where.empty() || where == "." ? text : text + " in " + where;
    }
    case Form::question: {
      const Json& questions = children(input, rule.key);
      return questions.empty() ? std::string{} : text_member(*questions.begin(), "question");
    }
    case Form::todos:
      return todo_summary(children(input, rule.key));
  }
  return text;
}

/// Preferred over the first text argument, in this order.
constexpr std::array kTellingKeys = {"description", "command", "file_path", "path",
                                     "query",       "url",     "name",      "prompt"};

std::string first_text(const Json& input) {
  for (const char* key : kTellingKeys) {
    std::string text = text_member(input, key);
    if (!text.empty()) return text;
  }
  if (!input.is_object()) return {};
  for (const Json& value : input)
    if (value.is_string() && !value.get_ref<const std::string&>().empty()) return text_value(value);
  return {};
}

}  // namespace

std::string summarize_tool(std::string_view tool, std::string_view input_json,
                           std::string_view cwd) {
  const auto input = parse_json(input_json);
  if (!input) return {};
  const auto* rule = std::ranges::find(kRules, tool, &Rule::tool);
  std::string text = rule == kRules.end() ? std::string{} : apply(*rule, *input, cwd);
  if (text.empty()) text = below(first_text(*input), cwd);
  return one_line(text);
}

}  // namespace orchard::agents
