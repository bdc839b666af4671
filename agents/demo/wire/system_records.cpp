#include "agents/demo/wire/records.h"
#include "agents/demo/wire/usage_json.h"
#include "core/base/time_text.h"

#include <cstdlib>

#include <nlohmann/json.hpp>
#include <unistd.h>

// The records that are not part of a reply: what the process says about itself, the turn and the
// host's requests.

namespace orchard::agents::demo {
namespace {

using Json = nlohmann::ordered_json;

std::string to_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parsed(const std::string& text) {
  return Json::parse(text, nullptr, false);
}

const char* retry_error(int status) {
  switch (status) {
    case 401:
      return "authentication_failed";
    case 429:
      return "rate_limit";
    case 529:
      return "overloaded";
    default:
      return status >= 500 ? "server_error" : "unknown";
  }
}

}  // namespace

void Records::init() {
  link_.write(to_line({{"type", "system"},
                       {"subtype", "init"},
                       {"cwd", state_.cwd},
                       {"session_id", state_.session_id},
                       {"tools", {"Task", "Bash", "Edit", "Read", "Write"}},
                       {"mcp_servers", Json::array()},
                       {"model", state_.model},
                       {"permissionMode", state_.permission_mode},
                       {"slash_commands", {"clear", "compact", "context", "cost", "usage"}},
                       {"apiKeySource", "none"},
                       {"claude_code_version", "2.1.197"},
                       {"output_style", "default"},
                       {"agents", {"general-purpose"}},
                       {"skills", Json::array()},
                       {"plugins", Json::array()},
                       {"uuid", new_uuid()},
                       {"fast_mode_state", "off"}}));
}

void Records::status(const char* status, bool with_mode) {
  Json record = {{"type", "system"},
                 {"subtype", "status"},
                 {"status", status == nullptr ? Json(nullptr) : Json(status)}};
  if (with_mode) record["permissionMode"] = state_.permission_mode;
  record["uuid"] = new_uuid();
  record["session_id"] = state_.session_id;
  link_.write(to_line(record));
}

void Records::control_success(const std::string& request, const std::string& response_json) {
  Json response = {{"subtype", "success"}, {"request_id", request}};
  if (!response_json.empty()) response["response"] = parsed(response_json);
  link_.write(to_line({{"type", "control_response"}, {"response", response}}));
}

void Records::control_error(const std::string& request, const std::string& message) {
  link_.write(
      to_line({{"type", "control_response"},
               {"response", {{"subtype", "error"}, {"request_id", request}, {"error", message}}}}));
}

void Records::initialize_answer(const std::string& request) {
  const auto command = [](const char* name, const char* description) {
    return Json{{"name", name}, {"description", description}, {"argumentHint", ""}};
  };
  const auto model = [](const char* value, const char* resolved, const char* name) {
    return Json{{"value", value}, {"resolvedModel", resolved}, {"displayName", name}};
  };
  Json usage = command("usage", "Show session cost and plan usage");
  usage["aliases"] = {"cost", "stats"};
  const Json agent = {{"name", "general-purpose"}, {"description", "Does what it is told"}};
  control_success(request,
                  to_line({{"commands",
                            {command("clear", "Start a new conversation"),
                             command("compact", "Free up context by summarizing the conversation"),
                             command("context", "Show current context usage"), usage}},
                           {"agents", Json::array({agent})},
                           {"output_style", "default"},
                           {"available_output_styles", {"default"}},
                           {"models",
                            {model("default", "claude-opus-4-8[1m]", "Default (recommended)"),
                             model("opus[1m]", "claude-opus-4-8[1m]", "Opus"),
                             model("sonnet", "claude-sonnet-5", "Sonnet"),
                             model("haiku", "claude-haiku-4-5-20251001", "Haiku")}},
                           {"account", {{"tokenSource", "none"}, {"apiKeySource", "none"}}},
                           {"pid", getpid()}}));
}

void Records::permission_request(const std::string& request, const std::string& tool,
                                 const std::string& tool_use_id, const std::string& input_json,
                                 const std::string& description) {
  Json suggestions =
      Json::array({{{"type", "setMode"}, {"mode", "acceptEdits"}, {"destination", "session"}}});
  if (tool == "Bash")
    suggestions.insert(
        suggestions.begin(),
        Json{{"type", "addRules"},
             {"rules", Json::array({{{"toolName", "Bash"},
                                     {"ruleContent", parsed(input_json).value("command", "")}}})},
             {"behavior", "allow"},
             {"destination", "localSettings"}});
  link_.write(to_line({{"type", "control_request"},
                       {"request_id", request},
                       {"request",
                        {{"subtype", "can_use_tool"},
                         {"tool_name", tool},
                         {"display_name", tool},
                         {"input", parsed(input_json)},
                         {"description", description},
                         {"permission_suggestions", suggestions},
                         {"tool_use_id", tool_use_id}}}}));
}

void Records::permission_withdrawn(const std::string& request) {
  link_.write(to_line({{"type", "control_cancel_request"}, {"request_id", request}}));
}

void Records::permission_denied(const std::string& tool, const std::string& tool_use_id) {
  link_.write(to_line({{"type", "system"},
                       {"subtype", "permission_denied"},
                       {"tool_name", tool},
                       {"tool_use_id", tool_use_id},
                       {"decision_reason_type", "mode"},
                       {"message", "The permission mode does not allow it."},
                       {"uuid", new_uuid()},
                       {"session_id", state_.session_id}}));
}

void Records::sub_agent_started(const Voice& voice, const std::string& prompt) {
  transcript_.append_agent_meta(voice.agent_id, to_line({{"agentType", "general-purpose"},
                                                         {"description", voice.task},
                                                         {"toolUseId", voice.parent_tool},
                                                         {"spawnDepth", 1}}));
  link_.write(to_line({{"type", "system"},
                       {"subtype", "task_started"},
                       {"task_id", voice.agent_id},
                       {"tool_use_id", voice.parent_tool},
                       {"description", voice.task},
                       {"subagent_type", "general-purpose"},
                       {"task_type", "local_agent"},
                       {"prompt", prompt},
                       {"uuid", new_uuid()},
                       {"session_id", state_.session_id}}));
  const std::string uuid = new_uuid();
  const std::string now = core::to_iso8601(clock_.now());
  const Json message = {{"role", "user"},
                        {"content", Json::array({{{"type", "text"}, {"text", prompt}}})}};
  link_.write(to_line({{"type", "user"},
                       {"message", message},
                       {"parent_tool_use_id", voice.parent_tool},
                       {"session_id", state_.session_id},
                       {"uuid", uuid},
                       {"timestamp", now},
                       {"subagent_type", "general-purpose"},
                       {"task_description", voice.task}}));
  transcript_.append(
      voice.agent_id,
      to_line({{"type", "user"}, {"message", message}, {"uuid", uuid}, {"timestamp", now}}));
}

void Records::sub_agent_finished(const Voice& voice, std::int64_t tokens, int tools) {
  link_.write(to_line({{"type", "system"},
                       {"subtype", "task_updated"},
                       {"task_id", voice.agent_id},
                       {"patch", {{"status", "completed"}}},
                       {"uuid", new_uuid()},
                       {"session_id", state_.session_id}}));
  link_.write(
      to_line({{"type", "system"},
               {"subtype", "task_notification"},
               {"task_id", voice.agent_id},
               {"tool_use_id", voice.parent_tool},
               {"status", "completed"},
               {"output_file", ""},
               {"summary", voice.task},
               {"usage", {{"total_tokens", tokens}, {"tool_uses", tools}, {"duration_ms", 1}}},
               {"uuid", new_uuid()},
               {"session_id", state_.session_id}}));
}

void Records::api_retry(int attempt, int status) {
  link_.write(to_line({{"type", "system"},
                       {"subtype", "api_retry"},
                       {"attempt", attempt},
                       {"max_retries", 3},
                       {"retry_delay_ms", 1},
                       {"error_status", status},
                       {"error", retry_error(status)},
                       {"session_id", state_.session_id},
                       {"uuid", new_uuid()}}));
}

void Records::rate_limit(const std::string& status, const std::string& utilization) {
  using std::chrono::seconds;
  const auto resets = std::chrono::floor<seconds>(clock_.now()) + std::chrono::hours(2);
  Json info = {{"status", status.empty() ? "allowed" : status},
               {"resetsAt", resets.time_since_epoch().count()},
               {"rateLimitType", "five_hour"},
               {"overageStatus", "rejected"},
               {"isUsingOverage", false}};
  if (!utilization.empty()) info["utilization"] = std::strtod(utilization.c_str(), nullptr);
  link_.write(to_line({{"type", "rate_limit_event"},
                       {"rate_limit_info", info},
                       {"uuid", new_uuid()},
                       {"session_id", state_.session_id}}));
}

void Records::compact_boundary(std::int64_t before, std::int64_t after) {
  link_.write(to_line({{"type", "system"},
                       {"subtype", "compact_boundary"},
                       {"session_id", state_.session_id},
                       {"uuid", new_uuid()},
                       {"compact_metadata",
                        {{"trigger", "manual"}, {"pre_tokens", before}, {"post_tokens", after}}}}));
}

void Records::result(const TurnEnd& end) {
  Json models = Json::object();
  for (const auto& [model, total] : state_.account.models)
    models[model] = {{"inputTokens", total.usage.input},
                     {"outputTokens", total.usage.output},
                     {"cacheReadInputTokens", total.usage.cache_read},
                     {"cacheCreationInputTokens", total.usage.cache_write()},
                     {"webSearchRequests", 0},
                     {"costUSD", total.cost.dollars()},
                     {"contextWindow", model.ends_with("[1m]") ? 1'000'000 : 200'000},
                     {"maxOutputTokens", 64'000}};
  Json denials = Json::array();
  for (const Denial& denial : end.denials)
    denials.push_back({{"tool_name", denial.tool},
                       {"tool_use_id", denial.tool_use_id},
                       {"tool_input", parsed(denial.input_json)}});
  const bool is_error = end.interrupted || end.api_error.has_value();
  Json record = {{"type", "result"},
                 {"subtype", end.interrupted ? "error_during_execution" : "success"},
                 {"is_error", is_error}};
  if (!end.interrupted && !end.local)
    record["api_error_status"] = end.api_error ? Json(*end.api_error) : Json(nullptr);
  record["duration_ms"] = end.duration.count();
  record["duration_api_ms"] = end.duration.count();
  record["num_turns"] = end.local ? 0 : end.replies + (end.interrupted ? 1 : 0);
  if (!end.interrupted) record["result"] = end.text;
  record["stop_reason"] = end.local || end.interrupted ? Json(nullptr) : Json("end_turn");
  record["session_id"] = state_.session_id;
  record["total_cost_usd"] = state_.account.total().dollars();
  record["usage"] = parsed(usage_to_json(state_.account.turn));
  record["modelUsage"] = models;
  record["permission_denials"] = denials;
  if (!end.local)
    record["terminal_reason"] = !end.interrupted ? "completed"
                                : end.in_tool    ? "aborted_tools"
                                                 : "aborted_streaming";
  record["fast_mode_state"] = "off";
  record["uuid"] = new_uuid();
  if (end.interrupted) record["errors"] = Json::array();
  link_.write(to_line(record));
}

void Records::unknown_session(const std::string& session) {
  link_.write(to_line({{"type", "result"},
                       {"subtype", "error_during_execution"},
                       {"duration_ms", 0},
                       {"duration_api_ms", 0},
                       {"is_error", true},
                       {"num_turns", 0},
                       {"stop_reason", nullptr},
                       {"session_id", new_uuid()},
                       {"total_cost_usd", 0},
                       {"usage", parsed(usage_to_json({}))},
                       {"modelUsage", Json::object()},
                       {"permission_denials", Json::array()},
                       {"uuid", new_uuid()},
                       {"errors", {"No conversation found with session ID: " + session}}}));
}

}  // namespace orchard::agents::demo
