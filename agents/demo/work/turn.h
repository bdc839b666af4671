#pragma once

#include "agents/demo/script/directives.h"
#include "agents/demo/wire/records.h"
#include "agents/demo/work/tools.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace orchard::agents::demo {

/// Plays one turn: the steps of a prompt as API replies, tool calls and mishaps. Messages that come
/// in before a tool boundary join it. Holds references; lives for one turn.
class Turn {
 public:
  using TakeMessages = std::function<std::vector<Directive>()>;

  /// `take_messages` acknowledges what the host sent meanwhile and gives its directives.
  Turn(SessionState& state, HostLink& link, Records& records, TakeMessages take_messages);

  /// False when the turn ended badly: its result is an error, or the process must exit.
  bool run(const std::vector<Directive>& directives);

  /// The permission request the host has not answered; empty when none is open.
  [[nodiscard]] const std::string& open_request() const { return open_request_; }

 private:
  bool play(const Step& step, const Voice& voice, ContextWindow& context);
  bool think(const Step& step, const Voice& voice, Call& call);
  bool say(const Step& step, const Voice& voice, Call& call);
  bool use_tool(const ToolPlan& plan, const std::string& id, const ToolCall& call,
                const Voice& voice, ContextWindow& context);
  bool may_run(const ToolPlan& plan, const std::string& id, const ToolCall& call,
               const Voice& voice, ContextWindow& context, std::string& input_json);
  bool ask(const std::string& id, const ToolCall& call, const Voice& voice, ContextWindow& context,
           std::string& input_json);
  void refuse(const std::string& id, const ToolCall& call, const Voice& voice,
              ContextWindow& context, const std::string& why);
  bool run_sub_agent(const ToolPlan& plan, const std::string& id, ContextWindow& context);
  bool have_effect(const Directive& effect);
  bool fail_with(int status);
  void stream_text(const Voice& voice, std::size_t index, const char* kind, const char* key,
                   const std::string& text);
  bool pause(std::chrono::milliseconds time);

  SessionState& state_;
  HostLink& link_;
  Records& records_;
  TakeMessages take_messages_;
  TurnEnd end_;
  std::string open_request_;
};

}  // namespace orchard::agents::demo
