#include "agents/session/translation.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace orchard::agents {
namespace {

/// The CLI's own diagnostics are no sentence for a person.
bool is_diagnostic(std::string_view error) {
  return error.starts_with("[ede_diagnostic]");
}

std::string error_sentence(const TurnResult& result) {
  if (result.subtype == "error_max_turns") return "The agent reached its limit of turns.";
  if (result.subtype == "error_max_budget_usd") return "The agent reached its budget.";
  if (!result.text.empty()) return result.text;
  std::string sentence;
  for (const std::string& error : result.errors) {
    if (is_diagnostic(error)) continue;
    if (!sentence.empty()) sentence += ' ';
    sentence += error;
  }
  if (!sentence.empty()) return sentence;
  if (result.terminal_reason.starts_with("aborted_")) return "Interrupted.";
  return "The agent stopped with an error that it did not name.";
}

bool is_interrupted(const TurnResult& result) {
  return result.subtype == "error_during_execution" &&
         result.terminal_reason.starts_with("aborted_");
}

}  // namespace

/// True when the conversation goes on under another id, or is seen for the first time.
bool Translation::note_session(const core::SessionId& session) {
  if (session.empty() || session == state_.session) return false;
  if (!state_.session.empty()) state_.continues = state_.session;
  state_.session = session;
  return true;
}

/// True when something is new.
bool Translation::note_values(const Init& init) {
  const auto values = [this] {
    return std::tuple(state_.model, state_.permission_mode, state_.cli_version);
  };
  const auto before = values();
  if (!init.model.empty()) state_.model = init.model;
  if (!init.permission_mode.empty()) state_.permission_mode = init.permission_mode;
  if (!init.cli_version.empty()) state_.cli_version = init.cli_version;
  if (!init.cwd.empty()) state_.cwd = init.cwd;
  return values() != before;
}

void Translation::tell_session() {
  facts_.push_back(core::SessionSeen{state_.session, state_.context.workspace, state_.model,
                                     state_.permission_mode, state_.cli_version, at(),
                                     state_.continues});
}

void Translation::on(const Init&) {
  state_.pending = TranslatorState::PendingTurn{core::TurnId(record_id().value), at(),
                                                state_.task_notified && !state_.turn};
}

void Translation::begin_turn(core::TurnId id, std::string prompt, bool from_background_task,
                             core::Timestamp started) {
  if (state_.turn) finish_lost_turn();
  state_.pending.reset();
  state_.early_prompts.clear();
  state_.task_notified = false;
  state_.turn = TranslatorState::Turn{id, state_.session, started, started};
  facts_.push_back(core::TurnStarted{state_.session, std::move(id), std::move(prompt),
                                     from_background_task, started});
  // The first reply of a turn begins to stream before the echo that names the turn.
  const auto call = state_.calls.find(core::ToolCallId{});
  if (call != state_.calls.end() && !call->second.turn) {
    call->second.turn = state_.turn->id;
    tell_call(call->first, call->second);
  }
}

/// The main thread does something: whatever turn it belongs to has begun by now.
void Translation::settle_turn() {
  if (state_.turn) {
    state_.pending.reset();
  } else if (state_.pending) {
    const TranslatorState::PendingTurn pending = *state_.pending;
    begin_turn(pending.init, {}, pending.from_background_task, pending.at);
  }
}

void Translation::finish_turn(core::TurnFinished finished) {
  // A log may be read long after it was written: then the duration tells more than the clock, and
  // what was written in the turn more than its duration.
  const core::Timestamp counted = state_.turn->started + finished.duration;
  const core::Timestamp earliest = std::max(counted, time_.not_before.value_or(counted));
  finished.at = finished.duration.count() > 0 ? std::min(time_.at, earliest)
                                              : time_.not_before.value_or(time_.at);
  close_turn(std::move(finished));
}

void Translation::finish_untold_turn(core::TurnFinished finished, core::Timestamp last_sign) {
  finished.at = std::max(last_sign, state_.turn->started);
  finished.duration = finished.at - state_.turn->started;
  close_turn(std::move(finished));
}

void Translation::close_turn(core::TurnFinished finished) {
  finished.session = state_.turn->session;
  finished.turn = state_.turn->id;
  facts_.push_back(std::move(finished));
  state_.turn.reset();
  state_.calls.erase(core::ToolCallId{});
}

void Translation::finish_lost_turn() {
  resolve_requests({});
  end_tools(false, "The result of this call is missing in the agent's output.");
  core::TurnFinished finished;
  finished.outcome = core::TurnOutcome::error;
  finished.error = "The end of this turn is missing in the agent's output.";
  // The reply that streams now is the next turn's.
  const auto calls = state_.calls;
  finish_untold_turn(std::move(finished), state_.turn->heard);
  const auto call = calls.find(core::ToolCallId{});
  if (call != calls.end() && !call->second.turn) state_.calls.insert(*call);
}

