#pragma once

#include "core/domain/quantities.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::test {

struct ContentBlock {
  enum class Kind { text, thinking, tool_use };
  Kind kind = Kind::text;
  std::string text;        ///< of a tool call its input as JSON
  std::string tool;        ///< the tool's name
  double seconds = 0;      ///< how long the block takes to stream
  std::string hold_until;  ///< pause in mid-block until this file exists
  bool breaks = false;     ///< the connection is closed in mid-block
};

/// What the scripted model answers to one request. `usage.output` is the final count.
struct PlannedReply {
  int http_status = 200;
  std::string error_type;  ///< of an HTTP error
  std::string model;
  std::string stop_reason;
  std::vector<ContentBlock> blocks;
  core::TokenUsage usage;
  bool streams = true;
};

/// Decides the reply from the request alone: the script is the last text the user wrote, and the
/// tool calls made since then tell how far it has come. `attempt` tells how often the
/// same request came before. Token counts follow from the sizes of the request's parts.
[[nodiscard]] PlannedReply plan_reply(std::string_view request_body, int attempt);

/// What the count_tokens endpoint answers.
[[nodiscard]] std::int64_t count_tokens(std::string_view request_body);

}  // namespace orchard::test
