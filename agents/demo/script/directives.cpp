#include "agents/demo/script/directives.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace orchard::agents::demo {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The first word and what follows it.
std::pair<std::string, std::string> split_word(std::string_view text) {
  const std::size_t space = text.find_first_of(" \t\n");
  if (space == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, space)), std::string(trimmed(text.substr(space)))};
}

// "\n" in a prompt's line stands for a new line in a file.
std::string with_newlines(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') {
      out += '\n';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::size_t end_of_directive(std::string_view prompt, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i + 1 < prompt.size(); ++i) {
    const std::string_view pair = prompt.substr(i, 2);
    if (pair == "[[") ++depth;
    if (pair == "]]" && --depth == 0) return i;
    if (pair == "[[" || pair == "]]") ++i;
  }
  return std::string_view::npos;
}

std::optional<ToolPlan> plan_tool(const Directive& directive) {
  ToolPlan plan;
  plan.text = directive.text;
  if (directive.name == "write") {
    plan.kind = ToolKind::write;
    const auto [path, text] = split_word(directive.text);
    plan.path = path;
    plan.text = with_newlines(text);
    if (plan.text.empty() || plan.text.back() != '\n') plan.text += '\n';
  } else if (directive.name == "edit") {
    plan.kind = ToolKind::edit;
    const auto [path, change] = split_word(directive.text);
    const std::size_t arrow = change.find("=>");
    plan.path = path;
    plan.old_text = with_newlines(trimmed(std::string_view(change).substr(0, arrow)));
    plan.text = arrow == std::string::npos
                    ? ""
                    : with_newlines(trimmed(std::string_view(change).substr(arrow + 2)));
  } else if (directive.name == "bash") {
    plan.kind = ToolKind::bash;
  } else if (directive.name == "ask") {
    plan.kind = ToolKind::ask;
  } else if (directive.name == "commit") {
    plan.kind = ToolKind::commit;
  } else if (directive.name == "question") {
    plan.kind = ToolKind::question;
  } else if (directive.name == "subagent") {
    plan.kind = ToolKind::sub_agent;
  } else {
    return std::nullopt;
  }
  return plan;
}

std::string_view default_text(ToolKind kind) {
  switch (kind) {
    case ToolKind::write:
      return "Writing the file.";
    case ToolKind::edit:
      return "Editing the file.";
    case ToolKind::bash:
    case ToolKind::ask:
      return "Running a command.";
    case ToolKind::commit:
      return "Committing the change.";
    case ToolKind::question:
      return "Asking you.";
    case ToolKind::sub_agent:
      return "Asking a sub-agent.";
  }
  return "";
}

}  // namespace

std::vector<Directive> parse_directives(std::string_view prompt) {
  std::vector<Directive> directives;
  std::size_t at = 0;
  while ((at = prompt.find("[[", at)) != std::string_view::npos) {
    const std::size_t end = end_of_directive(prompt, at);
    if (end == std::string_view::npos) break;
    auto [name, text] = split_word(trimmed(prompt.substr(at + 2, end - at - 2)));
    if (!name.empty()) directives.push_back({std::move(name), std::move(text)});
    at = end + 2;
  }
  return directives;
}

std::string note_name(std::string_view prompt) {
  std::string name;
  int words = 0;
  for (const char c : prompt) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && std::isalnum(byte) != 0) {
      name += static_cast<char>(std::tolower(byte));
    } else if (!name.empty() && name.back() != '-') {
      if (++words == 5) break;
      name += '-';
    }
    if (name.size() >= 40) break;
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return "notes/" + (name.empty() ? std::string("note") : name);
}

std::vector<Directive> note_directives(std::string_view prompt, const std::string& note) {
  std::string subject(trimmed(prompt.substr(0, prompt.find('\n'))));
  if (subject.size() > 40) subject = std::string(trimmed(std::string_view(subject).substr(0, 40)));
  return {{"write", note + " # " + subject + "\n\n" + std::string(trimmed(prompt))},
          {"commit", "Note: " + subject},
          {"say", "I wrote " + note + " and committed it."}};
}

std::vector<Step> plan_steps(const std::vector<Directive>& directives) {
  std::vector<Step> steps;
  Step next;
  for (const Directive& directive : directives) {
    if (directive.name == "say") {
      next.text += (next.text.empty() ? "" : "\n\n") + with_newlines(directive.text);
    } else if (directive.name == "think") {
      next.thinking = directive.text;
    } else if (directive.name == "slow") {
      next.ticks = 1;
      std::from_chars(directive.text.data(), directive.text.data() + directive.text.size(),
                      next.ticks);
    } else if (auto tool = plan_tool(directive)) {
      next.tool = std::move(tool);
      if (next.text.empty() && next.ticks == 0) next.text = default_text(next.tool->kind);
      steps.push_back(std::move(next));
      next = Step{};
    } else {
      Step effect;
      effect.effect = directive;
      steps.push_back(std::move(effect));
    }
  }
  if (next.text.empty() && next.ticks == 0) next.text = "Done.";
  steps.push_back(std::move(next));
  return steps;
}

}  // namespace orchard::agents::demo
