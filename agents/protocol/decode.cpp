#include "agents/protocol/decode.h"

#include "agents/protocol/decode_message.h"
#include "agents/protocol/json_fields.h"
#include "core/base/time_text.h"

#include <algorithm>
#include <cmath>
#include <exception>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

constexpr std::int64_t kLatestEpochSecond = 32'503'680'000;  // the year 3000

core::Duration milliseconds_member(const Json& value, const char* key) {
  const double milliseconds = number_member(value, key).value_or(0);
  if (milliseconds < 0 || milliseconds > 1e12) return core::Duration(0);
  return core::Duration(static_cast<std::int64_t>(milliseconds * 1000));
}

std::optional<core::Cost> cost_member(const Json& value, const char* key) {
  const auto dollars = number_member(value, key);
  if (!dollars || *dollars < 0 || *dollars > 1e9) return std::nullopt;
  return core::Cost{std::llround(*dollars * 1e9)};
}

int small_member(const Json& value, const char* key) {
  return static_cast<int>(std::min<std::int64_t>(count_member(value, key), 1'000'000));
}

std::optional<int> http_status_member(const Json& value, const char* key) {
  const auto status = integer_member(value, key);
  if (!status || *status < 100 || *status > 999) return std::nullopt;
  return static_cast<int>(*status);
}

std::vector<std::string> texts_member(const Json& value, const char* key) {
  std::vector<std::string> texts;
  for (const Json& element : children(value, key))
    if (element.is_string()) texts.push_back(text_value(element));
  return texts;
}

core::ToolCallId call_member(const Json& value, const char* key) {
  return core::ToolCallId(text_member(value, key));
}

EventBody decode_init(const Json& record) {
  Init init;
  init.cwd = text_member(record, "cwd");
  init.model = text_member(record, "model");
  init.permission_mode = text_member(record, "permissionMode");
  init.cli_version = text_member(record, "claude_code_version");
  init.slash_commands = texts_member(record, "slash_commands");
  init.tools = texts_member(record, "tools");
  return init;
}

EventBody decode_api_retry(const Json& record) {
  ApiRetry retry;
  retry.attempt = small_member(record, "attempt");
  retry.max_retries = small_member(record, "max_retries");
  retry.delay = milliseconds_member(record, "retry_delay_ms");
  retry.http_status = http_status_member(record, "error_status");
  retry.error = text_member(record, "error");
  return retry;
}

EventBody decode_status(const Json& record) {
  return Status{text_member(record, "status"), text_member(record, "permissionMode"),
                text_member(record, "compact_error")};
}

EventBody decode_task_started(const Json& record) {
  return TaskStarted{text_member(record, "task_id"), call_member(record, "tool_use_id"),
                     text_member(record, "description"), text_member(record, "task_type")};
}

EventBody decode_task_progress(const Json& record) {
  return TaskProgress{text_member(record, "task_id"), call_member(record, "tool_use_id"),
                      text_member(record, "description"), text_member(record, "last_tool_name")};
}

EventBody decode_task_updated(const Json& record) {
  const Json* patch = find_member(record, "patch");
  return TaskUpdated{text_member(record, "task_id"),
                     patch == nullptr ? std::string{} : text_member(*patch, "status")};
}

EventBody decode_task_notification(const Json& record) {
  return TaskNotification{text_member(record, "task_id"), call_member(record, "tool_use_id"),
                          text_member(record, "status"), text_member(record, "summary")};
}

EventBody decode_background_tasks(const Json& record) {
  BackgroundTasks running;
  for (const Json& task : children(record, "tasks")) {
    std::string id = text_member(task, "task_id");
    if (!id.empty()) running.task_ids.push_back(std::move(id));
  }
  return running;
}

EventBody decode_command_lifecycle(const Json& record) {
  return CommandLifecycle{core::MessageId(text_member(record, "command_uuid")),
                          text_member(record, "state")};
}

