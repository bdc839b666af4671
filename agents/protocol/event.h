#pragma once

#include "core/base/clock.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orchard::agents {

// What one line of an agent's standard output says. Plain values, any thread. Everything is
// optional in the stream: a field that was absent or of the wrong type is empty, zero or none.
// All text is valid UTF-8. JSON that is passed on is kept as compact text in `…_json` fields.

/// What the model took that a response asked for advice.
struct AdvisorUsage {
  std::string model;
  core::TokenUsage tokens;
  bool cache_split_known = false;
  bool fast = false;
  bool operator==(const AdvisorUsage&) const = default;
};

/// The `usage` object of an API response: cumulative within the response.
struct ApiUsage {
  core::TokenUsage tokens;
  std::int64_t web_searches = 0;
  bool fast = false;                   ///< speed "fast" is priced higher
  bool cache_split_known = false;      ///< false: all cache writes stand in cache_write_5m
  std::vector<AdvisorUsage> advisors;  ///< beside `tokens`, in the order they were asked
  bool operator==(const ApiUsage&) const = default;
};

/// Written at the start of every turn, not once per process.
struct Init {
  std::string cwd;
  std::string model;  ///< with its window: "claude-opus-4-8[1m]"
  std::string permission_mode;
  std::string cli_version;
  std::vector<std::string> slash_commands;  ///< without the slash
  std::vector<std::string> tools;
};

struct ContentBlock {
  enum class Kind { text, thinking, tool_use, other };
  Kind kind = Kind::text;
  std::string text;  ///< of text and thinking
  core::ToolCallId tool_call;
  std::string tool;        ///< name of the tool
  std::string input_json;  ///< the arguments
};

/// One record per content block; the blocks of one response share `message_id`.
struct Assistant {
  core::ApiCallId message_id;
  std::string request_id;
  std::string model;
  std::vector<ContentBlock> content;
  std::optional<ApiUsage> usage;  ///< of the response's start: output is not final
  std::string stop_reason;        ///< usually empty on standard output
  core::ToolCallId parent;        ///< the sub-agent's own call; empty on the main thread
  std::string error;              ///< "rate_limit", "server_error", …; empty when none
  bool synthetic = false;         ///< made by the CLI, no API response
};

struct ToolResult {
  core::ToolCallId call;
  std::string text;
  bool is_error = false;
};

/// A `user` record: an echo of what was sent, tool results, or a text the CLI made.
struct UserEcho {
  bool is_replay = false;     ///< the echo of a consumed message
  bool is_synthetic = false;  ///< made by the CLI for the model
  std::string text;           ///< text blocks joined by newlines
  std::vector<ToolResult> results;
  core::ToolCallId parent;
};

/// A response begins to stream.
struct StreamMessageStart {
  core::ApiCallId message_id;
  std::string model;
  std::optional<ApiUsage> usage;
  core::ToolCallId parent;
};

struct StreamBlockStart {
  std::int64_t index = 0;
  ContentBlock block;
  core::ToolCallId parent;
};

struct StreamBlockDelta {
  enum class Kind { text, thinking, tool_json, other };
  std::int64_t index = 0;
  Kind kind = Kind::text;
  std::string text;
  core::ToolCallId parent;
};

struct StreamBlockStop {
  std::int64_t index = 0;
  core::ToolCallId parent;
};

/// The end of a response: its final usage.
struct StreamMessageDelta {
  std::optional<ApiUsage> usage;
  std::string stop_reason;
  core::ToolCallId parent;
};

struct StreamMessageStop {
  core::ToolCallId parent;
};

/// The last record of a turn.
struct TurnResult {
  struct ModelTotal {
    std::string model;
    core::TokenUsage usage;
    bool cache_split_known = false;  ///< false: all cache writes stand in cache_write_5m
    std::int64_t web_searches = 0;
    core::Cost cost;
    std::int64_t context_window = 0;  ///< 0 when unknown
  };
  struct Denial {
    std::string tool;
    core::ToolCallId call;
    std::string input_json;
  };
  std::string subtype;
  bool is_error = false;
  std::optional<int> api_error_status;
  core::Duration duration{0};
  core::Duration api_duration{0};
  std::int64_t turns = 0;  ///< model replies, not user turns
  std::string text;        ///< `result`
  std::vector<std::string> errors;
  std::string terminal_reason;
  std::string stop_reason;
  std::optional<ApiUsage> usage;    ///< this turn, main thread only
  std::vector<ModelTotal> models;   ///< running totals of the process, sub-agents included
  std::optional<core::Cost> total;  ///< running total of the process
  std::vector<Denial> denials;
  bool has_origin = false;  ///< a background task began the turn, no message
  std::string origin_kind;  ///< "task-notification"
};

