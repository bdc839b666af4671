#include "tests/benchmark/samples/agent_log.h"

#include "core/base/time_text.h"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kRepliesPerTurn = 6;
constexpr int kPieces = 40;  ///< of one streamed block
constexpr std::string_view kProse =
    "The parser reads one line at a time and keeps what is left for the next call, so a record "
    "that arrives in two halves is seen once and whole. ";

/// Writes one conversation line by line.
class LogWriter {
 public:
  LogWriter(std::string session, core::Timestamp at)
      : session_(std::move(session)), at_(core::to_iso8601(at)) {}

  void turn();
  [[nodiscard]] std::size_t lines() const { return lines_; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void line(Json record);
  void event(Json body);
  void init();
  void prompt();
  void reply(bool last);
  void block(int index, const char* kind, const Json& empty, const Json& whole,
             const char* delta_kind, const char* field, std::string_view piece);
  void assistant(const Json& content);
  void tool_result(const std::string& tool);
  void result();
  [[nodiscard]] std::string uuid() {
    ++ids_;
    return fmt::format("{:08x}-7d02-4f3c-9a55-0c1f{:08x}", ids_, ids_ * 2654435761U);
  }
  [[nodiscard]] std::string id(const char* kind) {
    return fmt::format("{}_01{:022x}", kind, ++ids_);
  }
  [[nodiscard]] Json usage(std::int64_t output) const {
    return {{"input_tokens", 3},
            {"cache_creation_input_tokens", 1280},
            {"cache_read_input_tokens", 20000 + replies_ % 500 * 300},
            {"cache_creation",
             {{"ephemeral_5m_input_tokens", 1024}, {"ephemeral_1h_input_tokens", 256}}},
            {"service_tier", "standard"},
            {"output_tokens", output}};
  }

  std::string session_;
  std::string at_;
  std::string text_;
  std::string message_;
  std::string request_;
  std::size_t lines_ = 0;
  std::uint32_t ids_ = 0;
  std::int64_t replies_ = 0;
  double cost_ = 0;
};

void LogWriter::line(Json record) {
  text_ += record.dump();
  text_ += '\n';
  ++lines_;
}

void LogWriter::event(Json body) {
  line({{"type", "stream_event"},
        {"event", std::move(body)},
        {"session_id", session_},
        {"parent_tool_use_id", nullptr},
        {"uuid", uuid()}});
}

void LogWriter::init() {
  line({{"type", "system"},
        {"subtype", "init"},
        {"cwd", "/src/project"},
        {"session_id", session_},
        {"tools",
         {"Task", "Bash", "Edit", "Read", "Write", "WebFetch", "WebSearch", "TaskCreate",
          "TaskList", "TaskUpdate", "NotebookEdit", "Skill"}},
        {"mcp_servers", Json::array()},
        {"model", "claude-opus-4-8"},
        {"permissionMode", "acceptEdits"},
        {"slash_commands", {"clear", "compact", "config", "context", "init", "review", "usage"}},
        {"apiKeySource", "none"},
        {"claude_code_version", "2.1.197"},
        {"output_style", "default"},
        {"uuid", uuid()}});
}

void LogWriter::prompt() {
  line({{"type", "user"},
        {"message",
         {{"role", "user"}, {"content", "Please make the reader faster and keep it correct."}}},
        {"session_id", session_},
        {"parent_tool_use_id", nullptr},
        {"uuid", uuid()},
        {"timestamp", at_},
        {"isReplay", true}});
}

void LogWriter::assistant(const Json& content) {
  line({{"type", "assistant"},
        {"message",
         {{"id", message_},
          {"type", "message"},
          {"role", "assistant"},
          {"model", "claude-opus-4-8"},
          {"content", Json::array({content})},
          {"stop_sequence", nullptr},
          {"stop_reason", nullptr},
          {"usage", usage(1)},
          {"context_management", nullptr}}},
        {"parent_tool_use_id", nullptr},
        {"session_id", session_},
        {"uuid", uuid()},
        {"request_id", request_}});
}

void LogWriter::block(int index, const char* kind, const Json& empty, const Json& whole,
                      const char* delta_kind, const char* field, std::string_view piece) {
  event({{"type", "content_block_start"}, {"index", index}, {"content_block", empty}});
  for (int i = 0; i < kPieces; ++i) {
    if (std::string_view(kind) == "thinking")
      line({{"type", "system"},
            {"subtype", "thinking_tokens"},
            {"estimated_tokens", 4 * (i + 1)},
            {"estimated_tokens_delta", 4},
            {"uuid", uuid()},
            {"session_id", session_}});
    event({{"type", "content_block_delta"},
           {"index", index},
           {"delta", {{"type", delta_kind}, {field, piece}}}});
  }
  assistant(whole);
  event({{"type", "content_block_stop"}, {"index", index}});
}

void LogWriter::tool_result(const std::string& tool) {
  std::string output;
  for (int i = 0; i < 20; ++i)
    output += fmt::format("src/reader/part_{}.cpp:{}: {}\n", i, 10 * i, kProse.substr(0, 60));
  line({{"type", "user"},
        {"message",
         {{"role", "user"},
          {"content",
           Json::array({{{"tool_use_id", tool}, {"type", "tool_result"}, {"content", output}}})}}},
        {"parent_tool_use_id", nullptr},
        {"session_id", session_},
        {"uuid", uuid()},
        {"timestamp", at_},
        {"tool_use_result", {{"stdout", output}, {"stderr", ""}, {"interrupted", false}}}});
}

void LogWriter::reply(bool last) {
  ++replies_;
  message_ = id("msg");
  request_ = id("req");
  line({{"type", "system"},
        {"subtype", "status"},
        {"status", "requesting"},
        {"uuid", uuid()},
        {"session_id", session_}});
  event({{"type", "message_start"},
         {"message",
          {{"id", message_},
           {"type", "message"},
           {"role", "assistant"},
           {"model", "claude-opus-4-8"},
           {"content", Json::array()},
           {"stop_reason", nullptr},
           {"usage", usage(1)}}}});
  std::string prose;
  for (int i = 0; i < kPieces; ++i) prose += kProse.substr(0, 16);
  block(0, "thinking", {{"type", "thinking"}, {"thinking", ""}, {"signature", ""}},
        {{"type", "thinking"}, {"thinking", prose}, {"signature", std::string(96, 'c')}},
        "thinking_delta", "thinking", kProse.substr(0, 16));
  block(1, "text", {{"type", "text"}, {"text", ""}}, {{"type", "text"}, {"text", prose}},
        "text_delta", "text", kProse.substr(0, 16));
  const std::string tool = id("toolu");
  if (!last)
    block(2, "tool_use",
          {{"type", "tool_use"}, {"id", tool}, {"name", "Bash"}, {"input", Json::object()}},
          {{"type", "tool_use"},
           {"id", tool},
           {"name", "Bash"},
           {"input", {{"command", "grep -rn reader src"}, {"description", prose}}}},
          "input_json_delta", "partial_json", kProse.substr(0, 16));
  event({{"type", "message_delta"},
         {"delta", {{"stop_reason", last ? "end_turn" : "tool_use"}, {"stop_sequence", nullptr}}},
         {"usage", usage(420)}});
  event({{"type", "message_stop"}});
  if (!last) tool_result(tool);
}

void LogWriter::result() {
  cost_ += 0.25;
  line({{"type", "result"},
        {"subtype", "success"},
        {"is_error", false},
        {"duration_ms", 91000},
        {"duration_api_ms", 64000},
        {"num_turns", kRepliesPerTurn},
        {"result", "The reader is faster and every test passes."},
        {"stop_reason", "end_turn"},
        {"session_id", session_},
        {"total_cost_usd", cost_},
        {"usage", usage(420 * kRepliesPerTurn)},
        {"modelUsage",
         {{"claude-opus-4-8",
           {{"inputTokens", 3 * replies_},
            {"outputTokens", 420 * replies_},
            {"cacheReadInputTokens", 60000 * replies_},
            {"cacheCreationInputTokens", 1280 * replies_},
            {"webSearchRequests", 0},
            {"costUSD", cost_},
            {"contextWindow", 200000}}}}},
        {"permission_denials", Json::array()},
        {"uuid", uuid()}});
}

void LogWriter::turn() {
  prompt();
  init();
  for (int i = 1; i <= kRepliesPerTurn; ++i) reply(i == kRepliesPerTurn);
  result();
}

}  // namespace

std::string make_agent_log(std::size_t lines, const std::string& session, core::Timestamp at) {
  LogWriter writer(session, at);
  while (writer.lines() < lines) writer.turn();
  return writer.take();
}

}  // namespace orchard::test
