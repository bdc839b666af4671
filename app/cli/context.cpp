#include "app/cli/context.h"

#include "app/cli/table.h"
#include "app/use_case/workspace/resolve_workspace.h"
#include "metrics/query/sessions.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

namespace orchard::app {

ExitCode report(const core::Error& error) {
  say("orchard: " + terminal_text(error.describe()));
  return exit_code_for(error);
}

void say(std::string_view line) {
  // A terminal or disk that takes nothing is no reason to end in the middle of something.
  const std::string text = std::string(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void say_price_problem(const Engine& engine) {
  if (!engine.prices().problem.empty()) say("orchard: " + terminal_text(engine.prices().problem));
}

void say_staleness(std::string_view staleness) {
  if (!staleness.empty()) say("orchard: " + terminal_text(staleness));
}

ExitCode with_engine(const CliContext& context,
                     const std::function<core::Result<ExitCode>(Engine&)>& work) {
  auto engine = Engine::open(*context.machine);
  if (!engine) return report(engine.error());
  say_price_problem(*engine);
  const auto code = work(*engine);
  return code ? *code : report(code.error());
}

ExitCode with_engine_to_show(const CliContext& context,
                             const std::function<core::Result<ExitCode>(Engine&)>& work) {
  auto engine = Engine::open_to_show(*context.machine);
  if (!engine) return report(engine.error());
  say_price_problem(*engine);
  const auto code = work(*engine);
  say_staleness(engine->staleness());
  return code ? *code : report(code.error());
}

core::Result<core::WorkspaceId> find_workspace(Engine& engine, std::string_view text) {
  ORCHARD_TRY(const auto workspaces, engine.store().workspaces());
  ORCHARD_TRY(const auto repositories, engine.store().repositories(true));
  std::vector<WorkspaceKey> keys;
  for (const metrics::Workspace& workspace : workspaces) {
    WorkspaceKey key{workspace.id, workspace.name, "", workspace.path, workspace.status};
    for (const metrics::Repository& repository : repositories)
      if (repository.id == workspace.repository) key.repository = repository.name;
    keys.push_back(std::move(key));
  }
  std::error_code no_path;
  const bool is_path = text.starts_with('/') || text.starts_with('.');
  const auto path = is_path ? std::filesystem::weakly_canonical(text, no_path) : text;
  return resolve_workspace(is_path && !no_path ? path.string() : std::string(text), keys);
}

namespace {

/// "a, b, c and 4 more"
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kMost));
  const std::string some = fmt::to_string(fmt::join(names.begin(), end, ", "));
  return names.size() <= kMost ? some : fmt::format("{} and {} more", some, names.size() - kMost);
}

std::string workspace_of(Engine& engine, const metrics::Session& session) {
  if (!session.workspace) return "";
  const auto workspace = engine.store().find_workspace(*session.workspace);
  return workspace && *workspace ? (*workspace)->name : "";
}

}  // namespace

core::Result<std::optional<std::string>> complete_id(
    std::string_view text, const std::vector<std::string>& ids, std::string_view things,
    const std::function<std::string(const std::string&)>& label) {
  std::vector<std::string> matches;
  for (const std::string& id : ids) {
    if (id == text) return id;
    if (!text.empty() && id.starts_with(text)) matches.push_back(id);
  }
  if (matches.empty()) return std::nullopt;
  if (matches.size() == 1) return matches.front();
  if (label) std::ranges::transform(matches, matches.begin(), label);
  return core::fail(core::ErrorCode::ambiguous,
                    fmt::format("'{}' fits {} {}: {}. Give more of the id.", text, matches.size(),
                                things, listed(matches)));
}

core::Result<core::SessionId> find_session(Engine& engine, std::string_view text) {
  ORCHARD_TRY(const auto sessions, engine.store().sessions());
  std::vector<std::string> ids;
  ids.reserve(sessions.size());
  for (const metrics::Session& session : sessions) ids.push_back(session.id.value);
  ORCHARD_TRY(const auto found, complete_id(text, ids, "sessions", [&](const std::string& id) {
                const auto at = std::ranges::find(
                    sessions, id, [](const metrics::Session& one) { return one.id.value; });
                return fmt::format("{} ({})", id, workspace_of(engine, *at));
              }));
  if (found) return core::SessionId(*found);
  return core::fail(core::ErrorCode::not_found,
                    fmt::format("There is no session '{}'. `orchard sessions` lists them.", text));
}

core::Result<core::PermissionRequestId> find_request(Engine& engine, const core::SessionId& session,
                                                     std::string_view text) {
  ORCHARD_TRY(const auto figures, metrics::query_session(engine.store(), session));
  std::vector<std::string> ids;
  ids.reserve(figures.requests.size());
  for (const metrics::OpenRequest& request : figures.requests) ids.push_back(request.request.value);
  ORCHARD_TRY(const auto found, complete_id(text, ids, "requests"));
  return core::PermissionRequestId(found.value_or(std::string(text)));
}

}  // namespace orchard::app