/// The agent asks whether it may use a tool; also how questions and plans arrive.
struct CanUseTool {
  core::PermissionRequestId request;
  std::string tool;
  std::string input_json;
  std::string suggestions_json;  ///< an array; empty when none came
  core::ToolCallId call;
  std::string description;
  std::string blocked_path;
  std::string agent_id;  ///< inside a sub-agent
};

/// Another request of the agent to its host: it waits for an answer.
struct OtherControlRequest {
  std::string request_id;
  std::string subtype;
};

/// The agent takes a request back.
struct ControlCancel {
  core::PermissionRequestId request;
};

/// The answer to a request of ours; or ours to a CanUseTool, which the agent prints when it took
/// it.
struct ControlResponse {
  std::string request_id;
  bool ok = false;
  std::string error;
  std::string response_json;  ///< an object; empty when none came
  std::string behavior;       ///< "allow" or "deny" in ours; else empty
  std::string message;        ///< what the agent was told with a denial
};

struct ApiRetry {
  int attempt = 0;
  int max_retries = 0;
  core::Duration delay{0};
  std::optional<int> http_status;
  std::string error;
};

struct Status {
  std::string status;           ///< "requesting", "compacting" or empty
  std::string permission_mode;  ///< empty: unchanged
  std::string compact_error;
};

struct TaskStarted {
  std::string task_id;
  core::ToolCallId call;
  std::string description;
  std::string task_type;  ///< "local_agent", "local_bash"
};

struct TaskProgress {
  std::string task_id;
  core::ToolCallId call;
  std::string description;
  std::string last_tool;
};

struct TaskUpdated {
  std::string task_id;
  std::string status;
};

struct TaskNotification {
  std::string task_id;
  core::ToolCallId call;
  std::string status;  ///< "completed", "stopped", …
  std::string summary;
};

/// All tasks that run in the background now, whatever was told before.
struct BackgroundTasks {
  std::vector<std::string> task_ids;
};

/// What became of a message that was sent: "queued", "started", "completed", "cancelled".
struct CommandLifecycle {
  core::MessageId message;
  std::string state;
};

struct CompactBoundary {
  std::string trigger;  ///< "manual", "auto"
  std::int64_t tokens_before = 0;
  std::int64_t tokens_after = 0;
};

struct RateLimit {
  std::string kind;                   ///< "five_hour", …
  std::string status;                 ///< "allowed", "allowed_warning", "rejected"
  std::optional<double> utilization;  ///< 0–1
  std::optional<core::Timestamp> resets_at;
};

/// Refused by the permission mode without a question.
struct PermissionDenied {
  std::string tool;
  core::ToolCallId call;
  std::string message;
};

/// The CLI changed the model by itself, or a refusal left it no other.
struct ModelFallback {
  std::string trigger;
  std::string from;
  std::string to;  ///< empty: there was no other model
  std::string text;
};

/// A sentence the CLI shows to its user.
struct Notification {
  std::string text;
};

/// Understood and of no interest, or of a type this version does not know.
struct Ignored {
  std::string type;  ///< "type" or "type/subtype"
};

/// Not a record at all.
struct Malformed {
  std::string reason;
};

using EventBody =
    std::variant<Ignored, Malformed, Init, Assistant, UserEcho, StreamMessageStart,
                 StreamBlockStart, StreamBlockDelta, StreamBlockStop, StreamMessageDelta,
                 StreamMessageStop, TurnResult, CanUseTool, OtherControlRequest, ControlCancel,
                 ControlResponse, ApiRetry, Status, TaskStarted, TaskProgress, TaskUpdated,
                 TaskNotification, BackgroundTasks, CommandLifecycle, CompactBoundary, RateLimit,
                 PermissionDenied, ModelFallback, Notification>;

/// One line: what most records carry, and what it says.
struct Event {
  core::SessionId session;            ///< empty on control records
  core::MessageId uuid;               ///< of the record
  std::optional<core::Timestamp> at;  ///< when the record says so
  EventBody body;

  template <class T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&body);
  }
};

}  // namespace orchard::agents
