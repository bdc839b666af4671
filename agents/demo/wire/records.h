#pragma once

#include "agents/demo/options.h"
#include "agents/demo/script/accounting.h"
#include "agents/demo/wire/host_link.h"
#include "agents/demo/wire/transcript_file.h"
#include "core/base/clock.h"
#include "core/base/id_source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::agents::demo {

/// What the whole session shares.
struct SessionState {
  Options options;
  std::string session_id;
  std::string cwd;
  std::string model;  ///< with its suffix
  std::string permission_mode;
  ContextWindow context;
  ProcessAccount account;
};

/// Who speaks: the main thread, or a sub-agent inside one tool call.
struct Voice {
  std::string parent_tool;  ///< empty for the main thread
  std::string agent_id;
  std::string task;  ///< the sub-agent's description

  [[nodiscard]] bool is_main() const { return parent_tool.empty(); }
};

/// One API response under way.
struct Call {
  std::string id;
  std::string request_id;
  core::TokenUsage usage;
  std::vector<std::string> blocks_json;  ///< finished content blocks
  std::vector<std::string> uuids;        ///< of their assistant records
};

struct Denial {
  std::string tool;
  std::string tool_use_id;
  std::string input_json;
};

struct TurnEnd {
  bool interrupted = false;
  bool in_tool = false;  ///< the interrupt came while a tool was wanted or ran
  bool local = false;    ///< a slash command without a model call
  std::optional<int> api_error;
  std::string text;
  std::vector<Denial> denials;
  int replies = 0;
  std::chrono::milliseconds duration{0};
};

/// Writes every record in the shape Claude Code 2.1 gives it, to the host and to the transcript.
/// Holds references; one thread.
class Records {
 public:
  Records(SessionState& state, HostLink& link, TranscriptFile& transcript, core::IdSource& ids,
          const core::Clock& clock);

  [[nodiscard]] std::string new_uuid() { return core::make_uuid(ids_); }
  [[nodiscard]] std::string new_id(const char* prefix);
  [[nodiscard]] Call begin_call(const core::TokenUsage& usage);

  void init();
  void status(const char* status, bool with_mode = false);
  void control_success(const std::string& request, const std::string& response_json = "");
  void control_error(const std::string& request, const std::string& message);
  void initialize_answer(const std::string& request);

  void replay(const UserMessage& message);
  void keep_prompt(const UserMessage& message);

  /// `event_json` is the raw API event.
  void stream_event(const Voice& voice, const std::string& event_json);
  void message_start(const Voice& voice, const Call& call);
  void message_end(const Voice& voice, const Call& call, const char* stop_reason);
  void thinking_tokens(std::int64_t tokens, std::int64_t delta);
  /// The stdout record of one finished block; remembered in `call` for the transcript.
  void assistant(const Voice& voice, Call& call, const std::string& block_json);
  /// Writes the call's blocks to the transcript with the final usage.
  void keep_call(const Voice& voice, const Call& call, const char* stop_reason);
  void synthetic(const std::string& text, const char* error);

  void tool_result(const Voice& voice, const std::string& tool_use_id, const std::string& content,
                   bool is_error, const std::string& result_json);
  void interruption(bool in_tool);
  void permission_request(const std::string& request, const std::string& tool,
                          const std::string& tool_use_id, const std::string& input_json,
                          const std::string& description);
  void permission_withdrawn(const std::string& request);
  void permission_denied(const std::string& tool, const std::string& tool_use_id);

  void sub_agent_started(const Voice& voice, const std::string& prompt);
  void sub_agent_finished(const Voice& voice, std::int64_t tokens, int tools);
  void api_retry(int attempt, int status);
  void rate_limit(const std::string& status, const std::string& utilization);
  void compact_boundary(std::int64_t before, std::int64_t after);
  void result(const TurnEnd& end);
  void unknown_session(const std::string& session);

 private:
  SessionState& state_;
  HostLink& link_;
  TranscriptFile& transcript_;
  core::IdSource& ids_;
  const core::Clock& clock_;
};

}  // namespace orchard::agents::demo
