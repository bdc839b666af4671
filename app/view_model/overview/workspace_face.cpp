#include "app/view_model/overview/workspace_face.h"

#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <chrono>

namespace orchard::app {
namespace {

constexpr auto kDoneRestsAfter = std::chrono::hours(2);

const SessionSummary* first_in_state(const WorkspaceState& workspace, core::SessionState state) {
  const auto found = std::find_if(workspace.sessions.begin(), workspace.sessions.end(),
                                  [state](const auto& s) { return s.state == state; });
  return found == workspace.sessions.end() ? nullptr : &*found;
}

bool was_seen(const WorkspaceState& workspace, const SessionSummary& session,
              const SeenTimes& seen) {
  const auto found = seen.find(workspace.id);
  return found != seen.end() && found->second >= session.last_active_at;
}

Face face_of_outcome(core::TurnOutcome outcome) {
  switch (outcome) {
    case core::TurnOutcome::ok:
      return Face::done;
    case core::TurnOutcome::error:
      return Face::failed;
    case core::TurnOutcome::interrupted:
      return Face::interrupted;
  }
  return Face::idle;
}

core::Timestamp asked_first(const SessionSummary& session) {
  core::Timestamp first = session.last_active_at;
  for (const auto& request : session.requests) first = std::min(first, request.asked_at);
  return first;
}

}  // namespace

WorkspaceFace face_of(const WorkspaceState& workspace, const SeenTimes& seen, core::Timestamp now) {
  const SessionSummary* newest = workspace.sessions.empty() ? nullptr : &workspace.sessions.front();
  if (workspace.status != core::WorkspaceStatus::active) return {Face::archived, newest};
  if (const auto* waiting = first_in_state(workspace, core::SessionState::waiting)) {
    return {Face::waiting, waiting};
  }
  if (const auto* running = first_in_state(workspace, core::SessionState::running)) {
    return {Face::running, running};
  }
  if (newest == nullptr || !newest->last_outcome) return {Face::idle, newest};
  const Face face = face_of_outcome(*newest->last_outcome);
  if (face == Face::failed) return {face, newest};
  const bool rests =
      was_seen(workspace, *newest, seen) || now - newest->last_active_at >= kDoneRestsAfter;
  return {rests ? Face::idle : face, newest};
}

StateMark mark_of(Face face) {
  switch (face) {
    case Face::waiting:
      return StateMark::waiting;
    case Face::running:
      return StateMark::running;
    case Face::failed:
      return StateMark::failed;
    case Face::interrupted:
      return StateMark::interrupted;
    case Face::done:
      return StateMark::done;
    case Face::idle:
      return StateMark::idle;
    case Face::archived:
      return StateMark::archived;
  }
  return StateMark::idle;
}

StateMark mark_of(const SessionSummary& session) {
  if (session.state == core::SessionState::waiting) return StateMark::waiting;
  if (session.state == core::SessionState::running) return StateMark::running;
  if (session.last_outcome == core::TurnOutcome::error) return StateMark::failed;
  if (session.last_outcome == core::TurnOutcome::interrupted) return StateMark::interrupted;
  return StateMark::idle;
}

Role role_of(Face face) {
  switch (face) {
    case Face::waiting:
      return Role::warn;
    case Face::running:
    case Face::done:
      return Role::accent;
    case Face::failed:
      return Role::danger;
    case Face::interrupted:
    case Face::idle:
      return Role::muted;
    case Face::archived:
      return Role::faint;
  }
  return Role::muted;
}

std::string_view name_of(Face face) {
  switch (face) {
    case Face::waiting:
      return "Needs you";
    case Face::running:
      return "Running";
    case Face::failed:
      return "Failed";
    case Face::interrupted:
      return "Interrupted";
    case Face::done:
      return "Done";
    case Face::idle:
      return "Idle";
    case Face::archived:
      return "Archived";
  }
  return "Idle";
}

Figure time_of(const WorkspaceState& workspace, const WorkspaceFace& face, core::Timestamp now) {
  if (face.session != nullptr && face.face == Face::waiting) {
    const auto since = asked_first(*face.session);
    return {elapsed(now - since), Role::faint, "asked " + full_time(since)};
  }
  if (face.session != nullptr && face.face == Face::running) {
    const auto since = face.session->turn_started_at.value_or(face.session->last_active_at);
    return {elapsed(now - since), Role::faint, "turn began " + full_time(since)};
  }
  const auto at = face.session == nullptr ? workspace.last_active_at : face.session->last_active_at;
  const auto ago = relative_time(at, now);
  if (face.face == Face::archived) return {"archived " + ago, Role::faint, full_time(at)};
  return {ago, Role::faint, full_time(at)};
}

const WorkspaceState* find_workspace(const AppSnapshot& snapshot, const core::WorkspaceId& id) {
  for (const auto& repository : snapshot.repositories) {
    for (const auto& workspace : repository.workspaces) {
      if (workspace->id == id) return workspace.get();
    }
  }
  for (const auto& workspace : snapshot.archived) {
    if (workspace->id == id) return workspace.get();
  }
  return nullptr;
}

const SessionSummary* find_session(const WorkspaceState& workspace, const core::SessionId* id) {
  if (id == nullptr) return workspace.sessions.empty() ? nullptr : &workspace.sessions.front();
  for (const auto& session : workspace.sessions) {
    if (session.id == *id) return &session;
  }
  return nullptr;
}

}  // namespace orchard::app
