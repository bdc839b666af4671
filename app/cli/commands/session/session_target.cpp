#include "app/cli/commands/session/session_target.h"

#include "app/cli/context.h"
#include "app/services/session_now.h"

#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace orchard::app {
namespace {

/// What was named: a workspace or a session.
struct Target {
  std::optional<core::WorkspaceId> workspace;
  std::optional<core::SessionId> session;
};

core::Result<Target> find_target(Engine& engine, const std::string& text) {
  auto workspace = find_workspace(engine, text);
  if (workspace) return Target{.workspace = *workspace, .session = {}};
  if (workspace.error().code != core::ErrorCode::not_found)
    return core::fail(std::move(workspace).error());
  auto session = find_session(engine, text);
  if (session) return Target{.workspace = {}, .session = *session};
  if (session.error().code != core::ErrorCode::not_found)
    return core::fail(std::move(session).error());
  return core::fail(core::ErrorCode::not_found,
                    fmt::format("There is no workspace and no session '{}'. `orchard workspace "
                                "list` and `orchard sessions` show all of them.",
                                text));
}

}  // namespace

core::Result<core::SessionId> find_target_session(Engine& engine, const std::string& text) {
  ORCHARD_TRY(const Target target, find_target(engine, text));
  if (target.session) return *target.session;
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine, *target.workspace));
  if (sessions.empty())
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("Workspace '{0}' has no session yet. `orchard send {0} PROMPT` "
                                  "begins one.",
                                  text));
  std::vector<std::string> living;
  for (const SessionNow& session : sessions)
    if (session.pid) living.push_back(session.figures.session.id.value);
  if (living.size() > 1)
    return core::fail(core::ErrorCode::ambiguous,
                      fmt::format("Workspace '{}' has {} agents: {}. Name the session.", text,
                                  living.size(), fmt::join(living, ", ")));
  return living.empty() ? sessions.front().figures.session.id : core::SessionId(living.front());
}

core::Result<std::vector<core::SessionId>> find_target_sessions(Engine& engine,
                                                                const std::string& text) {
  ORCHARD_TRY(const Target target, find_target(engine, text));
  if (target.session) return std::vector{*target.session};
  ORCHARD_TRY(const auto sessions, query_sessions_now(engine, *target.workspace));
  std::vector<core::SessionId> ids;
  for (const SessionNow& session : sessions)
    if (ids.empty() || session.pid) ids.push_back(session.figures.session.id);
  return ids;
}

}  // namespace orchard::app