void Translation::resolve_requests(const std::vector<TurnResult::Denial>& denials) {
  for (const TranslatorState::OpenRequest& open : state_.requests) {
    const bool denied =
        std::ranges::find(denials, open.call, &TurnResult::Denial::call) != denials.end();
    auto decision = core::PermissionDecision::withdrawn;
    if (open.call_failed)
      decision = denied ? core::PermissionDecision::denied : core::PermissionDecision::allowed;
    facts_.push_back(core::PermissionResolved{open.session, open.request, decision, {}, at()});
  }
  state_.requests.clear();
}

void Translation::end_tools(bool sub_agents_too, std::string_view why) {
  std::erase_if(state_.tools, [&](const TranslatorState::OpenTool& tool) {
    // A sub-agent in the background outlives the turn that started it.
    if (!sub_agents_too && !tool.parent.empty()) return false;
    facts_.push_back(core::ToolCallFinished{tool.session, tool.call, true, std::string(why), at()});
    return true;
  });
}

/// Neither the stream nor the transcript tells of the requests that wrote the summary: they are
/// what the totals grew by in a turn that did nothing else.
void Translation::tell_compaction(const TurnResult& result, const core::TurnId& turn) {
  const bool sub_agents_ran =
      std::ranges::any_of(state_.calls, [](const auto& call) { return !call.first.empty(); });
  if (!state_.compacted || result.turns != 0 || sub_agents_ran) return;
  if (state_.totals_of != state_.session) return;
  for (const TurnResult::ModelTotal& total : result.models) {
    const auto known =
        std::ranges::find(state_.totals, total.model, &TurnResult::ModelTotal::model);
    const TurnResult::ModelTotal before =
        known == state_.totals.end() ? TurnResult::ModelTotal{} : *known;
    core::ApiCallSeen seen;
    seen.call = core::ApiCallId("compact:" + turn.value + ":" + total.model);
    seen.session = state_.session;
    seen.turn = turn;
    seen.model = total.model.substr(0, total.model.find('['));
    seen.usage.input = total.usage.input - before.usage.input;
    seen.usage.output = total.usage.output - before.usage.output;
    seen.usage.cache_write_5m = total.usage.cache_write_5m - before.usage.cache_write_5m;
    seen.usage.cache_write_1h = total.usage.cache_write_1h - before.usage.cache_write_1h;
    seen.usage.cache_read = total.usage.cache_read - before.usage.cache_read;
    seen.web_searches = total.web_searches - before.web_searches;
    seen.cache_split_known = total.cache_split_known;
    // Apart from the main conversation, whose context it does not fill.
    seen.sub_agent = true;
    seen.complete = true;
    seen.at = at();
    const core::TokenUsage& usage = seen.usage;
    const bool grew = std::min({usage.input, usage.output, usage.cache_write_5m,
                                usage.cache_write_1h, usage.cache_read, seen.web_searches}) >= 0;
    if (grew && usage != core::TokenUsage{}) facts_.push_back(std::move(seen));
  }
}

void Translation::note_totals(const TurnResult& result) {
  state_.compacted = false;
  if (!result.total) return;
  state_.totals = result.models;
  state_.totals_of = state_.session;
}

void Translation::on(const TurnResult& result) {
  settle_turn();
  resolve_requests(result.denials);
  end_tools(false, "The turn ended before this call did.");
  state_.task_notified = false;
  const std::optional<TranslatorState::Turn> turn = state_.turn;
  if (state_.turn) {
    core::TurnFinished finished;
    finished.result = result.text;
    finished.duration = result.duration;
    if (is_interrupted(result)) {
      finished.outcome = core::TurnOutcome::interrupted;
      finished.error = "Interrupted.";
    } else if (result.is_error) {
      finished.outcome = core::TurnOutcome::error;
      finished.error = error_sentence(result);
      finished.http_status = result.api_error_status;
    }
    finish_turn(std::move(finished));
  } else if (result.is_error) {
    tell_message(core::MessageKind::error, error_sentence(result));
  }
  if (turn) tell_compaction(result, turn->id);
  note_totals(result);
  if (!result.total) return;
  core::ProcessTotals totals;
  totals.launched_as = state_.context.launched_as;
  totals.process = state_.context.process;
  totals.reported = *result.total;
  totals.at = at();
  totals.session = state_.session;
  if (turn) totals.turn = turn->id;
  for (const TurnResult::ModelTotal& model : result.models)
    totals.models.push_back({model.model, model.usage, model.cost});
  facts_.push_back(std::move(totals));
}

void Translation::close_after_exit(ExitReason reason) {
  settle_turn();
  resolve_requests({});
  end_tools(true, "The agent process ended before this call did.");
  if (state_.turn) {
    core::TurnFinished finished;
    const bool stopped = reason == ExitReason::stopped_by_user;
    finished.outcome = stopped ? core::TurnOutcome::interrupted : core::TurnOutcome::error;
    finished.error = stopped ? "The agent was stopped in the middle of the turn."
                             : "The agent process ended in the middle of the turn.";
    finish_untold_turn(std::move(finished), time_.at);
  }
  state_.calls.clear();
  state_.task_notified = false;
}

}  // namespace orchard::agents
