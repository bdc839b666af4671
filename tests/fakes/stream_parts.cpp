#include "tests/fakes/stream_parts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

constexpr std::size_t kDeltaBytes = 12;

StreamPart event(const json& data) {
  return {"event: " + data.at("type").get<std::string>() + "\ndata: " + data.dump() + "\n\n", 0, "",
          false};
}

json usage_json(const core::TokenUsage& usage, std::int64_t output) {
  return {{"input_tokens", usage.input},
          {"cache_creation_input_tokens", usage.cache_write()},
          {"cache_read_input_tokens", usage.cache_read},
          {"cache_creation",
           {{"ephemeral_5m_input_tokens", usage.cache_write_5m},
            {"ephemeral_1h_input_tokens", usage.cache_write_1h}}},
          {"output_tokens", output},
          {"service_tier", "standard"}};
}

std::string tool_id(const std::string& message_id, std::size_t index) {
  return "toolu_" + message_id.substr(4) + std::to_string(index);
}

json start_of(const ContentBlock& block, const std::string& id) {
  switch (block.kind) {
    case ContentBlock::Kind::thinking:
      return {{"type", "thinking"}, {"thinking", ""}, {"signature", ""}};
    case ContentBlock::Kind::tool_use:
      return {{"type", "tool_use"}, {"id", id}, {"name", block.tool}, {"input", json::object()}};
    default:
      return {{"type", "text"}, {"text", ""}};
  }
}

json delta_of(const ContentBlock& block, const std::string& piece) {
  switch (block.kind) {
    case ContentBlock::Kind::thinking:
      return {{"type", "thinking_delta"}, {"thinking", piece}};
    case ContentBlock::Kind::tool_use:
      return {{"type", "input_json_delta"}, {"partial_json", piece}};
    default:
      return {{"type", "text_delta"}, {"text", piece}};
  }
}

/// Pieces of at most kDeltaBytes that never cut a UTF-8 character.
std::vector<std::string> cut(const std::string& text) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.size(), at + kDeltaBytes);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    pieces.push_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

void add_block(std::vector<StreamPart>& parts, const ContentBlock& block, std::size_t index,
               const std::string& id) {
  parts.push_back(event(
      {{"type", "content_block_start"}, {"index", index}, {"content_block", start_of(block, id)}}));
  const std::vector<std::string> pieces = cut(block.text);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    StreamPart part = event(
        {{"type", "content_block_delta"}, {"index", index}, {"delta", delta_of(block, pieces[i])}});
    part.seconds_before = block.seconds / static_cast<double>(pieces.size());
    parts.push_back(std::move(part));
    if (i > 0) continue;
    parts.back().seconds_before = 0;
    if (block.breaks) parts.push_back({"", 0, "", true});
    if (!block.hold_until.empty()) parts.push_back({"", 0, block.hold_until, false});
  }
  if (block.kind == ContentBlock::Kind::thinking)
    parts.push_back(event({{"type", "content_block_delta"},
                           {"index", index},
                           {"delta", {{"type", "signature_delta"}, {"signature", "c2lnbmVk"}}}}));
  parts.push_back(event({{"type", "content_block_stop"}, {"index", index}}));
}

json envelope(const PlannedReply& reply, const std::string& message_id, std::int64_t output) {
  return {{"id", message_id},         {"type", "message"},
          {"role", "assistant"},      {"model", reply.model},
          {"content", json::array()}, {"stop_reason", nullptr},
          {"stop_sequence", nullptr}, {"usage", usage_json(reply.usage, output)}};
}

}  // namespace

std::vector<StreamPart> make_stream(const PlannedReply& reply, const std::string& message_id) {
  std::vector<StreamPart> parts;
  parts.push_back(event({{"type", "message_start"}, {"message", envelope(reply, message_id, 1)}}));
  parts.push_back(event({{"type", "ping"}}));
  for (std::size_t i = 0; i < reply.blocks.size(); ++i)
    add_block(parts, reply.blocks[i], i, tool_id(message_id, i));
  parts.push_back(
      event({{"type", "message_delta"},
             {"delta", {{"stop_reason", reply.stop_reason}, {"stop_sequence", nullptr}}},
             {"usage", {{"output_tokens", reply.usage.output}}}}));
  parts.push_back(event({{"type", "message_stop"}}));
  return parts;
}

std::string make_document(const PlannedReply& reply, const std::string& message_id) {
  json document = envelope(reply, message_id, reply.usage.output);
  document["stop_reason"] = reply.stop_reason;
  for (std::size_t i = 0; i < reply.blocks.size(); ++i) {
    const ContentBlock& block = reply.blocks[i];
    json part = start_of(block, tool_id(message_id, i));
    if (block.kind == ContentBlock::Kind::text) part["text"] = block.text;
    if (block.kind == ContentBlock::Kind::thinking) part["thinking"] = block.text;
    if (block.kind == ContentBlock::Kind::tool_use) part["input"] = json::parse(block.text);
    document["content"].push_back(std::move(part));
  }
  return document.dump();
}

std::string make_error(const PlannedReply& reply, const std::string& request_id) {
  return json{{"type", "error"},
              {"error", {{"type", reply.error_type}, {"message", "The script asks for it."}}},
              {"request_id", request_id}}
      .dump();
}

}  // namespace orchard::test
