#pragma once

#include "core/base/clock.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orchard::core {

// Everything that happened, as immutable values. Each fact names its natural key; recording the
// same fact twice changes nothing. Facts flow from agents and git up to the ledger and the screens.

/// A conversation exists. Key: session. Later values of model and permission mode win.
struct SessionSeen {
  SessionId session;
  std::optional<WorkspaceId> workspace;
  std::string model;            ///< as the CLI names it, for example "claude-opus-4-8[1m]"
  std::string permission_mode;  ///< empty when unknown
  std::string cli_version;      ///< empty when unknown
  Timestamp at;
  std::optional<SessionId> continues;  ///< the id the same conversation carried before `/clear`
};

/// Key: session + turn.
struct TurnStarted {
  SessionId session;
  TurnId turn;
  std::string prompt;
  bool from_background_task = false;  ///< no message of the user began it
  Timestamp at;
};

/// Key: session + turn.
struct TurnFinished {
  SessionId session;
  TurnId turn;
  TurnOutcome outcome = TurnOutcome::ok;
  std::string result;              ///< the final text
  std::string error;               ///< one sentence when the outcome is not ok
  std::optional<int> http_status;  ///< of the API failure that ended it
  Duration duration{0};
  Timestamp at;
};

/// Which record told of an API response.
enum class Witness { stream, transcript };

/// One API response as one witness saw it. Key: session-independent API message id. Several
/// sightings of one response are merged field by field; the larger number wins.
struct ApiCallSeen {
  ApiCallId call;
  SessionId session;
  std::optional<TurnId> turn;
  std::string request_id;  ///< empty when the witness does not know it
  std::string model;       ///< as the API names it, for example "claude-opus-4-8"
  TokenUsage usage;
  std::int64_t web_searches = 0;
  bool fast = false;
  bool sub_agent = false;
  bool complete = false;  ///< the reply ended; false while it streams and for an aborted one
  Witness witness = Witness::stream;
  Timestamp at;
  /// False: the witness knows only the sum of the cache writes; it stands in cache_write_5m.
  bool cache_split_known = true;
};

/// Key: session + tool call.
struct ToolCallStarted {
  SessionId session;
  std::optional<TurnId> turn;
  ToolCallId call;
  std::optional<ToolCallId> parent;  ///< the sub-agent's own call when inside one
  std::string tool;
  std::string summary;     ///< one line: the command, the file, the pattern
  std::string input_json;  ///< the arguments
  Timestamp at;
};

/// Key: session + tool call.
struct ToolCallFinished {
  SessionId session;
  ToolCallId call;
  bool is_error = false;
  std::string result;  ///< text of the result, cut to 64 KiB
  Timestamp at;
};

/// The agent asks. Key: session + request.
struct PermissionRequested {
  SessionId session;
  std::optional<TurnId> turn;
  PermissionRequestId request;
  std::optional<ToolCallId> call;
  std::string tool;
  std::string summary;           ///< one line: what would be done
  std::string input_json;        ///< the arguments, needed again in the answer
  std::string suggestions_json;  ///< the CLI's own rule suggestions
  Timestamp at;
};

enum class PermissionDecision { allowed, denied, withdrawn };

/// Key: session + request; the first stands, unless the agent itself withdraws (with a `reason`).
struct PermissionResolved {
  SessionId session;
  PermissionRequestId request;
  PermissionDecision decision = PermissionDecision::withdrawn;
  std::string reason;
  Timestamp at;
};

/// Key: session + message. `name` has its slash: "/usage".
struct SlashCommandUsed {
  SessionId session;
  MessageId message;
  std::string name;
  Timestamp at;
};

/// A plan limit as the CLI reported it. Key: kind + at.
struct RateLimitSample {
  SessionId session;
  std::string kind;                   ///< "five_hour", "seven_day", …
  std::string status;                 ///< "allowed", "allowed_warning", "rejected"
  std::optional<double> utilization;  ///< 0–1
  std::optional<Timestamp> resets_at;
  Timestamp at;
};

enum class MessageKind { user, text, thinking, tool_result, notice, error };

/// One readable piece of the transcript. Key: session + message + part. Tool calls are facts of
/// their own and are woven in by time and order.
struct MessageSeen {
  SessionId session;
  std::optional<TurnId> turn;
  MessageId message;
  int part = 0;  ///< index of the content block within one record
  MessageKind kind = MessageKind::text;
  std::optional<ToolCallId> parent;  ///< set inside a sub-agent
  std::string text;
  Timestamp at;
};

/// The CLI read a message that was sent to it. Key: session + message.
struct PromptAcknowledged {
  SessionId session;
  MessageId message;
  Timestamp at;
};

/// What an agent process says at the end of a turn that the session has cost so far: a witness,
/// never summed with calls. Whether it began at zero or goes on from an earlier process depends on
/// the version of the agent. Key: launched session + process number + turn; the larger value wins.
struct ProcessTotals {
  SessionId launched_as;
  int process = 0;
  Cost reported;
  struct ModelTotal {
    std::string model;
    TokenUsage usage;  ///< the CLI does not split cache writes: all stand in cache_write_5m
    Cost reported;
  };
  std::vector<ModelTotal> models;
  Timestamp at;
  std::optional<SessionId> session;  ///< the id carried then; none: launched_as
  std::optional<TurnId> turn;        ///< that ended with it
};

/// The process of a session is gone. Key: launched session + process number.
struct ProcessEnded {
  SessionId launched_as;
  int process = 0;
  std::optional<int> exit_code;  ///< unknown when it was not our child
  std::string last_error;        ///< the tail of its standard error, cut to 4 KiB
  Timestamp at;
};

struct CommitInfo {
  CommitOid oid;
  std::string summary;
  std::string author;
  std::string author_email;
  Timestamp authored_at;
  Timestamp committed_at;
  bool is_merge = false;
  DiffStat stat;  ///< against the first parent; zero for merges
};

/// The whole of what a branch holds now. Key: workspace; it replaces what stood there, so amended
/// and rebased commits leave and archived work stays as last seen.
struct BranchObserved {
  RepositoryId repository;
  WorkspaceId workspace;
  CommitOid head;
  CommitOid merge_base;
  std::string branch;               ///< follows renames made outside
  std::vector<CommitInfo> commits;  ///< reachable from head and not from the base
  DiffStat net;                     ///< of head against the merge base
  DiffStat uncommitted;
  Timestamp at;
};

using Fact = std::variant<SessionSeen, TurnStarted, TurnFinished, ApiCallSeen, ToolCallStarted,
                          ToolCallFinished, PermissionRequested, PermissionResolved,
                          SlashCommandUsed, RateLimitSample, MessageSeen, PromptAcknowledged,
                          ProcessTotals, ProcessEnded, BranchObserved>;

}  // namespace orchard::core
