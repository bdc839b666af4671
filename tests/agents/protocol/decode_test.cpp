#include "agents/protocol/decode.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace orchard::agents {
namespace {

template <class T>
const T& as(const Event& event) {
  const T* body = event.get<T>();
  static const T none{};
  EXPECT_NE(body, nullptr) << "variant index " << event.body.index();
  return body == nullptr ? none : *body;
}

TEST(Decode, ReadsWhatMostRecordsCarry) {
  const Event event = decode(
      R"({"type":"keep_alive","session_id":"s","uuid":"u","timestamp":"2026-11-21T03:09:01.551Z"})");
  EXPECT_EQ(event.session.value, "s");
  EXPECT_EQ(event.uuid.value, "u");
  ASSERT_TRUE(event.at);
  EXPECT_EQ(event.at->time_since_epoch(), std::chrono::microseconds(1'795'230'541'551'000));
  EXPECT_EQ(as<Ignored>(event).type, "keep_alive");
  EXPECT_FALSE(decode(R"({"type":"user","timestamp":"yesterday"})").at);
}

TEST(Decode, ReadsInit) {
  const Event event =
      decode(R"({"type":"system","subtype":"init","cwd":"/w","model":"claude-opus-4-8[1m]",)"
             R"("permissionMode":"plan","claude_code_version":"2.1.197","tools":["Bash",7],)"
             R"("slash_commands":["clear","usage"]})");
  const auto& init = as<Init>(event);
  EXPECT_EQ(init.cwd, "/w");
  EXPECT_EQ(init.model, "claude-opus-4-8[1m]");
  EXPECT_EQ(init.permission_mode, "plan");
  EXPECT_EQ(init.cli_version, "2.1.197");
  EXPECT_EQ(init.tools, std::vector<std::string>{"Bash"});
  EXPECT_EQ(init.slash_commands, (std::vector<std::string>{"clear", "usage"}));
}

TEST(Decode, ReadsAssistantBlocks) {
  const Event event =
      decode(R"({"type":"assistant","message":{"id":"msg_1","model":"claude-opus-4-8","content":[)"
             R"({"type":"thinking","thinking":"hm"},{"type":"text","text":"hi"},)"
             R"({"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}},)"
             R"({"type":"server_tool_use"}],"stop_reason":null,"usage":{"input_tokens":3,)"
             R"("cache_creation_input_tokens":100,"cache_read_input_tokens":7,"output_tokens":1,)"
             R"("cache_creation":{"ephemeral_5m_input_tokens":60,"ephemeral_1h_input_tokens":40},)"
             R"("server_tool_use":{"web_search_requests":2},"speed":"fast"}},)"
             R"("parent_tool_use_id":"toolu_0","request_id":"req_1","error":"rate_limit"})");
  const auto& assistant = as<Assistant>(event);
  EXPECT_EQ(assistant.message_id.value, "msg_1");
  EXPECT_EQ(assistant.request_id, "req_1");
  EXPECT_EQ(assistant.parent.value, "toolu_0");
  EXPECT_EQ(assistant.error, "rate_limit");
  EXPECT_FALSE(assistant.synthetic);
  EXPECT_EQ(assistant.stop_reason, "");
  ASSERT_EQ(assistant.content.size(), 4U);
  EXPECT_EQ(assistant.content[0].kind, ContentBlock::Kind::thinking);
  EXPECT_EQ(assistant.content[0].text, "hm");
  EXPECT_EQ(assistant.content[1].text, "hi");
  EXPECT_EQ(assistant.content[2].tool, "Bash");
  EXPECT_EQ(assistant.content[2].tool_call.value, "toolu_1");
  EXPECT_EQ(assistant.content[2].input_json, R"({"command":"ls"})");
  EXPECT_EQ(assistant.content[3].kind, ContentBlock::Kind::other);
  ASSERT_TRUE(assistant.usage);
  EXPECT_EQ(assistant.usage->tokens, (core::TokenUsage{3, 1, 60, 40, 7}));
  EXPECT_EQ(assistant.usage->web_searches, 2);
  EXPECT_TRUE(assistant.usage->fast);
  EXPECT_TRUE(assistant.usage->cache_split_known);
}

