#include "agents/protocol/decode_message.h"

#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

core::ToolCallId parent_of(const Json& record) {
  return core::ToolCallId(text_member(record, "parent_tool_use_id"));
}

ContentBlock decode_block(const Json& json) {
  const std::string type = text_member(json, "type");
  ContentBlock block;
  block.kind = ContentBlock::Kind::other;
  if (type == "text") {
    block.kind = ContentBlock::Kind::text;
    block.text = text_member(json, "text");
  } else if (type == "thinking") {
    block.kind = ContentBlock::Kind::thinking;
    block.text = text_member(json, "thinking");
  } else if (type == "tool_use") {
    block.kind = ContentBlock::Kind::tool_use;
    block.tool_call = core::ToolCallId(text_member(json, "id"));
    block.tool = text_member(json, "name");
    block.input_json = json_member(json, "input");
  }
  return block;
}

void append_line(std::string& text, std::string_view more) {
  if (!text.empty()) text += '\n';
  text += more;
}

/// The text of a string or of a list of blocks; blocks that are not text are named.
std::string text_of_content(const Json* content) {
  if (content == nullptr) return {};
  if (content->is_string()) return text_value(*content);
  std::string text;
  if (!content->is_array()) return text;
  for (const Json& block : *content) {
    const std::string type = text_member(block, "type");
    if (type == "text") {
      append_line(text, text_member(block, "text"));
    } else if (type == "image" || type == "document") {
      append_line(text, "[" + type + "]");
    }
  }
  return text;
}

EventBody decode_message_start(const Json& event, core::ToolCallId parent) {
  const Json& message = children(event, "message");
  StreamMessageStart start;
  start.message_id = core::ApiCallId(text_member(message, "id"));
  start.model = text_member(message, "model");
  start.usage = decode_usage(find_member(message, "usage"));
  start.parent = std::move(parent);
  return start;
}

EventBody decode_block_delta(const Json& event, core::ToolCallId parent) {
  const Json& delta = children(event, "delta");
  const std::string type = text_member(delta, "type");
  StreamBlockDelta piece;
  piece.index = count_member(event, "index");
  piece.kind = StreamBlockDelta::Kind::other;
  if (type == "text_delta") {
    piece.kind = StreamBlockDelta::Kind::text;
    piece.text = text_member(delta, "text");
  } else if (type == "thinking_delta") {
    piece.kind = StreamBlockDelta::Kind::thinking;
    piece.text = text_member(delta, "thinking");
  } else if (type == "input_json_delta") {
    piece.kind = StreamBlockDelta::Kind::tool_json;
    piece.text = text_member(delta, "partial_json");
  }
  piece.parent = std::move(parent);
  return piece;
}

/// Reads what one reply took. What is absent or null is 0; what no reply can have is damage.
class ReplyCounts {
 public:
  std::int64_t read(const Json& object, const char* key) {
    const Json* member = find_member(object, key);
    if (member == nullptr || member->is_null()) return 0;
    const auto number = number_member(object, key);
    const bool is_sound =
        number && *number >= 0 && *number <= kMostTokens && *number == std::floor(*number);
    sound_ = sound_ && is_sound;
    return is_sound ? static_cast<std::int64_t>(*number) : 0;
  }
  [[nodiscard]] bool sound() const { return sound_; }

 private:
  /// As for the lines of transcripts: more than any reply holds.
  static constexpr double kMostTokens = 1e9;
  bool sound_ = true;
};

