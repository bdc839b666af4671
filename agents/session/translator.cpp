#include "agents/session/translator.h"

#include "agents/session/tool_summary.h"
#include "agents/session/translation.h"
#include "agents/session/translator_state.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace orchard::agents {

void Translation::feed(const Event& event) {
  uuid_ = event.uuid;
  event_at_ = event.at;
  const Init* init = event.get<Init>();
  const bool new_session = note_session(event.session);
  const bool new_values = init != nullptr && note_values(*init);
  if (new_session || (new_values && !state_.session.empty())) tell_session();
  std::visit([this](const auto& body) { on(body); }, event.body);
  // A pending turn may be the next one: then the running one has nothing more to say.
  if (state_.turn && !state_.pending) state_.turn->heard = std::max(state_.turn->heard, at());
}

void Translation::on(const CanUseTool& ask) {
  if (ask.request.empty()) return;
  settle_turn();
  state_.requests.push_back({ask.request, state_.session, ask.call, false});
  core::PermissionRequested asked;
  asked.session = state_.session;
  asked.turn = turn_id();
  asked.request = ask.request;
  if (!ask.call.empty()) asked.call = ask.call;
  asked.tool = ask.tool;
  const std::string& cwd = state_.cwd.empty() ? state_.context.cwd : state_.cwd;
  asked.summary = summarize_tool(ask.tool, ask.input_json, cwd);
  asked.input_json = ask.input_json;
  asked.suggestions_json = ask.suggestions_json;
  asked.at = at();
  facts_.push_back(std::move(asked));
}

void Translation::on(const ControlCancel& cancel) {
  std::erase_if(state_.requests, [&](const TranslatorState::OpenRequest& open) {
    if (open.request != cancel.request) return false;
    facts_.push_back(core::PermissionResolved{open.session, open.request,
                                              core::PermissionDecision::withdrawn,
                                              "taken back by the agent", at()});
    return true;
  });
}

void Translation::on(const ControlResponse& response) {
  const bool allowed = response.behavior == "allow";
  if (!response.ok || (!allowed && response.behavior != "deny")) return;
  std::erase_if(state_.requests, [&](const TranslatorState::OpenRequest& open) {
    if (open.request.value != response.request_id) return false;
    facts_.push_back(core::PermissionResolved{
        open.session, open.request,
        allowed ? core::PermissionDecision::allowed : core::PermissionDecision::denied,
        response.message, at()});
    return true;
  });
}

void Translation::on(const ApiRetry& retry) {
  const std::string what = retry.http_status
                               ? fmt::format("The API answered {}", *retry.http_status)
                               : std::string("The API could not be reached");
  const std::string why = retry.error.empty() ? std::string{} : " (" + retry.error + ")";
  const double seconds = std::chrono::duration<double>(retry.delay).count();
  tell_message(core::MessageKind::notice,
               fmt::format("{}{}. Trying again in {:.1f} s ({} of {}).", what, why, seconds,
                           retry.attempt, retry.max_retries));
}

void Translation::on(const Status& status) {
  if (!status.permission_mode.empty() && status.permission_mode != state_.permission_mode) {
    state_.permission_mode = status.permission_mode;
    if (!state_.session.empty()) tell_session();
  }
  if (!status.compact_error.empty())
    tell_message(core::MessageKind::notice, "Compacting failed: " + status.compact_error);
}

void Translation::on(const TaskNotification& notification) {
  // Only then does it begin a turn of its own.
  if (state_.turn) return;
  state_.task_notified = true;
  if (!notification.summary.empty()) tell_message(core::MessageKind::notice, notification.summary);
}

void Translation::on(const CommandLifecycle& lifecycle) {
  // A message that only started may be lost with the process; its echo or its end is the word.
  if (lifecycle.state != "completed" || lifecycle.message.empty()) return;
  if (std::ranges::find(state_.read_messages, lifecycle.message) != state_.read_messages.end())
    return;
  facts_.push_back(core::PromptAcknowledged{state_.session, lifecycle.message, at()});
}

void Translation::on(const CompactBoundary& boundary) {
  state_.compacted = boundary.trigger == "manual";
  tell_message(core::MessageKind::notice,
               fmt::format("The conversation was compacted from {} to {} tokens.",
                           boundary.tokens_before, boundary.tokens_after));
}

void Translation::on(const RateLimit& limit) {
  if (limit.kind.empty()) return;
  facts_.push_back(core::RateLimitSample{state_.session, limit.kind, limit.status,
                                         limit.utilization, limit.resets_at, at()});
}

void Translation::on(const PermissionDenied& denied) {
  tell_message(core::MessageKind::notice, denied.tool + " was refused by the permission mode.");
}

void Translation::on(const ModelFallback& fallback) {
  if (!fallback.text.empty()) {
    tell_message(core::MessageKind::notice, fallback.text);
  } else if (fallback.to.empty()) {
    tell_message(core::MessageKind::notice, fallback.from + " refused to answer.");
  } else {
    tell_message(core::MessageKind::notice,
                 "Switched from " + fallback.from + " to " + fallback.to + ".");
  }
}

void Translation::on(const Notification& notification) {
  tell_message(core::MessageKind::notice, notification.text);
}

Translator::Translator(TranslatorContext context) : state_(std::make_unique<TranslatorState>()) {
  state_->context = std::move(context);
}

Translator::~Translator() = default;
Translator::Translator(const Translator& other)
    : state_(std::make_unique<TranslatorState>(*other.state_)) {}
Translator& Translator::operator=(const Translator& other) {
  if (this != &other) state_ = std::make_unique<TranslatorState>(*other.state_);
  return *this;
}
Translator::Translator(Translator&&) noexcept = default;
Translator& Translator::operator=(Translator&&) noexcept = default;

std::vector<core::Fact> Translator::feed(const Event& event, const LineTime& time,
                                         std::uint64_t line_end) {
  Translation translation(*state_, time, line_end);
  translation.feed(event);
  return translation.take();
}

std::vector<core::Fact> Translator::close_after_exit(core::Timestamp last_sign, ExitReason reason) {
  Translation translation(*state_, LineTime{last_sign}, 0);
  translation.close_after_exit(reason);
  return translation.take();
}

const core::SessionId& Translator::session() const {
  return state_->session;
}

bool Translator::is_in_turn() const {
  return state_->turn || state_->pending;
}

std::string Translator::save() const {
  return write_state(*state_);
}

core::Result<Translator> Translator::load(TranslatorContext context, std::string_view saved) {
  ORCHARD_TRY(TranslatorState state, read_state(std::move(context), saved));
  Translator translator(state.context);
  *translator.state_ = std::move(state);
  return translator;
}

}  // namespace orchard::agents
