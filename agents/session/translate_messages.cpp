#include "agents/commands/slash_command.h"
#include "agents/protocol/usage_merge.h"
#include "agents/session/text_cut.h"
#include "agents/session/tool_summary.h"
#include "agents/session/translation.h"
#include "core/domain/advisor_call.h"

#include <algorithm>
#include <utility>

namespace orchard::agents {
namespace {

constexpr std::size_t kLongestToolResult = std::size_t{64} << 10U;
constexpr std::size_t kRememberedMessages = 256;
constexpr std::size_t kLongestEarlyPrompts = 16;

std::optional<core::ToolCallId> if_any(const core::ToolCallId& id) {
  if (id.empty()) return std::nullopt;
  return id;
}

/// What a command of the CLI printed; none for any other text.
std::optional<std::string> local_command_output(std::string_view text) {
  for (const std::string_view stream : {"stdout", "stderr"}) {
    const std::string open = "<local-command-" + std::string(stream) + ">";
    if (!text.starts_with(open)) continue;
    text.remove_prefix(open.size());
    return std::string(text.substr(0, text.rfind("</local-command-")));
  }
  return std::nullopt;
}

/// Several queued messages run as one turn: the last is echoed with all of their texts. Gives
/// what it said itself.
std::string_view without_early_prompts(std::string_view text,
                                       const std::vector<std::string>& early_prompts) {
  // Messages that were sent again stand among them; only the last ones can be part of this one.
  for (auto first = early_prompts.begin(); first != early_prompts.end(); ++first) {
    std::string joined;
    for (auto prompt = first; prompt != early_prompts.end(); ++prompt) joined += *prompt + '\n';
    if (text.size() > joined.size() && text.starts_with(joined)) return text.substr(joined.size());
  }
  return text;
}

}  // namespace

core::MessageId Translation::record_id() const {
  if (!uuid_.empty()) return uuid_;
  const TranslatorContext& context = state_.context;
  return core::MessageId(context.launched_as.value + ":" + std::to_string(context.process) + ":" +
                         std::to_string(line_end_));
}

std::optional<core::TurnId> Translation::turn_id() const {
  if (!state_.turn) return std::nullopt;
  return state_.turn->id;
}

void Translation::tell_message(core::MessageKind kind, std::string_view text, int part,
                               const core::ToolCallId& parent) {
  if (text.empty()) return;
  facts_.push_back(core::MessageSeen{state_.session, turn_id(), record_id(), part, kind,
                                     if_any(parent), std::string(text), at()});
}

void Translation::tell_call(const core::ToolCallId& parent, const TranslatorState::ApiCall& call) {
  core::ApiCallSeen seen;
  seen.call = call.id;
  seen.session = state_.session;
  seen.turn = call.turn;
  seen.request_id = call.request_id;
  seen.model = call.model;
  seen.usage = call.usage.tokens;
  seen.web_searches = call.usage.web_searches;
  seen.fast = call.usage.fast;
  seen.sub_agent = !parent.empty();
  seen.complete = call.complete;
  seen.witness = core::Witness::stream;
  seen.at = call.started;
  seen.cache_split_known = call.usage.cache_split_known;
  facts_.push_back(seen);
  for (std::size_t i = 0; i < call.usage.advisors.size(); ++i) {
    const AdvisorUsage& advisor = call.usage.advisors[i];
    core::ApiCallSeen asked = seen;
    asked.call = core::ApiCallId(core::advisor_id(call.id.value, i));
    asked.request_id = core::advisor_id(call.request_id, i);
    asked.model = advisor.model;
    asked.usage = advisor.tokens;
    asked.cache_split_known = advisor.cache_split_known;
    asked.web_searches = 0;
    asked.fast = advisor.fast;
    facts_.push_back(std::move(asked));
  }
}

/// Until the turn has its name its calls have none either; begin_turn() tells them again.
std::optional<core::TurnId> Translation::turn_of_call(const core::ToolCallId& parent) const {
  if (parent.empty() && state_.pending) return std::nullopt;
  return turn_id();
}

void Translation::see_call(const core::ToolCallId& parent,
                           const TranslatorState::ApiCall& sighting) {
  if (sighting.id.empty()) return;
  TranslatorState::ApiCall& known = state_.calls[parent];
  if (known.id != sighting.id) {
    known = sighting;
    known.started = at();
    known.turn = turn_of_call(parent);
    tell_call(parent, known);
    return;
  }
  const TranslatorState::ApiCall before = known;
  if (!sighting.request_id.empty()) known.request_id = sighting.request_id;
  if (known.model.empty()) known.model = sighting.model;
  if (!known.turn) known.turn = turn_of_call(parent);
  known.usage = merge_usage(known.usage, sighting.usage);
  known.complete = known.complete || sighting.complete;
  if (known != before) tell_call(parent, known);
}

void Translation::on(const StreamMessageStart& start) {
  TranslatorState::ApiCall sighting;
  sighting.id = start.message_id;
  sighting.model = start.model;
  sighting.usage = start.usage.value_or(ApiUsage{});
  see_call(start.parent, sighting);
}

void Translation::on(const StreamMessageDelta& delta) {
  const auto known = state_.calls.find(delta.parent);
  if (known == state_.calls.end()) return;
  TranslatorState::ApiCall sighting = known->second;
  if (delta.usage) sighting.usage = *delta.usage;
  sighting.complete = !delta.stop_reason.empty();
  see_call(delta.parent, sighting);
}

void Translation::on(const Assistant& assistant) {
  const bool main_thread = assistant.parent.empty();
  if (main_thread) {
    settle_turn();
    if (!state_.turn && !assistant.synthetic)
      begin_turn(core::TurnId(record_id().value), {}, false, at());
  }
  if (!assistant.synthetic && assistant.usage) {
    TranslatorState::ApiCall sighting;
    sighting.id = assistant.message_id;
    sighting.request_id = assistant.request_id;
    sighting.model = assistant.model;
    sighting.usage = *assistant.usage;
    sighting.complete = !assistant.stop_reason.empty();
    see_call(assistant.parent, sighting);
  }
  const bool is_error = !assistant.error.empty();
  for (std::size_t i = 0; i < assistant.content.size(); ++i) {
    const ContentBlock& block = assistant.content[i];
    const int part = static_cast<int>(i);
    if (block.kind == ContentBlock::Kind::tool_use) {
      start_tool(block, assistant.parent);
    } else if (block.kind == ContentBlock::Kind::thinking) {
      tell_message(core::MessageKind::thinking, block.text, part, assistant.parent);
    } else if (block.kind == ContentBlock::Kind::text) {
      if (assistant.synthetic && block.text == "(no content)") continue;
      tell_message(is_error ? core::MessageKind::error : core::MessageKind::text, block.text, part,
                   assistant.parent);
    }
  }
}

void Translation::start_tool(const ContentBlock& block, const core::ToolCallId& parent) {
  if (block.tool_call.empty()) return;
  if (std::ranges::find(state_.tools, block.tool_call, &TranslatorState::OpenTool::call) ==
      state_.tools.end())
    state_.tools.push_back({block.tool_call, state_.session, parent});
  const std::string& cwd = state_.cwd.empty() ? state_.context.cwd : state_.cwd;
  facts_.push_back(core::ToolCallStarted{
      state_.session, turn_id(), block.tool_call, if_any(parent), block.tool,
      summarize_tool(block.tool, block.input_json, cwd), block.input_json, at()});
}

void Translation::on_tool_result(const ToolResult& result) {
  core::SessionId session = state_.session;
  const auto tool = std::ranges::find(state_.tools, result.call, &TranslatorState::OpenTool::call);
  if (tool != state_.tools.end()) {
    session = tool->session;
    state_.tools.erase(tool);
  }
  state_.calls.erase(result.call);
  facts_.push_back(core::ToolCallFinished{session, result.call, result.is_error,
                                          std::string(cut_text(result.text, kLongestToolResult)),
                                          at()});
  std::erase_if(state_.requests, [&](TranslatorState::OpenRequest& open) {
    if (open.call != result.call || open.call.empty()) return false;
    // A failed call was either denied or tried in vain: the turn's result will tell.
    open.call_failed = result.is_error;
    if (result.is_error) return false;
    facts_.push_back(core::PermissionResolved{
        open.session, open.request, core::PermissionDecision::allowed, {}, at()});
    return true;
  });
}

void Translation::on(const UserEcho& echo) {
  for (const ToolResult& result : echo.results)
    if (!result.call.empty()) on_tool_result(result);
  if (echo.text.empty()) return;
  if (!echo.parent.empty()) {
    tell_message(core::MessageKind::user, echo.text, 0, echo.parent);
  } else if (const auto output = local_command_output(echo.text)) {
    tell_message(core::MessageKind::notice, *output);
  } else if (echo.is_replay && !echo.is_synthetic) {
    on_prompt(echo);
  } else if (echo.text.starts_with("[Request interrupted by user")) {
    tell_message(core::MessageKind::notice, "Interrupted by the user");
  } else {
    tell_message(core::MessageKind::notice, echo.text);
  }
}

void Translation::on_prompt(const UserEcho& echo) {
  const core::MessageId message = record_id();
  facts_.push_back(core::PromptAcknowledged{state_.session, message, at()});
  auto& read = state_.read_messages;
  // A message that was sent again is echoed again and not run again.
  if (std::ranges::find(read, message) != read.end()) return;
  read.push_back(message);
  if (read.size() > kRememberedMessages) read.erase(read.begin());

  const std::string typed = typed_text(echo.text);
  const std::string own(without_early_prompts(typed, state_.early_prompts));
  if (state_.pending) {
    const TranslatorState::PendingTurn pending = *state_.pending;
    // Read late, neither record may tell its time: the turn began after both could have been there.
    const core::Timestamp began = std::max(pending.at, time_.not_before.value_or(pending.at));
    begin_turn(core::TurnId(message.value), typed, false, began);
  } else if (!state_.turn) {
    auto& early = state_.early_prompts;
    early.push_back(typed);
    if (early.size() > kLongestEarlyPrompts) early.erase(early.begin());
  }
  tell_message(core::MessageKind::user, own);
  if (const auto command = parse_slash_command(own))
    facts_.push_back(core::SlashCommandUsed{state_.session, message, command->name, at()});
}

}  // namespace orchard::agents
