#include "tests/fakes/planned_reply.h"

#include "tests/fakes/script.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <regex>

#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

std::int64_t tokens_of(std::size_t bytes) {
  return static_cast<std::int64_t>((bytes + 3) / 4);
}

template <class Number>
Number parse_number(std::string_view text, Number fallback) {
  Number value = fallback;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string without_reminders(std::string text) {
  constexpr std::string_view kOpen = "<system-reminder>";
  constexpr std::string_view kClose = "</system-reminder>";
  for (auto begin = text.find(kOpen); begin != std::string::npos; begin = text.find(kOpen)) {
    const auto end = text.find(kClose, begin);
    text.erase(begin, end == std::string::npos ? end : end + kClose.size() - begin);
  }
  return text;
}

/// What the user wrote in one content block; none for reminders, notices and tool results.
std::optional<std::string> user_text(const json& block) {
  if (block.value("type", "") != "text") return std::nullopt;
  std::string text = without_reminders(block.value("text", ""));
  if (text.find_first_not_of(" \n\t") == std::string::npos) return std::nullopt;
  if (text.starts_with("[Request interrupted") || text.starts_with("<local-command-"))
    return std::nullopt;
  return text;
}

json blocks_of(const json& message) {
  json content = message.value("content", json::array());
  if (content.is_string()) return json::array({{{"type", "text"}, {"text", content}}});
  return content;
}

struct Progress {
  std::string text;            ///< the user's last words
  std::size_t tool_calls = 0;  ///< made since then
};

Progress find_progress(const json& messages) {
  Progress progress;
  for (const json& message : messages) {
    const std::string role = message.value("role", "");
    for (const json& block : blocks_of(message)) {
      if (role == "assistant" && block.value("type", "") == "tool_use") ++progress.tool_calls;
      if (role != "user") continue;
      if (auto text = user_text(block)) progress = {std::move(*text), 0};
    }
  }
  return progress;
}

std::string system_text(const json& request) {
  std::string text;
  const json system = request.value("system", json::array());
  if (system.is_string()) return system;
  for (const json& block : system) text += block.value("text", "") + "\n";
  return text;
}

/// Claude Code names the working directory in its system prompt; its file tools want full paths.
std::string full_path(const json& request, const std::string& path) {
  if (path.starts_with("/")) return path;
  static const std::regex directory("[Ww]orking directory: (\\S+)");
  const std::string text = system_text(request) + request.value("messages", json::array()).dump();
  std::smatch match;
  if (!std::regex_search(text, match, directory)) return path;
  std::string folder = match[1];
  folder.resize(std::min(folder.size(), folder.find_first_of("\\\"")));
  return folder + "/" + path;
}

std::pair<std::string, std::string> split_at(const std::string& text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

ContentBlock tool_call(std::string tool, const json& input) {
  return {ContentBlock::Kind::tool_use, input.dump(), std::move(tool), 0, "", false};
}

std::string agent_tool_name(const json& request) {
  for (const json& tool : request.value("tools", json::array()))
    if (tool.value("name", "") == "Task") return "Task";
  return "Agent";
}

ContentBlock make_tool_call(const json& request, const Step& step) {
  if (step.verb == "bash")
    return tool_call("Bash", {{"command", step.argument}, {"description", "Run a command"}});
  if (step.verb == "read")
    return tool_call("Read", {{"file_path", full_path(request, step.argument)}});
  if (step.verb == "write") {
    const auto [path, text] = split_at(step.argument, ' ');
    return tool_call("Write", {{"file_path", full_path(request, path)}, {"content", text + "\n"}});
  }
  if (step.verb == "edit") {
    const auto [path, change] = split_at(step.argument, '|');
    const auto [before, after] = split_at(change, '|');
    return tool_call(
        "Edit",
        {{"file_path", full_path(request, path)}, {"old_string", before}, {"new_string", after}});
  }
  if (step.verb == "tool") {
    const auto [name, input] = split_at(step.argument, ' ');
    return tool_call(name, json::parse(input.empty() ? "{}" : input));
  }
  std::string prompt = step.argument;
  for (const auto& [from, to] : {std::pair{"{{", "[["}, std::pair{"}}", "]]"}})
    for (auto at = prompt.find(from); at != std::string::npos; at = prompt.find(from))
      prompt.replace(at, 2, to);
  return tool_call(agent_tool_name(request), {{"description", "A part of the work"},
                                              {"prompt", prompt},
                                              {"run_in_background", step.verb == "background"},
                                              {"subagent_type", "general-purpose"}});
}

const char* error_type_of(int status) {
  switch (status) {
    case 400:
      return "invalid_request_error";
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 529:
      return "overloaded_error";
    default:
      return "api_error";
  }
}

/// What has been said about the block that comes next.
struct Manner {
  double seconds = 0;
  std::string hold_until;
  bool breaks = false;
};

void add_text(PlannedReply& reply, Manner& manner, std::string text, ContentBlock::Kind kind) {
  reply.blocks.push_back(
      {kind, std::move(text), "", manner.seconds, manner.hold_until, manner.breaks});
  manner = {};
}

/// The steps of the reply that comes after `calls_made` tool calls: up to and with the next call,
/// and the calls joined to it.
std::vector<Step> next_steps(const std::vector<Step>& steps, std::size_t calls_made) {
  std::vector<Step> next;
  std::size_t calls = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (calls >= calls_made) next.push_back(steps[i]);
    if (!steps[i].is_tool_call()) continue;
    ++calls;
    const bool joined = i + 1 < steps.size() && steps[i + 1].verb == "with";
    if (calls > calls_made && !joined) break;
  }
  return next;
}

void follow(PlannedReply& reply, const json& request, const std::vector<Step>& steps, int attempt) {
  Manner manner;
  reply.stop_reason = "end_turn";
  for (const Step& step : steps) {
    if (step.is_tool_call()) {
      reply.stop_reason = "tool_use";
      reply.blocks.push_back(make_tool_call(request, step));
    }
    if (step.verb == "say") add_text(reply, manner, step.argument, ContentBlock::Kind::text);
    if (step.verb == "think") add_text(reply, manner, step.argument, ContentBlock::Kind::thinking);
    if (step.verb == "slow") manner.seconds = parse_number(step.argument, 1.0);
    if (step.verb == "hold") manner.hold_until = step.argument;
    if (step.verb == "drop") manner.breaks = true;
    if (step.verb == "error") {
      const auto [status, times] = split_at(step.argument, ' ');
      if (!times.empty() && attempt >= parse_number(times, 0)) continue;
      reply.http_status = parse_number(status, 500);
      reply.error_type = error_type_of(reply.http_status);
      return;
    }
  }
  const bool unfinished = manner.seconds > 0 || manner.breaks || !manner.hold_until.empty();
  if (reply.blocks.empty() || unfinished)
    add_text(reply, manner, "It is done as you asked.", ContentBlock::Kind::text);
}

/// As a caching API would: all but the newest message was there before.
core::TokenUsage count_usage(const json& request, const PlannedReply& reply) {
  const json messages = request.value("messages", json::array());
  std::size_t earlier = 0;
  for (std::size_t i = 0; i + 1 < messages.size(); ++i) earlier += messages[i].dump().size();
  const std::size_t newest = messages.empty() ? 0 : messages.back().dump().size();
  const std::size_t system = request.value("system", json::array()).dump().size();
  const std::size_t tools = request.value("tools", json::array()).dump().size();

  core::TokenUsage usage;
  usage.input = 3 + static_cast<std::int64_t>(messages.size() % 5);
  const bool first = std::ranges::none_of(
      messages, [](const json& message) { return message.value("role", "") == "assistant"; });
  if (first) {
    usage.cache_write_1h = tokens_of(system);
    usage.cache_write_5m = tokens_of(tools + earlier + newest);
  } else {
    usage.cache_read = tokens_of(system + tools + earlier);
    usage.cache_write_5m = tokens_of(newest);
    usage.cache_write_1h = tokens_of(newest / 7);
  }
  usage.output = 7;
  for (const ContentBlock& block : reply.blocks) usage.output += tokens_of(block.text.size());
  return usage;
}

}  // namespace

PlannedReply plan_reply(std::string_view request_body, int attempt) {
  PlannedReply reply;
  const json request = json::parse(request_body, nullptr, false);
  if (!request.is_object()) {
    reply.http_status = 400;
    reply.error_type = error_type_of(400);
    return reply;
  }
  const Progress progress = find_progress(request.value("messages", json::array()));
  reply.model = request.value("model", "");
  reply.streams = request.value("stream", false);
  follow(reply, request, next_steps(parse_script(progress.text), progress.tool_calls), attempt);
  reply.usage = count_usage(request, reply);
  return reply;
}

std::int64_t count_tokens(std::string_view request_body) {
  return tokens_of(request_body.size());
}

}  // namespace orchard::test
