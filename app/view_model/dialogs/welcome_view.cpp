#include "app/view_model/dialogs/welcome_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

namespace orchard::app {
namespace {

StateMark mark_of_level(HealthCheck::Level level) {
  switch (level) {
    case HealthCheck::Level::ok:
      return StateMark::done;
    case HealthCheck::Level::off:
      return StateMark::idle;
    case HealthCheck::Level::warning:
      return StateMark::waiting;
    case HealthCheck::Level::failed:
      return StateMark::failed;
  }
  return StateMark::idle;
}

Figure verdict_of(const std::vector<HealthCheck>& checks) {
  if (checks.empty()) return {"Checking\u2026", Role::faint, ""};
  std::int64_t failed = 0;
  std::int64_t warned = 0;
  for (const auto& check : checks) {
    failed += check.level == HealthCheck::Level::failed ? 1 : 0;
    warned += check.level == HealthCheck::Level::warning ? 1 : 0;
  }
  if (failed + warned == 0) return {"Ready", Role::accent, ""};
  return {counted(failed + warned, "thing to do", "things to do"),
          failed > 0 ? Role::danger : Role::warn, ""};
}

}  // namespace

WelcomeView make_welcome_view(const AppSnapshot& snapshot) {
  WelcomeView view;
  view.title = "Welcome to Orchard";
  view.sentences = {"Every agent works on a branch of its own, in a folder of its own.",
                    "Orchard shows what each one does, and asks you when one asks.",
                    "Commits, tokens and cost are counted on this machine and stay here."};
  view.add_repository = "Add a repository";
  view.try_demo = "Try the demo";
  view.demo_note =
      "The demo needs no account: three small agents edit and commit in a throw-away repository.";
  view.checks_title = "This machine";
  view.verdict = verdict_of(snapshot.health);
  for (const auto& check : snapshot.health) {
    view.checks.push_back({mark_of_level(check.level), displayable_line(check.name),
                           displayable_line(check.detail), displayable_line(check.remedy)});
  }
  view.drop_note = "Or drop a folder anywhere in this window.";
  return view;
}

}  // namespace orchard::app
