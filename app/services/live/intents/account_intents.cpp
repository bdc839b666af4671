#include "app/services/account/plan_usage.h"
#include "app/services/live/intents/intent_dispatcher.h"
#include "app/use_case/commands/own_command.h"

#include <utility>

namespace orchard::app {

void IntentDispatcher::carry_out(const LookAtPlan& intent) {
  run(asking_, "", {}, [this, intent](Engine& engine) -> core::Result<void> {
    // What the window shows as closed stays closed, whatever another Orchard wrote since.
    if (!engine.settings().usage_insights) return {};
    hooks_.asking_plan(true);
    const auto state =
        refresh_plan(engine, intent.reopened ? metrics::PlanWish::reopen : metrics::PlanWish::look,
                     {}, &stop_asking_);
    hooks_.asking_plan(false);
    if (!state) return core::fail(state.error());
    return {};
  });
}

void IntentDispatcher::carry_out(const OpenUsagePage& intent) {
  (void)intent;
  run(answers_, "", {}, [](Engine& engine) { return open_usage_page(engine); });
}

void IntentDispatcher::carry_out(const SignIn& intent) {
  (void)intent;
  if (sign_in_.is_running()) return;
  sign_in_.allow();
  run(signing_in_, "", {}, [this](Engine& engine) -> core::Result<void> {
    const auto state = sign_in_.run(engine, hooks_.sign_in);
    if (state) {
      if (*state->succeeded) board_.tell(NoticeLevel::success, "Claude Code is signed in.");
      carry_out(CheckHealth{});
      return {};
    }
    if (state.error().code == core::ErrorCode::cancelled) return {};
    return core::fail(state.error());
  });
}

void IntentDispatcher::carry_out(const AnswerSignIn& intent) {
  sign_in_.answer(intent.line);
}

void IntentDispatcher::carry_out(const CancelSignIn& intent) {
  (void)intent;
  sign_in_.cancel();
}

bool IntentDispatcher::answered_itself(Engine& engine, const SendMessage& message) {
  const auto command = parse_own_command(message.text);
  if (command && !*command) return false;
  const Subject subject{message.workspace, message.session};
  if (!command) {
    tell_failure(&engine, subject, command.error());
    return true;
  }
  SendRequest request;
  request.workspace = message.workspace;
  request.session = message.session;
  const auto recorded = record_own_command(engine, request, **command);
  if (!recorded) tell_failure(&engine, subject, recorded.error());
  hooks_.did_something();
  if ((*command)->kind == OwnCommand::Kind::extra_usage) {
    carry_out(OpenUsagePage{});
  } else if ((*command)->kind == OwnCommand::Kind::sign_in) {
    hooks_.show_settings((*command)->section);
    carry_out(SignIn{});
  } else if ((*command)->section == "usage") {
    hooks_.show_settings(engine.settings().usage_insights ? "usage" : "experimental");
    carry_out(LookAtPlan{true});
  } else {
    hooks_.show_settings((*command)->section);
  }
  return true;
}

}  // namespace orchard::app
