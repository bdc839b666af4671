#include "agents/session/live_state.h"

#include "agents/session/tool_summary.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace orchard::agents {
namespace {

using core::SessionState;

/// A reply that never ends must not fill the memory; its block arrives whole later.
constexpr std::size_t kLongestStream = std::size_t{1} << 20U;

void append(std::string& stream, std::string_view piece) {
  if (stream.size() + piece.size() <= kLongestStream) stream += piece;
}

void clear_streams(LiveState& state) {
  state.streaming_text.clear();
  state.streaming_thinking.clear();
}

/// The main thread does something: a turn runs, and waits while a question is open.
void note_activity(LiveState& state) {
  state.state = state.requests.empty() ? SessionState::running : SessionState::waiting;
}

void show_current_tool(LiveState& state) {
  state.current_tool =
      state.running_tools.empty() ? std::string{} : state.running_tools.back().label;
}

void end_turn(LiveState& state, SessionState next) {
  state.state = next;
  clear_streams(state);
  state.requests.clear();
  state.running_tools.clear();
  state.current_tool.clear();
  state.activity.clear();
}

void start_tool(LiveState& state, const ContentBlock& block) {
  std::string label = block.tool;
  const std::string summary = summarize_tool(block.tool, block.input_json, state.cwd);
  if (!summary.empty()) label += " " + summary;
  std::erase_if(state.running_tools,
                [&](const auto& running) { return running.call == block.tool_call; });
  state.running_tools.push_back({block.tool_call, std::move(label)});
  show_current_tool(state);
}

void take(LiveState& state, const Init& init) {
  if (!init.cwd.empty()) state.cwd = init.cwd;
  if (!init.model.empty()) state.model = init.model;
  if (!init.permission_mode.empty()) state.permission_mode = init.permission_mode;
  if (!init.slash_commands.empty()) state.slash_commands = init.slash_commands;
  clear_streams(state);
  note_activity(state);
}

void take(LiveState& state, const Assistant& assistant) {
  const bool main_thread = assistant.parent.empty();
  if (main_thread) {
    state.activity.clear();
    note_activity(state);
    if (assistant.usage && !assistant.synthetic)
      state.context_tokens = assistant.usage->tokens.context();
  }
  for (const ContentBlock& block : assistant.content) {
    if (block.kind == ContentBlock::Kind::tool_use) {
      start_tool(state, block);
    } else if (main_thread && block.kind == ContentBlock::Kind::text) {
      state.streaming_text.clear();
    } else if (main_thread && block.kind == ContentBlock::Kind::thinking) {
      state.streaming_thinking.clear();
    }
  }
}

void take(LiveState& state, const UserEcho& echo) {
  for (const ToolResult& result : echo.results) {
    std::erase_if(state.running_tools,
                  [&](const auto& running) { return running.call == result.call; });
    std::erase_if(state.requests, [&](const LiveRequest& request) {
      return !request.call.empty() && request.call == result.call;
    });
  }
  if (echo.results.empty()) return;
  show_current_tool(state);
  if (state.state == SessionState::waiting) note_activity(state);
}

void take(LiveState& state, const StreamMessageStart& start) {
  if (!start.parent.empty()) return;
  clear_streams(state);
  state.activity.clear();
  if (start.usage) state.context_tokens = start.usage->tokens.context();
  note_activity(state);
}

void take(LiveState& state, const StreamBlockStart& start) {
  if (!start.parent.empty() || start.block.kind != ContentBlock::Kind::tool_use) return;
  // Its arguments are still on the way.
  state.current_tool = start.block.tool;
}

void take(LiveState& state, const StreamBlockDelta& delta) {
  if (!delta.parent.empty()) return;
  if (delta.kind == StreamBlockDelta::Kind::text) append(state.streaming_text, delta.text);
  if (delta.kind == StreamBlockDelta::Kind::thinking) append(state.streaming_thinking, delta.text);
}

void take(LiveState& state, const TurnResult& result) {
  for (const TurnResult::ModelTotal& total : result.models)
    if (total.model == state.model && total.context_window > 0)
      state.context_window = total.context_window;
  end_turn(state, SessionState::idle);
}

void take(LiveState& state, const CanUseTool& ask) {
  std::erase_if(state.requests,
                [&](const LiveRequest& open) { return open.request == ask.request; });
  state.requests.push_back({ask.request, ask.call, ask.tool,
                            summarize_tool(ask.tool, ask.input_json, state.cwd), ask.input_json,
                            ask.suggestions_json});
  state.state = SessionState::waiting;
}

void take(LiveState& state, const ControlCancel& cancel) {
  resolve_request(state, cancel.request);
}

void take(LiveState& state, const ControlResponse& response) {
  if (!response.behavior.empty())
    resolve_request(state, core::PermissionRequestId(response.request_id));
}

void take(LiveState& state, const ApiRetry& retry) {
  state.activity = fmt::format("Waiting to try again ({} of {})", retry.attempt, retry.max_retries);
}

void take(LiveState& state, const Status& status) {
  if (!status.permission_mode.empty()) state.permission_mode = status.permission_mode;
  if (status.status == "compacting") {
    state.activity = "Compacting";
    note_activity(state);
  } else if (status.status == "requesting" || state.activity == "Compacting") {
    state.activity.clear();
  }
}

void take(LiveState& state, const CompactBoundary& boundary) {
  if (boundary.tokens_after > 0) state.context_tokens = boundary.tokens_after;
}

void take(LiveState& state, const TaskStarted& task) {
  if (task.task_id.empty()) return;
  std::erase(state.running_tasks, task.task_id);
  state.running_tasks.push_back(task.task_id);
}

void take(LiveState& state, const BackgroundTasks& running) {
  state.running_tasks = running.task_ids;
}

void take(LiveState& state, const TaskUpdated& task) {
  if (task.status != "running" && task.status != "pending" && !task.status.empty())
    std::erase(state.running_tasks, task.task_id);
}

void take(LiveState& state, const TaskNotification& task) {
  std::erase(state.running_tasks, task.task_id);
}

template <class Other>
void take(LiveState&, const Other&) {}

}  // namespace

void reduce(LiveState& state, const Event& event) {
  if (!event.session.empty() && event.session != state.session) {
    // A cleared conversation starts with an empty context.
    if (!state.session.empty()) state.context_tokens = 0;
    state.session = event.session;
  }
  std::visit([&state](const auto& body) { take(state, body); }, event.body);
}

void resolve_request(LiveState& state, const core::PermissionRequestId& request) {
  const auto removed = std::erase_if(
      state.requests, [&](const LiveRequest& open) { return open.request == request; });
  if (removed > 0 && state.state == SessionState::waiting) note_activity(state);
}

void note_prompt_sent(LiveState& state) {
  if (state.state == SessionState::idle || state.state == SessionState::stopped)
    state.state = SessionState::running;
}

void note_process_ended(LiveState& state) {
  end_turn(state, SessionState::stopped);
  state.running_tasks.clear();
}

}  // namespace orchard::agents