/// Whether the cache writes are split.
bool read_tokens(const Json& usage, ReplyCounts& counts, core::TokenUsage& tokens) {
  tokens.input = counts.read(usage, "input_tokens");
  tokens.output = counts.read(usage, "output_tokens");
  tokens.cache_read = counts.read(usage, "cache_read_input_tokens");
  const std::int64_t written = counts.read(usage, "cache_creation_input_tokens");
  const Json* split = find_member(usage, "cache_creation");
  const bool is_split = split != nullptr && split->is_object();
  if (is_split) {
    tokens.cache_write_5m = counts.read(*split, "ephemeral_5m_input_tokens");
    tokens.cache_write_1h = counts.read(*split, "ephemeral_1h_input_tokens");
  }
  // What the split does not name is counted at the shorter life.
  if (written > tokens.cache_write()) tokens.cache_write_5m = written - tokens.cache_write_1h;
  return is_split;
}

}  // namespace

std::optional<ApiUsage> decode_usage(const Json* usage) {
  if (usage == nullptr || !usage->is_object()) return std::nullopt;
  ReplyCounts counts;
  ApiUsage result;
  result.cache_split_known = read_tokens(*usage, counts, result.tokens);
  result.web_searches = counts.read(children(*usage, "server_tool_use"), "web_search_requests");
  result.fast = text_member(*usage, "speed") == "fast";
  // All other iterations are in the numbers above, or cost nothing.
  for (const Json& iteration : children(*usage, "iterations")) {
    if (text_member(iteration, "type") != "advisor_message") continue;
    ReplyCounts of_advisor;
    AdvisorUsage advisor;
    advisor.model = text_member(iteration, "model");
    advisor.cache_split_known = read_tokens(iteration, of_advisor, advisor.tokens);
    advisor.fast = text_member(iteration, "speed") == "fast";
    if (!advisor.model.empty() && of_advisor.sound()) result.advisors.push_back(std::move(advisor));
  }
  if (!counts.sound()) return std::nullopt;
  return result;
}

EventBody decode_assistant(const Json& record) {
  const Json& message = children(record, "message");
  Assistant assistant;
  assistant.message_id = core::ApiCallId(text_member(message, "id"));
  assistant.request_id = text_member(record, "request_id");
  assistant.model = text_member(message, "model");
  assistant.synthetic = assistant.model == "<synthetic>";
  const Json* content = find_member(message, "content");
  if (content != nullptr && content->is_string())
    assistant.content.push_back({ContentBlock::Kind::text, text_value(*content), {}, {}, {}});
  for (const Json& block : children(message, "content"))
    assistant.content.push_back(decode_block(block));
  assistant.usage = decode_usage(find_member(message, "usage"));
  assistant.stop_reason = text_member(message, "stop_reason");
  assistant.parent = parent_of(record);
  assistant.error = text_member(record, "error");
  return assistant;
}

EventBody decode_user(const Json& record) {
  const Json& message = children(record, "message");
  UserEcho echo;
  echo.is_replay = flag_member(record, "isReplay");
  echo.is_synthetic = flag_member(record, "isSynthetic");
  echo.text = text_of_content(find_member(message, "content"));
  for (const Json& block : children(message, "content")) {
    if (text_member(block, "type") != "tool_result") continue;
    echo.results.push_back({core::ToolCallId(text_member(block, "tool_use_id")),
                            text_of_content(find_member(block, "content")),
                            flag_member(block, "is_error")});
  }
  echo.parent = parent_of(record);
  return echo;
}

EventBody decode_stream_event(const Json& record) {
  const Json& event = children(record, "event");
  const core::ToolCallId parent = parent_of(record);
  const std::string type = text_member(event, "type");
  if (type == "message_start") return decode_message_start(event, parent);
  if (type == "content_block_start")
    return StreamBlockStart{count_member(event, "index"),
                            decode_block(children(event, "content_block")), parent};
  if (type == "content_block_delta") return decode_block_delta(event, parent);
  if (type == "content_block_stop") return StreamBlockStop{count_member(event, "index"), parent};
  if (type == "message_delta")
    return StreamMessageDelta{decode_usage(find_member(event, "usage")),
                              text_member(children(event, "delta"), "stop_reason"), parent};
  if (type == "message_stop") return StreamMessageStop{parent};
  return Ignored{"stream_event/" + type};
}

}  // namespace orchard::agents