TEST(Decode, CountsCacheWritesWithoutASplitAtTheShorterLife) {
  const Event event =
      decode(R"({"type":"stream_event","event":{"type":"message_delta","delta":)"
             R"({"stop_reason":"end_turn"},"usage":{"cache_creation_input_tokens":100}}})");
  const auto& delta = as<StreamMessageDelta>(event);
  EXPECT_EQ(delta.stop_reason, "end_turn");
  ASSERT_TRUE(delta.usage);
  EXPECT_EQ(delta.usage->tokens, (core::TokenUsage{0, 0, 100, 0, 0}));
  EXPECT_FALSE(delta.usage->cache_split_known);
}

TEST(Decode, ReadsUserRecordsOfEveryShape) {
  const Event replay = decode(
      R"({"type":"user","message":{"role":"user","content":"say"},"uuid":"u","isReplay":true})");
  EXPECT_TRUE(as<UserEcho>(replay).is_replay);
  EXPECT_EQ(as<UserEcho>(replay).text, "say");
  const Event blocks =
      decode(R"({"type":"user","message":{"content":[{"type":"text","text":"a"},{"type":"image"},)"
             R"({"type":"text","text":"b"}]},"isSynthetic":true})");
  EXPECT_EQ(as<UserEcho>(blocks).text, "a\n[image]\nb");
  EXPECT_TRUE(as<UserEcho>(blocks).is_synthetic);
  const Event results =
      decode(R"({"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1",)"
             R"("content":"no","is_error":true},{"type":"tool_result","tool_use_id":"t2",)"
             R"("content":[{"type":"text","text":"x"},{"type":"text","text":"y"}]}]}})");
  const auto& echo = as<UserEcho>(results);
  ASSERT_EQ(echo.results.size(), 2U);
  EXPECT_EQ(echo.results[0].call.value, "t1");
  EXPECT_TRUE(echo.results[0].is_error);
  EXPECT_EQ(echo.results[1].text, "x\ny");
  EXPECT_FALSE(echo.results[1].is_error);
  EXPECT_EQ(echo.text, "");
}

