#include "app/use_case/control_session.h"

#include "agents/launch/speaker.h"
#include "agents/protocol/encode.h"
#include "agents/supervisor/session_process.h"
#include "app/services/agent_process.h"
#include "app/services/recording/session_recorder.h"
#include "app/use_case/question_choices.h"
#include "core/domain/fact.h"
#include "metrics/query/sessions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace orchard::app {
namespace {

core::Result<metrics::Session> find_session(Engine& engine, const core::SessionId& id) {
  ORCHARD_TRY(const auto session, engine.store().find_session(id));
  if (session) return *session;
  return core::fail(
      core::ErrorCode::not_found,
      fmt::format("There is no session '{}'. `orchard sessions` lists them.", id.value));
}

core::Error closed_already(const PermissionAnswer& answer, core::PermissionDecision decision) {
  using enum core::PermissionDecision;
  const char* const what = decision == allowed  ? "was allowed already; the agent goes by that"
                           : decision == denied ? "was denied already; the agent goes by that"
                                                : "was taken back: its turn went on or ended";
  return {core::ErrorCode::already_exists,
          fmt::format("The request '{}' of session {} {}.", answer.request.value,
                      answer.session.value, what),
          {}};
}

core::Error no_such_request(const PermissionAnswer& answer) {
  return {core::ErrorCode::not_found,
          fmt::format("Session {} has no open request '{}'. `orchard sessions` shows what is open.",
                      answer.session.value, answer.request.value),
          {}};
}

core::Result<void> check_answers(const metrics::OpenRequest& open, const PermissionAnswer& answer) {
  for (const agents::Question& question : questions_of(open)) {
    const auto found =
        std::ranges::find(answer.answers, question.text, &agents::QuestionAnswer::question);
    if (found == answer.answers.end() || found->answer.empty())
      return core::fail(core::ErrorCode::invalid_argument,
                        fmt::format("The agent asks \"{}\" and no answer was given.{}{}",
                                    question.text, question.options.empty() ? "" : " It offers: ",
                                    fmt::join(question.options, ", ")));
  }
  return {};
}

core::Result<metrics::OpenRequest> find_open_request(Engine& engine,
                                                     const PermissionAnswer& answer) {
  ORCHARD_TRY(const auto figures, metrics::query_session(engine.store(), answer.session));
  const auto open =
      std::ranges::find(figures.requests, answer.request, &metrics::OpenRequest::request);
  if (open != figures.requests.end()) return *open;
  ORCHARD_TRY(const auto decision,
              metrics::query_decision(engine.store(), answer.session, answer.request));
  if (decision) return core::fail(closed_already(answer, *decision));
  return core::fail(no_such_request(answer));
}

/// An agent whose turn is interrupted begins the next one with what it was sent meanwhile. Only who
/// holds `lock` knows that nobody sends it anything now.
core::Result<bool> may_interrupt(Engine& engine, const agents::LaunchRecord& record,
                                 const core::Result<std::optional<core::FileLock>>& lock) {
  if (!lock || !*lock) return false;
  ORCHARD_TRY(const bool waiting, is_prompt_waiting(engine, record));
  return !waiting;
}

}  // namespace

core::Result<StoppedSession> stop_session(Engine& engine, const core::SessionId& id,
                                          const std::function<void(agents::StopStep)>& on_step) {
  ORCHARD_TRY(const auto session, find_session(engine, id));
  const auto directory =
      agents::SessionDirectory::open(engine.paths().sessions, session.launched_as);
  if (!directory) return StoppedSession{};  // never had a process
  ORCHARD_TRY(const auto process, agents::SessionProcess::find(*directory));
  if (!process.is_alive()) return StoppedSession{.tools_ended = process.end_tool_processes()};
  // Not waited for: a sender may hang on the very agent that is to be ended.
  const auto lock = try_lock_process(*directory);
  ORCHARD_TRY(const bool interruptible, may_interrupt(engine, process.record(), lock));
  ORCHARD_TRY(const auto figures, metrics::query_session(engine.store(), id));
  ORCHARD_CHECK(mark_stopped_by_user(*directory, process.record().process));
  agents::SessionProcess::StopOptions options;
  options.turn_running = interruptible && figures.turn_started_at.has_value();
  options.on_step = on_step;
  ORCHARD_TRY(const auto stopped, process.stop(options, engine.clock()));
  return StoppedSession{true, stopped.last_signal, stopped.tool_processes_ended};
}

std::string unread_prompts_text(std::size_t queued, std::string_view when) {
  return queued == 1
             ? fmt::format("1 queued prompt was not read; it goes out with the next one{}.", when)
             : fmt::format("{} queued prompts were not read; they go out with the next one{}.",
                           queued, when);
}

core::Result<void> interrupt_turn(Engine& engine, const core::SessionId& id) {
  ORCHARD_TRY(const auto session, find_session(engine, id));
  ORCHARD_TRY(const auto directory,
              agents::SessionDirectory::open(engine.paths().sessions, session.launched_as));
  const std::string request = core::make_uuid(engine.ids());
  return agents::speak(directory, agents::interrupt_request(request), request);
}

core::Result<void> answer_permission(Engine& engine, const PermissionAnswer& answer) {
  ORCHARD_TRY(const auto session, find_session(engine, answer.session));
  const auto directory =
      agents::SessionDirectory::open(engine.paths().sessions, session.launched_as);
  if (!directory) return core::fail(no_such_request(answer));  // never had a process
  // Of two who answer at once the second one finds what the first one said.
  ORCHARD_TRY(const auto lock, lock_answers(*directory));
  ORCHARD_TRY(const auto open, find_open_request(engine, answer));
  const std::string reason =
      answer.reason.empty() ? "The user does not want this to be done." : answer.reason;
  const std::string rules =
      answer.always_in_session ? agents::session_rules(open.suggestions_json) : std::string();
  if (answer.allow) ORCHARD_CHECK(check_answers(open, answer));
  const std::string input = answer.answers.empty()
                                ? open.input_json
                                : agents::answer_questions(open.input_json, answer.answers);
  const std::string line = answer.allow ? agents::allow_tool(answer.request, input, rules)
                                        : agents::deny_tool(answer.request, reason);
  ORCHARD_CHECK(agents::speak(*directory, line, answer.request.value));
  const std::array<core::Fact, 1> facts = {core::PermissionResolved{
      answer.session, answer.request,
      answer.allow ? core::PermissionDecision::allowed : core::PermissionDecision::denied,
      answer.allow ? std::string() : reason, engine.now()}};
  ORCHARD_TRY(const auto recorded, engine.store().record(facts));
  (void)recorded;
  return {};
}

}  // namespace orchard::app
