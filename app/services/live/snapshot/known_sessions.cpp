#include "app/services/live/snapshot/known_sessions.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace orchard::app {

core::Result<void> KnownSessions::update(Engine& engine) {
  ORCHARD_TRY(const auto living, processes_.find(engine));
  ORCHARD_TRY(const auto revisions, metrics::query_session_revisions(engine.store()));
  std::map<core::SessionId, std::shared_ptr<const Known>> sessions;
  std::set<core::WorkspaceId> changed = changed_;
  std::map<core::WorkspaceId, std::vector<const SessionNow*>> by_workspace;
  std::vector<const SessionNow*> alive;
  for (const metrics::SessionRevision& entry : revisions) {
    const auto pid = process_of(entry.session, entry.launched_as, living);
    const auto before = sessions_.find(entry.session);
    const Known* known = before == sessions_.end() ? nullptr : before->second.get();
    // Alive or with something queued, it may change with another session's facts.
    const bool same = known != nullptr && !pid && !known->now.pid &&
                      known->now.figures.queued_prompts.empty() &&
                      known->revision == entry.revision && known->workspace == entry.workspace &&
                      known->now.figures.session.launched_as == entry.launched_as;
    std::shared_ptr<const Known> next;
    if (same) {
      next = before->second;
    } else {
      ORCHARD_TRY(auto figures, metrics::query_session(engine.store(), entry.session));
      next = std::make_shared<const Known>(
          Known{entry.revision, entry.workspace, session_now(std::move(figures), pid)});
      changed.insert(entry.workspace);
      if (known != nullptr) changed.insert(known->workspace);
    }
    by_workspace[entry.workspace].push_back(&next->now);
    if (pid) alive.push_back(&next->now);
    sessions.emplace(entry.session, std::move(next));
  }
  sessions_ = std::move(sessions);
  by_workspace_ = std::move(by_workspace);
  changed_ = std::move(changed);
  alive_ = std::move(alive);
  return {};
}

const std::vector<const SessionNow*>& KnownSessions::of(const core::WorkspaceId& workspace) const {
  static const std::vector<const SessionNow*> kNone;
  const auto found = by_workspace_.find(workspace);
  return found == by_workspace_.end() ? kNone : found->second;
}

std::int64_t KnownSessions::count(core::SessionState state) const {
  return std::ranges::count(alive_, state, &SessionNow::state);
}

}  // namespace orchard::app
