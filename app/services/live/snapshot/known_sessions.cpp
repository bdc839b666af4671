#include "app/services/live/snapshot/known_sessions.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace orchard::app {

// Alive or with something queued, it may change with another session's facts.
bool KnownSessions::same(const Known& known, const metrics::SessionRevision& revision,
                         const ByProcess& living) {
  if (known.revision != revision || known.now.pid || !known.now.figures.queued_prompts.empty())
    return false;
  const metrics::Session& session = known.now.figures.session;
  return living.empty() || !process_of(session.id, session.launched_as, living);
}

void KnownSessions::put_in_order(const std::set<core::WorkspaceId>& workspaces) {
  if (workspaces.empty()) return;
  std::map<core::WorkspaceId, std::vector<const Known*>> lists;
  for (const auto& [key, known] : sessions_)
    if (workspaces.contains(known->workspace)) lists[known->workspace].push_back(known.get());
  for (const core::WorkspaceId& workspace : workspaces) {
    std::vector<const Known*>& list = lists[workspace];
    std::ranges::sort(list, std::ranges::greater(), [](const Known* known) {
      return std::pair(known->revision.place, known->revision.session);
    });
    std::vector<const SessionNow*>& ordered = by_workspace_[workspace];
    ordered.clear();
    for (const Known* known : list) ordered.push_back(&known->now);
  }
}

void KnownSessions::forget_others(const std::vector<metrics::SessionRevision>& revisions,
                                  std::set<core::WorkspaceId>& touched) {
  std::unordered_set<std::int64_t> there;
  for (const metrics::SessionRevision& revision : revisions) there.insert(revision.session);
  std::erase_if(sessions_, [&](const auto& entry) {
    if (there.contains(entry.first)) return false;
    touched.insert(entry.second->workspace);
    return true;
  });
}

core::Result<void> KnownSessions::update(Engine& engine) {
  ORCHARD_TRY(const auto living, processes_.find(engine));
  ORCHARD_TRY(const auto revisions, metrics::query_session_revisions(engine.store()));
  std::vector<std::shared_ptr<const Known>> news;
  for (const metrics::SessionRevision& revision : revisions) {
    const auto before = sessions_.find(revision.session);
    if (before != sessions_.end() && same(*before->second, revision, living)) continue;
    ORCHARD_TRY(auto figures, metrics::query_session(engine.store(), revision));
    const core::WorkspaceId workspace = figures.session.workspace.value_or(core::WorkspaceId());
    const auto pid = process_of(figures.session.id, figures.session.launched_as, living);
    news.push_back(std::make_shared<const Known>(
        Known{revision, workspace, session_now(std::move(figures), pid)}));
  }
  // From here on nothing can fail: an error leaves all as it was.
  std::set<core::WorkspaceId> touched;
  alive_.clear();
  for (auto& next : news) {
    std::shared_ptr<const Known>& known = sessions_[next->revision.session];
    if (known) touched.insert(known->workspace);
    touched.insert(next->workspace);
    if (next->now.pid) alive_.push_back(&next->now);
    known = std::move(next);
  }
  if (sessions_.size() > revisions.size()) forget_others(revisions, touched);
  put_in_order(touched);
  changed_.merge(touched);
  return {};
}

const std::vector<const SessionNow*>& KnownSessions::of(const core::WorkspaceId& workspace) const {
  static const std::vector<const SessionNow*> none;
  const auto found = by_workspace_.find(workspace);
  return found == by_workspace_.end() ? none : found->second;
}

std::int64_t KnownSessions::count(core::SessionState state) const {
  return std::ranges::count(alive_, state, &SessionNow::state);
}

}  // namespace orchard::app
