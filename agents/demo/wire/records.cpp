#include "agents/demo/wire/records.h"

#include "agents/demo/wire/usage_json.h"
#include "core/base/time_text.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::agents::demo {
namespace {

using Json = nlohmann::ordered_json;

std::string to_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parsed(const std::string& text) {
  return Json::parse(text, nullptr, false);
}

Json nullable(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json message_of(const Call& call, const std::string& model, const Json& content,
                const char* stop_reason) {
  return {{"id", call.id},
          {"type", "message"},
          {"role", "assistant"},
          {"model", api_model(model)},
          {"content", content},
          {"stop_sequence", nullptr},
          {"stop_reason", stop_reason == nullptr ? Json(nullptr) : Json(stop_reason)},
          {"usage", parsed(usage_to_json(call.usage))}};
}

}  // namespace

Records::Records(SessionState& state, HostLink& link, TranscriptFile& transcript,
                 core::IdSource& ids, const core::Clock& clock)
    : state_(state), link_(link), transcript_(transcript), ids_(ids), clock_(clock) {}

std::string Records::new_id(const char* prefix) {
  return std::string(prefix) + "_01" + core::make_short_id(ids_) + core::make_short_id(ids_);
}

Call Records::begin_call(const core::TokenUsage& usage) {
  return {new_id("msg"), new_id("req"), usage, {}, {}};
}

void Records::replay(const UserMessage& message) {
  if (!state_.options.replay) return;
  link_.write(to_line({{"type", "user"},
                       {"message", {{"role", "user"}, {"content", parsed(message.content_json)}}},
                       {"session_id", state_.session_id},
                       {"parent_tool_use_id", nullptr},
                       {"uuid", message.uuid},
                       {"timestamp", core::to_iso8601(clock_.now())},
                       {"isReplay", true}}));
}

void Records::keep_prompt(const UserMessage& message) {
  transcript_.append(
      "", to_line({{"type", "user"},
                   {"message", {{"role", "user"}, {"content", parsed(message.content_json)}}},
                   {"uuid", message.uuid},
                   {"timestamp", core::to_iso8601(clock_.now())}}));
}

void Records::stream_event(const Voice& voice, const std::string& event_json) {
  if (!state_.options.partial || !voice.is_main()) return;
  link_.write(to_line({{"type", "stream_event"},
                       {"event", parsed(event_json)},
                       {"session_id", state_.session_id},
                       {"parent_tool_use_id", nullptr},
                       {"uuid", new_uuid()}}));
}

void Records::message_start(const Voice& voice, const Call& call) {
  stream_event(voice,
               to_line({{"type", "message_start"},
                        {"message", message_of(call, state_.model, Json::array(), nullptr)}}));
}

void Records::message_end(const Voice& voice, const Call& call, const char* stop_reason) {
  stream_event(voice,
               to_line({{"type", "message_delta"},
                        {"delta", {{"stop_reason", stop_reason}, {"stop_sequence", nullptr}}},
                        {"usage", parsed(usage_to_json(call.usage))}}));
  stream_event(voice, R"({"type":"message_stop"})");
}

void Records::thinking_tokens(std::int64_t tokens, std::int64_t delta) {
  link_.write(to_line({{"type", "system"},
                       {"subtype", "thinking_tokens"},
                       {"estimated_tokens", tokens},
                       {"estimated_tokens_delta", delta},
                       {"uuid", new_uuid()},
                       {"session_id", state_.session_id}}));
}

void Records::assistant(const Voice& voice, Call& call, const std::string& block_json) {
  call.blocks_json.push_back(block_json);
  call.uuids.push_back(new_uuid());
  const Json block = parsed(block_json);
  // A sub-agent's texts never reach the host, only its tool calls do.
  if (!voice.is_main() && block.value("type", "") != "tool_use") return;
  Call started = call;
  started.usage.output = 1;
  Json message = message_of(started, state_.model, Json::array({block}), nullptr);
  message["context_management"] = nullptr;
  Json record = {{"type", "assistant"},
                 {"message", message},
                 {"parent_tool_use_id", nullable(voice.parent_tool)},
                 {"session_id", state_.session_id},
                 {"uuid", call.uuids.back()},
                 {"request_id", call.request_id}};
  if (!voice.is_main()) {
    record["subagent_type"] = "general-purpose";
    record["task_description"] = voice.task;
  }
  link_.write(to_line(record));
}

void Records::keep_call(const Voice& voice, const Call& call, const char* stop_reason) {
  for (std::size_t i = 0; i < call.blocks_json.size(); ++i)
    transcript_.append(
        voice.agent_id,
        to_line({{"type", "assistant"},
                 {"requestId", call.request_id},
                 {"message", message_of(call, state_.model,
                                        Json::array({parsed(call.blocks_json[i])}), stop_reason)},
                 {"uuid", call.uuids[i]},
                 {"timestamp", core::to_iso8601(clock_.now())}}));
}

void Records::synthetic(const std::string& text, const char* error) {
  Json message = {{"id", new_uuid()},
                  {"container", nullptr},
                  {"model", "<synthetic>"},
                  {"role", "assistant"},
                  {"stop_reason", "stop_sequence"},
                  {"stop_sequence", ""},
                  {"type", "message"},
                  {"usage", parsed(usage_to_json({}))},
                  {"content", Json::array({{{"type", "text"}, {"text", text}}})},
                  {"context_management", nullptr}};
  const std::string uuid = new_uuid();
  Json record = {{"type", "assistant"},
                 {"message", message},
                 {"parent_tool_use_id", nullptr},
                 {"session_id", state_.session_id},
                 {"uuid", uuid}};
  if (error != nullptr) {
    record["error"] = error;
    record["request_id"] = new_id("req");
  }
  link_.write(to_line(record));
  message.erase("context_management");
  transcript_.append("", to_line({{"type", "assistant"},
                                  {"message", message},
                                  {"isApiErrorMessage", error != nullptr},
                                  {"uuid", uuid},
                                  {"timestamp", core::to_iso8601(clock_.now())}}));
}

void Records::tool_result(const Voice& voice, const std::string& tool_use_id,
                          const std::string& content, bool is_error,
                          const std::string& result_json) {
  Json block = {{"tool_use_id", tool_use_id},
                {"type", "tool_result"},
                {"content", content},
                {"is_error", is_error}};
  const Json message = {{"role", "user"}, {"content", Json::array({block})}};
  const std::string uuid = new_uuid();
  const std::string now = core::to_iso8601(clock_.now());
  Json record = {{"type", "user"},
                 {"message", message},
                 {"parent_tool_use_id", nullable(voice.parent_tool)},
                 {"session_id", state_.session_id},
                 {"uuid", uuid},
                 {"timestamp", now}};
  if (voice.is_main()) {
    record["tool_use_result"] = parsed(result_json);
  } else {
    record["subagent_type"] = "general-purpose";
    record["task_description"] = voice.task;
  }
  link_.write(to_line(record));
  transcript_.append(voice.agent_id, to_line({{"type", "user"},
                                              {"message", message},
                                              {"uuid", uuid},
                                              {"timestamp", now},
                                              {"toolUseResult", parsed(result_json)}}));
}

void Records::interruption(bool in_tool) {
  const char* text =
      in_tool ? "[Request interrupted by user for tool use]" : "[Request interrupted by user]";
  const Json message = {{"role", "user"},
                        {"content", Json::array({{{"type", "text"}, {"text", text}}})}};
  const std::string uuid = new_uuid();
  const std::string now = core::to_iso8601(clock_.now());
  link_.write(to_line({{"type", "user"},
                       {"message", message},
                       {"parent_tool_use_id", nullptr},
                       {"session_id", state_.session_id},
                       {"uuid", uuid},
                       {"timestamp", now}}));
  transcript_.append(
      "", to_line({{"type", "user"}, {"message", message}, {"uuid", uuid}, {"timestamp", now}}));
}

}  // namespace orchard::agents::demo