EventBody decode_compact_boundary(const Json& record) {
  const Json& metadata = children(record, "compact_metadata");
  return CompactBoundary{text_member(metadata, "trigger"), count_member(metadata, "pre_tokens"),
                         count_member(metadata, "post_tokens")};
}

EventBody decode_permission_denied(const Json& record) {
  return PermissionDenied{text_member(record, "tool_name"), call_member(record, "tool_use_id"),
                          text_member(record, "message")};
}

EventBody decode_model_fallback(const Json& record) {
  return ModelFallback{text_member(record, "trigger"), text_member(record, "original_model"),
                       text_member(record, "fallback_model"), text_member(record, "content")};
}

EventBody decode_notification(const Json& record) {
  return Notification{text_member(record, "text")};
}

EventBody decode_rate_limit(const Json& record) {
  const Json& info = children(record, "rate_limit_info");
  RateLimit limit;
  limit.kind = text_member(info, "rateLimitType");
  limit.status = text_member(info, "status");
  const auto utilization = number_member(info, "utilization");
  if (utilization && *utilization >= 0 && *utilization <= 100) limit.utilization = utilization;
  const auto resets = integer_member(info, "resetsAt");
  if (resets && *resets > 0 && *resets < kLatestEpochSecond)
    limit.resets_at = core::Timestamp(std::chrono::seconds(*resets));
  return limit;
}

EventBody decode_control_request(const Json& record) {
  const std::string id = text_member(record, "request_id");
  const Json& request = children(record, "request");
  const std::string subtype = text_member(request, "subtype");
  if (subtype != "can_use_tool") return OtherControlRequest{id, subtype};
  CanUseTool ask;
  ask.request = core::PermissionRequestId(id);
  ask.tool = text_member(request, "tool_name");
  ask.input_json = json_member(request, "input");
  ask.suggestions_json = json_member(request, "permission_suggestions");
  ask.call = call_member(request, "tool_use_id");
  ask.description = text_member(request, "description");
  ask.blocked_path = text_member(request, "blocked_path");
  ask.agent_id = text_member(request, "agent_id");
  return ask;
}

EventBody decode_control_response(const Json& record) {
  const Json& response = children(record, "response");
  const Json& answer = children(response, "response");
  return ControlResponse{
      text_member(response, "request_id"), text_member(response, "subtype") == "success",
      text_member(response, "error"),      json_member(response, "response"),
      text_member(answer, "behavior"),     text_member(answer, "message")};
}

std::vector<TurnResult::ModelTotal> decode_model_totals(const Json& record) {
  std::vector<TurnResult::ModelTotal> models;
  const Json& usage = children(record, "modelUsage");
  if (!usage.is_object()) return models;
  for (const auto& [model, total] : usage.items()) {
    TurnResult::ModelTotal entry;
    entry.model = model;
    entry.usage.input = count_member(total, "inputTokens");
    entry.usage.output = count_member(total, "outputTokens");
    entry.usage.cache_read = count_member(total, "cacheReadInputTokens");
    entry.usage.cache_write_5m = count_member(total, "cacheCreationInputTokens");
    const std::int64_t one_hour = count_member(total, "cacheCreationEphemeral1hInputTokens");
    const std::int64_t short_lived = count_member(total, "cacheCreationEphemeral5mInputTokens");
    if (short_lived + one_hour == entry.usage.cache_write_5m) {
      entry.usage.cache_write_5m = short_lived;
      entry.usage.cache_write_1h = one_hour;
      entry.cache_split_known = true;
    }
    entry.web_searches = count_member(total, "webSearchRequests");
    entry.cost = cost_member(total, "costUSD").value_or(core::Cost{});
    entry.context_window = count_member(total, "contextWindow");
    models.push_back(std::move(entry));
  }
  return models;
}

std::vector<TurnResult::Denial> decode_denials(const Json& record) {
  std::vector<TurnResult::Denial> denials;
  for (const Json& denial : children(record, "permission_denials")) {
    if (!denial.is_object()) continue;
    denials.push_back({text_member(denial, "tool_name"), call_member(denial, "tool_use_id"),
                       json_member(denial, "tool_input")});
  }
  return denials;
}

