#pragma once

#include "app/model/app_snapshot.h"
#include "core/base/time_text.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace orchard::test {

inline core::Timestamp at(std::string_view text) {
  return core::parse_iso8601(text).value();
}

/// The moment every sample is seen at.
inline core::Timestamp sample_now() {
  return at("2026-11-20T16:42:00Z");
}

inline app::SessionSummary sample_session(std::string id, core::SessionState state) {
  app::SessionSummary session;
  session.id = core::SessionId(std::move(id));
  session.state = state;
  session.title = "Send the headers";
  session.model = "claude-opus-4-5-20251101";
  session.turns = 15;
  session.started_at = at("2026-11-20T15:00:00Z");
  session.last_active_at = at("2026-11-20T16:40:00Z");
  session.usage = {1'000, 31'000, 7'000, 0, 2'361'000};
  session.cost = {2'740'000'000};
  return session;
}

inline app::OpenRequest sample_request(const std::string& command) {
  app::OpenRequest request;
  request.session = core::SessionId("s");
  request.request = core::PermissionRequestId("r1");
  request.tool = "Bash";
  request.summary = command;
  request.input_json = R"({"command":")" + command + R"(","description":"run the tests"})";
  request.asked_at = at("2026-11-20T16:39:55Z");
  return request;
}

inline app::WorkspaceState sample_workspace(std::string name) {
  app::WorkspaceState workspace;
  workspace.id = core::WorkspaceId("w-" + name);
  workspace.repository = core::RepositoryId("r");
  workspace.repository_name = "tidewater";
  workspace.branch = "mara/" + name;
  workspace.name = std::move(name);
  workspace.base = "main";
  workspace.path = "/data/worktrees/x";
  workspace.last_active_at = at("2026-11-20T16:00:00Z");
  workspace.commits = 6;
  workspace.net = {612, 148, 6};
  return workspace;
}

inline app::RepositoryState sample_repository(std::string name) {
  app::RepositoryState repository;
  repository.id = core::RepositoryId("r");
  repository.name = std::move(name);
  repository.path = "/src/tidewater";
  repository.base = "main";
  repository.branches = {"main", "next"};
  return repository;
}

inline void add(app::RepositoryState& repository, app::WorkspaceState workspace) {
  repository.workspaces.push_back(
      std::make_shared<const app::WorkspaceState>(std::move(workspace)));
}

}  // namespace orchard::test
