#include "agents/session/translator_state.h"

#include "agents/protocol/json_fields.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using core::Timestamp;

std::int64_t write_time(Timestamp at) {
  return at.time_since_epoch().count();
}

Timestamp read_time(const Json& value, const char* key) {
  return Timestamp(core::Duration(integer_member(value, key).value_or(0)));
}

template <class Id>
Id read_id(const Json& value, const char* key) {
  return Id(text_member(value, key));
}

template <class Id>
std::optional<Id> read_optional_id(const Json& value, const char* key) {
  Id id = read_id<Id>(value, key);
  if (id.empty()) return std::nullopt;
  return id;
}

void write_tokens(const core::TokenUsage& tokens, Json& json) {
  json["input"] = tokens.input;
  json["output"] = tokens.output;
  json["cache_write_5m"] = tokens.cache_write_5m;
  json["cache_write_1h"] = tokens.cache_write_1h;
  json["cache_read"] = tokens.cache_read;
}

core::TokenUsage read_tokens(const Json& json) {
  return {count_member(json, "input"), count_member(json, "output"),
          count_member(json, "cache_write_5m"), count_member(json, "cache_write_1h"),
          count_member(json, "cache_read")};
}

Json write_call(const core::ToolCallId& parent, const TranslatorState::ApiCall& call) {
  Json json = {{"parent", parent.value},
               {"id", call.id.value},
               {"turn", call.turn ? call.turn->value : std::string{}},
               {"request_id", call.request_id},
               {"model", call.model},
               {"web_searches", call.usage.web_searches},
               {"fast", call.usage.fast},
               {"split", call.usage.cache_split_known},
               {"complete", call.complete},
               {"started", write_time(call.started)}};
  write_tokens(call.usage.tokens, json);
  for (const AdvisorUsage& advisor : call.usage.advisors) {
    Json& written = json["advisors"].emplace_back(Json{
        {"model", advisor.model}, {"split", advisor.cache_split_known}, {"fast", advisor.fast}});
    write_tokens(advisor.tokens, written);
  }
  return json;
}

TranslatorState::ApiCall read_call(const Json& json) {
  TranslatorState::ApiCall call;
  call.id = read_id<core::ApiCallId>(json, "id");
  call.turn = read_optional_id<core::TurnId>(json, "turn");
  call.request_id = text_member(json, "request_id");
  call.model = text_member(json, "model");
  call.usage.tokens = read_tokens(json);
  call.usage.web_searches = count_member(json, "web_searches");
  call.usage.fast = flag_member(json, "fast");
  call.usage.cache_split_known = flag_member(json, "split");
  for (const Json& advisor : children(json, "advisors"))
    call.usage.advisors.push_back({text_member(advisor, "model"), read_tokens(advisor),
                                   flag_member(advisor, "split"), flag_member(advisor, "fast")});
  call.complete = flag_member(json, "complete");
  call.started = read_time(json, "started");
  return call;
}

void write_turn(const TranslatorState& state, Json& json) {
  if (state.turn) {
    json["turn"] = {{"id", state.turn->id.value},
                    {"session", state.turn->session.value},
                    {"started", write_time(state.turn->started)},
                    {"heard", write_time(state.turn->heard)}};
  }
  if (state.pending) {
    json["pending"] = {{"init", state.pending->init.value},
                       {"at", write_time(state.pending->at)},
                       {"background", state.pending->from_background_task}};
  }
}

void read_turn(const Json& json, TranslatorState& state) {
  if (const Json* turn = find_member(json, "turn")) {
    state.turn = TranslatorState::Turn{read_id<core::TurnId>(*turn, "id"),
                                       read_id<core::SessionId>(*turn, "session"),
                                       read_time(*turn, "started"), read_time(*turn, "heard")};
  }
  if (const Json* pending = find_member(json, "pending")) {
    state.pending = TranslatorState::PendingTurn{read_id<core::TurnId>(*pending, "init"),
                                                 read_time(*pending, "at"),
                                                 flag_member(*pending, "background")};
  }
}