EventBody decode_result(const Json& record) {
  TurnResult result;
  result.subtype = text_member(record, "subtype");
  result.is_error = flag_member(record, "is_error");
  result.api_error_status = http_status_member(record, "api_error_status");
  result.duration = milliseconds_member(record, "duration_ms");
  result.api_duration = milliseconds_member(record, "duration_api_ms");
  result.turns = count_member(record, "num_turns");
  result.text = text_member(record, "result");
  result.errors = texts_member(record, "errors");
  result.terminal_reason = text_member(record, "terminal_reason");
  result.stop_reason = text_member(record, "stop_reason");
  result.usage = decode_usage(find_member(record, "usage"));
  result.models = decode_model_totals(record);
  result.total = cost_member(record, "total_cost_usd");
  result.denials = decode_denials(record);
  const Json* origin = find_member(record, "origin");
  if (origin != nullptr && !origin->is_null()) {
    result.origin_kind = origin->is_string() ? text_value(*origin) : text_member(*origin, "kind");
    result.has_origin = result.origin_kind != "human";
  }
  return result;
}

using Decoder = EventBody (*)(const Json&);
struct Entry {
  std::string_view name;
  Decoder decode;
};

constexpr Entry kSystemDecoders[] = {
    {"init", decode_init},
    {"api_retry", decode_api_retry},
    {"status", decode_status},
    {"task_started", decode_task_started},
    {"task_progress", decode_task_progress},
    {"task_updated", decode_task_updated},
    {"task_notification", decode_task_notification},
    {"background_tasks_changed", decode_background_tasks},
    {"compact_boundary", decode_compact_boundary},
    {"permission_denied", decode_permission_denied},
    {"model_fallback", decode_model_fallback},
    {"model_refusal_fallback", decode_model_fallback},
    {"model_refusal_no_fallback", decode_model_fallback},
    {"notification", decode_notification},
};

EventBody decode_system(const Json& record) {
  const std::string subtype = text_member(record, "subtype");
  const auto* found = std::ranges::find(kSystemDecoders, subtype, &Entry::name);
  if (found == std::end(kSystemDecoders)) return Ignored{"system/" + subtype};
  return found->decode(record);
}

EventBody decode_control_cancel(const Json& record) {
  return ControlCancel{core::PermissionRequestId(text_member(record, "request_id"))};
}

constexpr Entry kDecoders[] = {
    {"system", decode_system},
    {"assistant", decode_assistant},
    {"user", decode_user},
    {"stream_event", decode_stream_event},
    {"result", decode_result},
    {"control_request", decode_control_request},
    {"control_response", decode_control_response},
    {"control_cancel_request", decode_control_cancel},
    {"rate_limit_event", decode_rate_limit},
    {"command_lifecycle", decode_command_lifecycle},
};

Event decode_record(const Json& record) {
  Event event;
  event.session = core::SessionId(text_member(record, "session_id"));
  event.uuid = core::MessageId(text_member(record, "uuid"));
  if (const auto at = core::parse_iso8601(text_member(record, "timestamp"))) event.at = *at;
  const std::string type = text_member(record, "type");
  const auto* found = std::ranges::find(kDecoders, type, &Entry::name);
  if (found == std::end(kDecoders)) {
    event.body = Ignored{type};
  } else {
    event.body = found->decode(record);
  }
  return event;
}

Event malformed(std::string reason) {
  Event event;
  event.body = Malformed{std::move(reason)};
  return event;
}

}  // namespace

Event decode(std::string_view line) {
  try {
    const auto record = parse_json(line);
    if (!record) return malformed("the line is not JSON");
    if (!record->is_object()) return malformed("the line is not a JSON object");
    return decode_record(*record);
  } catch (const std::exception& problem) {
    return malformed(problem.what());
  }
}

}  // namespace orchard::agents