TEST(Decode, ReadsStreamPieces) {
  const Event start = decode(
      R"({"type":"stream_event","event":{"type":"message_start","message":{"id":"m","model":"x",)"
      R"("usage":{"input_tokens":3}}},"parent_tool_use_id":"t"})");
  EXPECT_EQ(as<StreamMessageStart>(start).message_id.value, "m");
  EXPECT_EQ(as<StreamMessageStart>(start).parent.value, "t");
  const Event block =
      decode(R"({"type":"stream_event","event":{"type":"content_block_start","index":2,)"
             R"("content_block":{"type":"tool_use","id":"t","name":"Bash","input":{}}}})");
  EXPECT_EQ(as<StreamBlockStart>(block).index, 2);
  EXPECT_EQ(as<StreamBlockStart>(block).block.tool, "Bash");
  const struct {
    const char* delta;
    StreamBlockDelta::Kind kind;
    const char* text;
  } cases[] = {
      {R"({"type":"text_delta","text":"a"})", StreamBlockDelta::Kind::text, "a"},
      {R"({"type":"thinking_delta","thinking":"b"})", StreamBlockDelta::Kind::thinking, "b"},
      {R"({"type":"input_json_delta","partial_json":"{"})", StreamBlockDelta::Kind::tool_json, "{"},
      {R"({"type":"signature_delta","signature":"c"})", StreamBlockDelta::Kind::other, ""},
  };
  for (const auto& c : cases) {
    const Event event = decode(
        std::string(R"({"type":"stream_event","event":{"type":"content_block_delta","delta":)") +
        c.delta + "}}");
    EXPECT_EQ(as<StreamBlockDelta>(event).kind, c.kind) << c.delta;
    EXPECT_EQ(as<StreamBlockDelta>(event).text, c.text) << c.delta;
  }
}

TEST(Decode, ReadsResult) {
  const Event event = decode(
      R"({"type":"result","subtype":"success","is_error":true,"api_error_status":529,)"
      R"("duration_ms":126,"duration_api_ms":23.5,"num_turns":2,"result":"no","errors":["e"],)"
      R"("total_cost_usd":0.1403175,"usage":{"input_tokens":3},"modelUsage":{"m[1m]":)"
      R"({"inputTokens":3,"outputTokens":4,"cacheReadInputTokens":5,)"
      R"("cacheCreationInputTokens":6,"webSearchRequests":1,"costUSD":0.14,)"
      R"("contextWindow":1000000}},"permission_denials":[{"tool_name":"Bash",)"
      R"("tool_use_id":"t","tool_input":{"a":1}}],"terminal_reason":"completed",)"
      R"("origin":{"kind":"task-notification"}})");
  const auto& result = as<TurnResult>(event);
  EXPECT_TRUE(result.is_error);
  EXPECT_EQ(result.api_error_status, 529);
  EXPECT_EQ(result.duration, std::chrono::milliseconds(126));
  EXPECT_EQ(result.api_duration, std::chrono::microseconds(23'500));
  EXPECT_EQ(result.turns, 2);
  EXPECT_EQ(result.text, "no");
  EXPECT_EQ(result.errors, std::vector<std::string>{"e"});
  ASSERT_TRUE(result.total);
  EXPECT_EQ(result.total->nano_dollars, 140'317'500);
  ASSERT_EQ(result.models.size(), 1U);
  EXPECT_EQ(result.models[0].usage, (core::TokenUsage{3, 4, 6, 0, 5}));
  EXPECT_EQ(result.models[0].context_window, 1'000'000);
  ASSERT_EQ(result.denials.size(), 1U);
  EXPECT_EQ(result.denials[0].input_json, R"({"a":1})");
  EXPECT_TRUE(result.has_origin);
  EXPECT_FALSE(as<TurnResult>(decode(R"({"type":"result","origin":null})")).has_origin);
  EXPECT_FALSE(as<TurnResult>(decode(R"({"type":"result"})")).total);
}

TEST(Decode, ReadsControlTraffic) {
  const Event ask =
      decode(R"({"type":"control_request","request_id":"r","request":{"subtype":"can_use_tool",)"
             R"("tool_name":"Bash","input":{"command":"touch x"},"permission_suggestions":[],)"
             R"("blocked_path":"/x","tool_use_id":"t"}})");
  EXPECT_EQ(as<CanUseTool>(ask).request.value, "r");
  EXPECT_EQ(as<CanUseTool>(ask).input_json, R"({"command":"touch x"})");
  EXPECT_EQ(as<CanUseTool>(ask).suggestions_json, "[]");
  const Event other = decode(
      R"({"type":"control_request","request_id":"r","request":{"subtype":"hook_callback"}})");
  EXPECT_EQ(as<OtherControlRequest>(other).subtype, "hook_callback");
  const Event cancel = decode(R"({"type":"control_cancel_request","request_id":"r"})");
  EXPECT_EQ(as<ControlCancel>(cancel).request.value, "r");
  const Event good =
      decode(R"({"type":"control_response","response":{"subtype":"success","request_id":"r",)"
             R"("response":{"mode":"plan"}}})");
  EXPECT_TRUE(as<ControlResponse>(good).ok);
  EXPECT_EQ(as<ControlResponse>(good).response_json, R"({"mode":"plan"})");
  const Event bad = decode(
      R"({"type":"control_response","response":{"subtype":"error","request_id":"r","error":"no"}})");
  EXPECT_FALSE(as<ControlResponse>(bad).ok);
  EXPECT_EQ(as<ControlResponse>(bad).error, "no");
}

TEST(Decode, ReadsSystemRecords) {
  const auto system = [](const std::string& fields) {
    return decode(R"({"type":"system",)" + fields + "}");
  };
  EXPECT_EQ(as<Status>(system(R"("subtype":"status","status":null,"permissionMode":"plan")"))
                .permission_mode,
            "plan");
  const Event retry = system(R"("subtype":"api_retry","attempt":1,"retry_delay_ms":574.8,)"
                             R"("error_status":null,"error":"unknown")");
  EXPECT_EQ(as<ApiRetry>(retry).delay, std::chrono::microseconds(574'800));
  EXPECT_FALSE(as<ApiRetry>(retry).http_status);
  EXPECT_EQ(as<TaskStarted>(system(R"("subtype":"task_started","task_id":"b")")).task_id, "b");
  EXPECT_EQ(
      as<TaskProgress>(system(R"("subtype":"task_progress","last_tool_name":"Bash")")).last_tool,
      "Bash");
  EXPECT_EQ(as<TaskUpdated>(system(R"("subtype":"task_updated","patch":{"status":"x"})")).status,
            "x");
  EXPECT_EQ(as<TaskNotification>(system(R"("subtype":"task_notification","summary":"s")")).summary,
            "s");
  EXPECT_EQ(as<CompactBoundary>(
                system(R"("subtype":"compact_boundary","compact_metadata":{"pre_tokens":9})"))
                .tokens_before,
            9);
  EXPECT_EQ(as<PermissionDenied>(system(R"("subtype":"permission_denied","tool_name":"W")")).tool,
            "W");
  EXPECT_EQ(as<ModelFallback>(system(R"("subtype":"model_fallback","fallback_model":"m")")).to,
            "m");
  EXPECT_EQ(as<Ignored>(system(R"("subtype":"thinking_tokens")")).type, "system/thinking_tokens");
}

TEST(Decode, ReadsPlanLimits) {
  const Event event = decode(
      R"({"type":"rate_limit_event","rate_limit_info":{"status":"allowed","resetsAt":1795235056,)"
      R"("rateLimitType":"five_hour"}})");
  EXPECT_EQ(as<RateLimit>(event).kind, "five_hour");
  EXPECT_FALSE(as<RateLimit>(event).utilization);
  ASSERT_TRUE(as<RateLimit>(event).resets_at);
  EXPECT_FALSE(
      as<RateLimit>(decode(R"({"type":"rate_limit_event","rate_limit_info":{"resetsAt":1e300}})"))
          .resets_at);
}

TEST(Decode, WhatIsNoRecordIsMalformed) {
  for (const char* line : {"", " ", "{", "null", "[]", "42", "\"text\"", "{\"type\":", "nonsense",
                           "{\"type\":\"user\"}{}", "\xff\xfe"})
    EXPECT_NE(decode(line).get<Malformed>(), nullptr) << line;
}

TEST(Decode, WrongTypesCountAsAbsent) {
  for (const char* line : {
           R"({"type":7})",
           R"({"type":"system","subtype":[]})",
           R"({"type":"assistant","message":"text"})",
           R"({"type":"assistant","message":{"content":{"a":1},"usage":[1]}})",
           R"({"type":"user","message":null,"uuid":{}})",
           R"({"type":"user","message":{"content":[null,7,"x",{"type":"tool_result"}]}})",
           R"({"type":"stream_event","event":{"type":"message_start","message":[]}})",
           R"({"type":"stream_event"})",
           R"({"type":"result","modelUsage":[1],"permission_denials":{"a":1},"errors":"e"})",
           R"({"type":"result","total_cost_usd":"free","duration_ms":-1,"usage":7})",
           R"({"type":"control_request","request":[]})",
           R"({"type":"control_response","response":null})",
           R"({"type":"rate_limit_event","rate_limit_info":"no"})",
       }) {
    EXPECT_EQ(decode(line).get<Malformed>(), nullptr) << line;
  }
}

TEST(Decode, ReadsWhatAdvisorsTook) {
  const auto usage_with = [](const std::string& iterations) {
    return as<StreamMessageDelta>(
               decode(R"({"type":"stream_event","event":{"type":"message_delta","delta":{},)"
                      R"("usage":{"output_tokens":7,"iterations":)" +
                      iterations + "}}}"))
        .usage;
  };
  const auto usage = usage_with(
      R"([{"type":"message","input_tokens":1,"output_tokens":7},{"type":"advisor_message",)"
      R"("model":"claude-opus-4-7","input_tokens":9,"output_tokens":5,)"
      R"("cache_creation_input_tokens":3},{"type":"advisor_message","input_tokens":4}])");
  ASSERT_TRUE(usage);
  EXPECT_EQ(usage->tokens, (core::TokenUsage{0, 7, 0, 0, 0}));
  EXPECT_EQ(usage->advisors,
            (std::vector<AdvisorUsage>{{"claude-opus-4-7", {9, 5, 3, 0, 0}, false}}));
  for (const char* none : {R"([{"type":"advisor_message","model":"m","input_tokens":-1}])", "[]",
                           "null", "7", R"([7,"advisor_message"])"})
    EXPECT_TRUE(usage_with(none)->advisors.empty()) << none;
}

// What no reply can have was damaged: any sum with it would be wrong by as much.
TEST(Decode, UsageWithACountThatIsNoneIsNone) {
  const auto usage_with = [](const std::string& member) {
    return as<Assistant>(decode(R"({"type":"assistant","message":{"usage":{"output_tokens":7,)" +
                                member + "}}}"))
        .usage;
  };
  for (const char* number : {"-1", "1e300", "99999999999999999999999", "18446744073709551615",
                             "9223372036854775807", "1000000001", "0.5", "\"5\"", "true", "[]"})
    for (const char* name :
         {"input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"})
      EXPECT_FALSE(usage_with(std::string("\"") + name + "\":" + number)) << name << number;
  EXPECT_FALSE(usage_with(R"("cache_creation":{"ephemeral_1h_input_tokens":-1})"));
  EXPECT_FALSE(usage_with(R"("server_tool_use":{"web_search_requests":1e12})"));
  for (const char* number : {"null", "0", "-0", "1e9", "7.0"})
    EXPECT_EQ(usage_with(std::string("\"input_tokens\":") + number)->tokens.output, 7) << number;
  EXPECT_EQ(usage_with(R"("input_tokens":1000000000)")->tokens.input, 1'000'000'000);
}

TEST(Decode, CostsThatCannotBeAreNone) {
  EXPECT_FALSE(as<TurnResult>(decode(R"({"type":"result","total_cost_usd":-3})")).total);
  EXPECT_FALSE(as<TurnResult>(decode(R"({"type":"result","total_cost_usd":1e40})")).total);
}

TEST(Decode, RefusesJsonThatIsTooDeep) {
  const auto nested = [](int depth) {
    const auto times = static_cast<std::size_t>(depth);
    return R"({"type":"user","x":)" + std::string(times, '[') + std::string(times, ']') + "}";
  };
  EXPECT_EQ(decode(nested(100)).get<Malformed>(), nullptr);
  EXPECT_NE(decode(nested(200)).get<Malformed>(), nullptr);
  EXPECT_NE(decode(std::string(1'000'000, '[')).get<Malformed>(), nullptr);
  const std::string brackets(1000, '[');
  EXPECT_EQ(
      as<UserEcho>(decode(R"({"type":"user","message":{"content":"\")" + brackets + "\"}}")).text,
      "\"" + brackets);
}

TEST(Decode, BrokenTextIsRepairedAndKeepsItsRecord) {
  const struct {
    std::string json;
    std::string text;
  } cases[] = {
      {"a\xff z", "a\xEF\xBF\xBD z"},
      {R"(half \ud83d pair)", "half \xEF\xBF\xBD pair"},
      {R"(\udc00 first)", "\xEF\xBF\xBD first"},
      {R"(\ud83d\ud83d\ude00)", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
      {R"(\ud83d\\ude00)", "\xEF\xBF\xBD\\ude00"},
      {R"(\\ud83d)", "\\ud83d"},
      {R"(\ud83d\ude00 whole)", "\xF0\x9F\x98\x80 whole"},
      {R"(nul \u0000 here)", "nul \xEF\xBF\xBD here"},
      {R"(%s%n {} \u001b[31m)", "%s%n {} \x1b[31m"},
  };
  for (const auto& c : cases) {
    const Event event = decode(R"({"type":"user","message":{"content":")" + c.json + "\"}}");
    EXPECT_EQ(as<UserEcho>(event).text, c.text) << c.json;
  }
}

}  // namespace
}  // namespace orchard::agents