Json write_lists(const TranslatorState& state) {
  Json calls = Json::array();
  for (const auto& [parent, call] : state.calls) calls.push_back(write_call(parent, call));
  Json tools = Json::array();
  for (const auto& tool : state.tools) {
    tools.push_back({{"call", tool.call.value},
                     {"session", tool.session.value},
                     {"parent", tool.parent.value}});
  }
  Json requests = Json::array();
  for (const auto& request : state.requests) {
    requests.push_back({{"request", request.request.value},
                        {"session", request.session.value},
                        {"call", request.call.value},
                        {"failed", request.call_failed}});
  }
  Json messages = Json::array();
  for (const auto& message : state.read_messages) messages.push_back(message.value);
  Json totals = Json::array();
  for (const auto& total : state.totals) {
    Json& written =
        totals.emplace_back(Json{{"model", total.model}, {"web_searches", total.web_searches}});
    write_tokens(total.usage, written);
  }
  return {{"calls", std::move(calls)},
          {"tools", std::move(tools)},
          {"requests", std::move(requests)},
          {"read_messages", std::move(messages)},
          {"early_prompts", state.early_prompts},
          {"totals", std::move(totals)}};
}

void read_lists(const Json& json, TranslatorState& state) {
  for (const Json& call : children(json, "calls"))
    state.calls[read_id<core::ToolCallId>(call, "parent")] = read_call(call);
  for (const Json& tool : children(json, "tools")) {
    state.tools.push_back({read_id<core::ToolCallId>(tool, "call"),
                           read_id<core::SessionId>(tool, "session"),
                           read_id<core::ToolCallId>(tool, "parent")});
  }
  for (const Json& request : children(json, "requests")) {
    state.requests.push_back({read_id<core::PermissionRequestId>(request, "request"),
                              read_id<core::SessionId>(request, "session"),
                              read_id<core::ToolCallId>(request, "call"),
                              flag_member(request, "failed")});
  }
  for (const Json& message : children(json, "read_messages"))
    state.read_messages.emplace_back(text_value(message));
  for (const Json& total : children(json, "totals")) {
    TurnResult::ModelTotal& read = state.totals.emplace_back();
    read.model = text_member(total, "model");
    read.usage = read_tokens(total);
    read.web_searches = count_member(total, "web_searches");
  }
  for (const Json& prompt : children(json, "early_prompts"))
    state.early_prompts.push_back(text_value(prompt));
}

}  // namespace

std::string write_state(const TranslatorState& state) {
  Json json = {{"version", 1},
               {"session", state.session.value},
               {"continues", state.continues ? state.continues->value : std::string{}},
               {"model", state.model},
               {"permission_mode", state.permission_mode},
               {"cli_version", state.cli_version},
               {"cwd", state.cwd},
               {"task_notified", state.task_notified},
               {"compacted", state.compacted},
               {"totals_of", state.totals_of.value}};
  write_turn(state, json);
  json.update(write_lists(state));
  return write_json(json);
}

core::Result<TranslatorState> read_state(TranslatorContext context, std::string_view saved) {
  TranslatorState state;
  state.context = std::move(context);
  if (saved.empty()) return state;
  const auto json = parse_json(saved);
  if (!json || integer_member(*json, "version") != 1) {
    return core::fail(core::ErrorCode::corrupt,
                      "The reading position of session " + state.context.launched_as.value +
                          " cannot be understood; read its log again from the start.");
  }
  state.session = read_id<core::SessionId>(*json, "session");
  state.continues = read_optional_id<core::SessionId>(*json, "continues");
  state.model = text_member(*json, "model");
  state.permission_mode = text_member(*json, "permission_mode");
  state.cli_version = text_member(*json, "cli_version");
  state.cwd = text_member(*json, "cwd");
  state.task_notified = flag_member(*json, "task_notified");
  state.compacted = flag_member(*json, "compacted");
  state.totals_of = read_id<core::SessionId>(*json, "totals_of");
  read_turn(*json, state);
  read_lists(*json, state);
  return state;
}

}  // namespace orchard::agents
