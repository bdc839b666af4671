#pragma once

#include "core/base/result.h"
#include "core/domain/quantities.h"

#include <string>
#include <string_view>

namespace orchard::test {

/// One answer of the scripted API as it went out: what every account of it has to agree with.
struct ServedReply {
  enum class Stage { begun, ended };
  Stage stage = Stage::begun;  ///< each reply is logged twice
  std::string session;         ///< of the x-claude-code-session-id header
  std::string agent;           ///< of the x-claude-code-agent-id header: sub-agents only
  std::string api_key;         ///< that the client sent
  std::string message_id;
  std::string request_id;
  std::string model;
  int http_status = 200;
  /// As in message_start; `usage.output` is the final count, of an aborted reply what
  /// message_start said.
  core::TokenUsage usage;
  bool aborted = false;  ///< the connection ended before message_stop was out
};

[[nodiscard]] std::string to_line(const ServedReply& reply);
[[nodiscard]] core::Result<ServedReply> parse_served(std::string_view line);

}  // namespace orchard::test
