#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace orchard::test {

// Lines as an agent prints them, cut down to what matters. `uuid` is the record's own.

using Json = nlohmann::json;

struct CallUsage {
  int input = 3;
  int output = 1;
  int write_5m = 0;
  int write_1h = 0;
  int read = 0;
};

inline Json usage_json(const CallUsage& usage, bool with_split = true) {
  Json json = {{"input_tokens", usage.input},
               {"output_tokens", usage.output},
               {"cache_creation_input_tokens", usage.write_5m + usage.write_1h},
               {"cache_read_input_tokens", usage.read}};
  if (with_split)
    json["cache_creation"] = {{"ephemeral_5m_input_tokens", usage.write_5m},
                              {"ephemeral_1h_input_tokens", usage.write_1h}};
  return json;
}

/// The pieces of one log; the session id is that of the next lines.
struct LogLines {
  std::string session = "session-1";

  [[nodiscard]] std::string line(Json record) const {
    record["session_id"] = session;
    return record.dump();
  }

  [[nodiscard]] std::string init(const std::string& uuid,
                                 const std::string& model = "claude-opus-4-8[1m]") const {
    return line({{"type", "system"},
                 {"subtype", "init"},
                 {"cwd", "/w/fern"},
                 {"model", model},
                 {"permissionMode", "default"},
                 {"slash_commands", {"clear", "compact"}},
                 {"claude_code_version", "2.1.197"},
                 {"uuid", uuid}});
  }

  [[nodiscard]] std::string system(const std::string& subtype, const std::string& uuid,
                                   Json fields = Json::object()) const {
    fields["type"] = "system";
    fields["subtype"] = subtype;
    fields["uuid"] = uuid;
    return line(fields);
  }

  [[nodiscard]] std::string echo(const std::string& uuid, const std::string& text) const {
    return line({{"type", "user"},
                 {"message", {{"role", "user"}, {"content", text}}},
                 {"parent_tool_use_id", nullptr},
                 {"uuid", uuid},
                 {"timestamp", "2026-11-21T03:09:01.551Z"},
                 {"isReplay", true}});
  }

  [[nodiscard]] std::string stream(Json event, const std::string& parent = {}) const {
    return line({{"type", "stream_event"},
                 {"event", std::move(event)},
                 {"parent_tool_use_id", parent.empty() ? Json() : Json(parent)},
                 {"uuid", "stream"}});
  }

  [[nodiscard]] std::string message_start(const std::string& call, const CallUsage& usage) const {
    return stream(
        {{"type", "message_start"},
         {"message", {{"id", call}, {"model", "claude-opus-4-8"}, {"usage", usage_json(usage)}}}});
  }

  [[nodiscard]] std::string text_delta(const std::string& text) const {
    return stream({{"type", "content_block_delta"},
                   {"index", 0},
                   {"delta", {{"type", "text_delta"}, {"text", text}}}});
  }

  /// The API names the cache writes here without their split.
  [[nodiscard]] std::string message_delta(const CallUsage& usage) const {
    return stream({{"type", "message_delta"},
                   {"delta", {{"stop_reason", "end_turn"}}},
                   {"usage", usage_json(usage, false)}});
  }

  [[nodiscard]] std::string assistant(const std::string& uuid, const std::string& call, Json block,
                                      const CallUsage& usage = {},
                                      const std::string& parent = {}) const {
    return line({{"type", "assistant"},
                 {"message",
                  {{"id", call},
                   {"model", "claude-opus-4-8"},
                   {"content", Json::array({std::move(block)})},
                   {"stop_reason", nullptr},
                   {"usage", usage_json(usage)}}},
                 {"parent_tool_use_id", parent.empty() ? Json() : Json(parent)},
                 {"uuid", uuid},
                 {"request_id", "req-" + call}});
  }

  [[nodiscard]] std::string text(const std::string& uuid, const std::string& call,
                                 const std::string& words, const CallUsage& usage = {}) const {
    return assistant(uuid, call, {{"type", "text"}, {"text", words}}, usage);
  }

  [[nodiscard]] std::string tool_use(const std::string& uuid, const std::string& call,
                                     const std::string& tool_call, const std::string& tool,
                                     const Json& input, const std::string& parent = {}) const {
    return assistant(uuid, call,
                     {{"type", "tool_use"}, {"id", tool_call}, {"name", tool}, {"input", input}},
                     {}, parent);
  }

  [[nodiscard]] std::string synthetic(const std::string& uuid, const std::string& words,
                                      const std::string& error = {}) const {
    Json record = {{"type", "assistant"},
                   {"message",
                    {{"id", "made-" + uuid},
                     {"model", "<synthetic>"},
                     {"content", Json::array({{{"type", "text"}, {"text", words}}})},
                     {"stop_reason", "stop_sequence"},
                     {"usage", usage_json({0, 0, 0, 0, 0})}}},
                   {"parent_tool_use_id", nullptr},
                   {"uuid", uuid}};
    if (!error.empty()) record["error"] = error;
    return line(record);
  }

  [[nodiscard]] std::string tool_result(const std::string& uuid, const std::string& tool_call,
                                        const std::string& words, bool is_error = false,
                                        const std::string& parent = {}) const {
    return line({{"type", "user"},
                 {"message",
                  {{"role", "user"},
                   {"content", Json::array({{{"type", "tool_result"},
                                             {"tool_use_id", tool_call},
                                             {"content", words},
                                             {"is_error", is_error}}})}}},
                 {"parent_tool_use_id", parent.empty() ? Json() : Json(parent)},
                 {"uuid", uuid}});
  }

  [[nodiscard]] static std::string can_use_tool(const std::string& request,
                                                const std::string& tool_call,
                                                const std::string& tool, const Json& input) {
    return Json({{"type", "control_request"},
                 {"request_id", request},
                 {"request",
                  {{"subtype", "can_use_tool"},
                   {"tool_name", tool},
                   {"input", input},
                   {"tool_use_id", tool_call}}}})
        .dump();
  }

  [[nodiscard]] static std::string cancel(const std::string& request) {
    return Json({{"type", "control_cancel_request"}, {"request_id", request}}).dump();
  }

  [[nodiscard]] std::string result(const std::string& uuid, Json fields = Json::object()) const {
    Json record = {{"type", "result"},
                   {"subtype", "success"},
                   {"is_error", false},
                   {"duration_ms", 126},
                   {"num_turns", 1},
                   {"result", "done"},
                   {"total_cost_usd", 0.5},
                   {"modelUsage", Json::object()},
                   {"permission_denials", Json::array()},
                   {"terminal_reason", "completed"},
                   {"uuid", uuid}};
    record.update(fields);
    return line(record);
  }
};

}  // namespace orchard::test
