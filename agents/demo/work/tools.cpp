#include "agents/demo/work/tools.h"

#include "agents/demo/work/shell.h"
#include "core/io/file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

namespace orchard::agents::demo {
namespace {

using Json = nlohmann::ordered_json;

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

std::string commit_command(const std::string& message, const std::filesystem::path& cwd) {
  const bool has_identity =
      run_shell("git -c user.useConfigOnly=true var GIT_COMMITTER_IDENT", cwd, nullptr).status == 0;
  return std::string("git add -A && git ") +
         (has_identity ? "" : "-c user.name='Orchard Demo' -c user.email=orchard@localhost ") +
         "commit -m " + quoted(message);
}

ToolOutcome failed(const std::string& why) {
  return {true, why, to_text(Json("Error: " + why))};
}

bool put_file(const std::filesystem::path& path, const std::string& text) {
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.flush();
  return file.good();
}

ToolOutcome write_file(const Json& input, const std::filesystem::path& cwd) {
  const std::filesystem::path path = cwd / input.value("file_path", "");
  const std::string text = input.value("content", "");
  const auto before = core::read_file(path);
  if (!put_file(path, text)) return failed("The file " + path.string() + " could not be written.");
  const Json result = {{"type", before ? "update" : "create"},
                       {"filePath", path.string()},
                       {"content", text},
                       {"structuredPatch", Json::array()},
                       {"originalFile", before ? Json(*before) : Json(nullptr)},
                       {"userModified", false}};
  return {false, "File created successfully at: " + path.string(), to_text(result)};
}

ToolOutcome edit_file(const Json& input, const std::filesystem::path& cwd) {
  const std::filesystem::path path = cwd / input.value("file_path", "");
  const std::string old_text = input.value("old_string", "");
  const std::string new_text = input.value("new_string", "");
  const auto before = core::read_file(path);
  if (!before) return failed("File does not exist.");
  const std::size_t at = before->find(old_text);
  if (old_text.empty() || at == std::string::npos)
    return failed("String to replace not found in file.");
  std::string after = *before;
  after.replace(at, old_text.size(), new_text);
  if (!put_file(path, after)) return failed("The file " + path.string() + " could not be written.");
  const Json result = {{"filePath", path.string()},
                       {"oldString", old_text},
                       {"newString", new_text},
                       {"originalFile", *before},
                       {"structuredPatch", Json::array()},
                       {"userModified", false},
                       {"replaceAll", false}};
  return {false, "The file " + path.string() + " has been updated successfully.", to_text(result)};
}

// "[main 11754f8] subject", as git prints a commit.
std::string commit_in(const std::string& out) {
  if (!out.starts_with("[")) return "";
  const std::size_t close = out.find(']');
  const std::size_t space = out.rfind(' ', close);
  if (close == std::string::npos || space == std::string::npos) return "";
  return out.substr(space + 1, close - space - 1);
}

ToolOutcome run_bash(const Json& input, const std::filesystem::path& cwd, HostLink& link) {
  const ShellOutcome shell = run_shell(input.value("command", ""), cwd, &link);
  Json result = {{"stdout", shell.out},
                 {"stderr", shell.err},
                 {"interrupted", shell.interrupted},
                 {"isImage", false},
                 {"noOutputExpected", shell.out.empty()}};
  if (const std::string sha = commit_in(shell.out); !sha.empty() && shell.status == 0)
    result["gitOperation"] = {{"commit", {{"sha", sha}, {"kind", "committed"}}}};
  std::string content = shell.out + shell.err;
  while (!content.empty() && content.back() == '\n') content.pop_back();
  if (shell.status != 0)
    content = "Exit code " + std::to_string(shell.status) + (content.empty() ? "" : "\n") + content;
  if (content.empty()) content = "(Bash completed with no output)";
  return {shell.status != 0, content, to_text(result)};
}

// "Which colour?|Red|Blue"
std::string question_input(const std::string& text) {
  Json options = Json::array();
  std::size_t at = text.find('|');
  const std::string question = text.substr(0, at);
  while (at != std::string::npos) {
    const std::size_t end = text.find('|', at + 1);
    options.push_back({{"label", text.substr(at + 1, end - at - 1)}, {"description", ""}});
    at = end;
  }
  return to_text({{"questions", Json::array({{{"question", question},
                                              {"header", "Demo"},
                                              {"options", options},
                                              {"multiSelect", false}}})}});
}

ToolOutcome read_answers(const Json& input) {
  std::string content = "User has answered your questions:";
  const Json answers = input.value("answers", Json::object());
  for (const auto& [question, answer] : answers.items())
    content += " \"" + question + "\"=\"" + answer.get<std::string>() + "\".";
  return {false, content, to_text(input)};
}

}  // namespace

ToolCall call_for(const ToolPlan& plan, const std::filesystem::path& cwd) {
  const auto bash = [](const std::string& command, const std::string& description) {
    return ToolCall{"Bash", to_text({{"command", command}, {"description", description}}),
                    description};
  };
  switch (plan.kind) {
    case ToolKind::write:
      return {"Write", to_text({{"file_path", (cwd / plan.path).string()}, {"content", plan.text}}),
              plan.path};
    case ToolKind::edit:
      return {"Edit",
              to_text({{"replace_all", false},
                       {"file_path", (cwd / plan.path).string()},
                       {"old_string", plan.old_text},
                       {"new_string", plan.text}}),
              plan.path};
    case ToolKind::commit:
      return bash(commit_command(plan.text, cwd), "Commit the work");
    case ToolKind::bash:
    case ToolKind::ask:
      return bash(plan.text, "Run " + plan.text);
    case ToolKind::question:
      return {"AskUserQuestion", question_input(plan.text), ""};
    case ToolKind::sub_agent:
      break;
  }
  const std::string description = "A part of the work";
  return {"Agent",
          to_text({{"description", description},
                   {"prompt", plan.text},
                   {"subagent_type", "general-purpose"}}),
          description};
}

Permission permission_for(const std::string& mode, ToolKind kind) {
  if (kind == ToolKind::question) return Permission::asks;
  if (kind == ToolKind::sub_agent || mode == "bypassPermissions") return Permission::granted;
  const bool eased = mode == "acceptEdits" || mode == "auto";
  if (eased && kind != ToolKind::ask) return Permission::granted;
  return mode == "dontAsk" ? Permission::refused : Permission::asks;
}

ToolOutcome run_tool(const std::string& name, const std::string& input_json,
                     const std::filesystem::path& cwd, HostLink& link) {
  const Json input = Json::parse(input_json, nullptr, false);
  try {
    if (name == "Write") return write_file(input, cwd);
    if (name == "Edit") return edit_file(input, cwd);
    if (name == "AskUserQuestion") return read_answers(input);
    return run_bash(input, cwd, link);
  } catch (const Json::exception&) {
    return failed("The tool's input has not the expected form.");
  }
}

}  // namespace orchard::agents::demo
