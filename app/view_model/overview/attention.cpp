#include "app/view_model/overview/attention.h"

#include <set>
#include <string>

namespace orchard::app {
namespace {

struct Doing {
  std::set<std::string> questions;  ///< session and request
  std::set<std::string> working;
  std::set<std::string> ended;  ///< with an outcome that is worth looking at
};

Doing doing_of(const AppSnapshot& snapshot) {
  Doing doing;
  for (const RepositoryState& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) {
      for (const SessionSummary& session : workspace->sessions) {
        for (const OpenRequest& request : session.requests)
          doing.questions.insert(session.id.value + '\n' + request.request.value);
        const bool works = session.state == core::SessionState::running ||
                           session.state == core::SessionState::waiting;
        if (works)
          doing.working.insert(session.id.value);
        else if (session.last_outcome && *session.last_outcome != core::TurnOutcome::interrupted)
          doing.ended.insert(session.id.value);
      }
    }
  }
  return doing;
}

}  // namespace

bool calls_for_attention(const AppSnapshot& before, const AppSnapshot& after) {
  const SettingsView& wants = after.settings;
  if (!before.loaded || (!wants.attention_when_waiting && !wants.attention_when_finished))
    return false;
  const Doing then = doing_of(before);
  const Doing now = doing_of(after);
  if (wants.attention_when_waiting)
    for (const std::string& question : now.questions)
      if (!then.questions.contains(question)) return true;
  if (wants.attention_when_finished)
    for (const std::string& session : now.ended)
      if (then.working.contains(session)) return true;
  return false;
}

}  // namespace orchard::app
