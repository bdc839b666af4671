#pragma once

#include "agents/session/translator_state.h"
#include "core/domain/fact.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::agents {

/// One step of a Translator: reads one event, changes the state, collects facts. Lives for one
/// call. Internal to Translator.
class Translation {
 public:
  Translation(TranslatorState& state, const LineTime& time, std::uint64_t line_end)
      : state_(state), time_(time), line_end_(line_end) {}

  void feed(const Event& event);
  void close_after_exit(ExitReason reason);
  [[nodiscard]] std::vector<core::Fact> take() { return std::move(facts_); }

 private:
  // One per kind of event; what has no overload says nothing for the store.
  void on(const Init& init);
  void on(const Assistant& assistant);
  void on(const UserEcho& echo);
  void on(const StreamMessageStart& start);
  void on(const StreamMessageDelta& delta);
  void on(const TurnResult& result);
  void on(const CanUseTool& ask);
  void on(const ControlCancel& cancel);
  void on(const ControlResponse& response);
  void on(const ApiRetry& retry);
  void on(const Status& status);
  void on(const TaskNotification& notification);
  void on(const CommandLifecycle& lifecycle);
  void on(const CompactBoundary& boundary);
  void on(const RateLimit& limit);
  void on(const PermissionDenied& denied);
  void on(const ModelFallback& fallback);
  void on(const Notification& notification);
  template <class Other>
  void on(const Other&) {}

  // Sessions and turns (translate_turns.cpp)
  [[nodiscard]] bool note_session(const core::SessionId& session);
  [[nodiscard]] bool note_values(const Init& init);
  void tell_session();
  void begin_turn(core::TurnId id, std::string prompt, bool from_background_task,
                  core::Timestamp started);
  void finish_turn(core::TurnFinished finished);
  /// One whose agent never said how long it took: it lasted to the last sign of it.
  void finish_untold_turn(core::TurnFinished finished, core::Timestamp last_sign);
  void close_turn(core::TurnFinished finished);
  void settle_turn();
  void finish_lost_turn();
  void tell_compaction(const TurnResult& result, const core::TurnId& turn);
  void note_totals(const TurnResult& result);
  void resolve_requests(const std::vector<TurnResult::Denial>& denials);
  void end_tools(bool sub_agents_too, std::string_view why);

  // Messages (translate_messages.cpp)
  void on_prompt(const UserEcho& echo);
  void on_tool_result(const ToolResult& result);
  void start_tool(const ContentBlock& block, const core::ToolCallId& parent);
  void tell_message(core::MessageKind kind, std::string_view text, int part = 0,
                    const core::ToolCallId& parent = {});
  void see_call(const core::ToolCallId& parent, const TranslatorState::ApiCall& sighting);
  void tell_call(const core::ToolCallId& parent, const TranslatorState::ApiCall& call);

  [[nodiscard]] std::optional<core::TurnId> turn_of_call(const core::ToolCallId& parent) const;

  [[nodiscard]] core::MessageId record_id() const;
  [[nodiscard]] std::optional<core::TurnId> turn_id() const;
  [[nodiscard]] core::Timestamp at() const {
    return event_at_.value_or(time_.not_before.value_or(time_.at));
  }

  TranslatorState& state_;
  LineTime time_;
  std::uint64_t line_end_;
  core::MessageId uuid_;
  std::optional<core::Timestamp> event_at_;
  std::vector<core::Fact> facts_;
};

}  // namespace orchard::agents
