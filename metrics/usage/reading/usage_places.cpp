#include "metrics/usage/reading/usage_places.h"

#include "metrics/usage/reading/place_labels.h"

#include <map>
#include <set>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kSessions =
    "SELECT s.key, s.id, COALESCE(s.workspace, 0), COALESCE(w.repository, p.repository, 0), "
    "COALESCE(s.project, 0), s.outside FROM session s LEFT JOIN workspace w ON w.key = s.workspace "
    "LEFT JOIN project p ON p.key = s.project";

/// A folder that is a known repository goes by the label of that one.
Result<void> read_folders(Database& database, UsagePlaces& places) {
  std::map<std::string, std::set<std::string>> paths_by_name;
  ORCHARD_TRY(Statement repositories,
              database.prepare("SELECT key, id, name, path FROM repository"));
  ORCHARD_CHECK(repositories.each([&](const Statement& row) {
    places.repositories[row.integer(0)] = {row.text(1), row.text(2), row.text(3), {}};
    paths_by_name[row.text(2)].insert(row.text(3));
  }));
  ORCHARD_TRY(Statement projects,
              database.prepare("SELECT key, path, name, repository IS NOT NULL FROM project"));
  ORCHARD_CHECK(projects.each([&](const Statement& row) {
    places.projects[row.integer(0)] = {row.text(1), row.text(2), {}};
    if (row.integer(3) == 0) paths_by_name[row.text(2)].insert(row.text(1));
  }));
  std::map<std::string, std::size_t> folders;
  for (const auto& [name, paths] : paths_by_name)
    folders[name] = folders_to_tell_apart(name, paths);
  for (auto& [key, place] : places.repositories)
    place.label = place_label(place.name, place.path, folders[place.name]);
  for (auto& [key, place] : places.projects)
    place.label = place_label(place.name, place.path, folders[place.name]);
  return {};
}

Result<void> read_texts(Database& database, std::string_view sql,
                        std::unordered_map<std::int64_t, std::string>& texts) {
  ORCHARD_TRY(Statement rows, database.prepare(sql));
  return rows.each([&](const Statement& row) { texts[row.integer(0)] = row.text(1); });
}

std::string find_text(const std::unordered_map<std::int64_t, std::string>& texts,
                      std::int64_t key) {
  const auto found = texts.find(key);
  return found == texts.end() ? std::string() : found->second;
}

/// The agent's stream does not say on which branch it works; the workspace does. A branch that no
/// transcript names has no key: it gets one below zero.
Result<void> read_workspace_branches(Database& database, UsagePlaces& places) {
  std::unordered_map<std::string, std::int64_t> keys;
  for (const auto& [key, name] : places.branches) keys.emplace(name, key);
  std::unordered_map<std::int64_t, std::int64_t> by_workspace;
  ORCHARD_TRY(
      Statement rows,
      database.prepare("SELECT key, branch FROM workspace WHERE branch <> '' ORDER BY key"));
  ORCHARD_CHECK(rows.each([&](const Statement& row) {
    const auto [known, is_new] = keys.emplace(row.text(1), -row.integer(0));
    by_workspace[row.integer(0)] = known->second;
    if (is_new) places.branches[known->second] = known->first;
  }));
  for (UsagePlaces::Session& session : places.sessions)
    if (const auto found = by_workspace.find(session.workspace); found != by_workspace.end())
      session.branch = found->second;
  return {};
}

}  // namespace

Result<UsagePlaces> UsagePlaces::read(Database& database) {
  UsagePlaces places;
  {
    ORCHARD_TRY(Statement rows, database.prepare(kSessions));
    ORCHARD_CHECK(rows.each([&](const Statement& row) {
      const auto key = static_cast<std::size_t>(row.integer(0));
      if (key >= places.sessions.size()) places.sessions.resize(key + 1);
      places.sessions[key] = {row.text(1), row.integer(2),     row.integer(3), row.integer(4),
                              0,           row.integer(5) != 0};
    }));
  }
  {
    ORCHARD_TRY(Statement rows,
                database.prepare("SELECT key, id, name, repository, status FROM workspace"));
    ORCHARD_CHECK(rows.each([&](const Statement& row) {
      places.workspaces[row.integer(0)] = {
          row.text(1), row.text(2), row.integer(3),
          core::parse_workspace_status(row.text(4)).value_or(core::WorkspaceStatus::active)};
    }));
  }
  ORCHARD_CHECK(read_folders(database, places));
  ORCHARD_CHECK(read_texts(database, "SELECT key, name FROM branch", places.branches));
  ORCHARD_CHECK(read_texts(database, "SELECT key, name FROM model", places.models));
  ORCHARD_CHECK(read_texts(database, "SELECT key, name FROM agent", places.agents));
  ORCHARD_CHECK(read_workspace_branches(database, places));
  return places;
}

const UsagePlaces::Session& UsagePlaces::session(std::int64_t key) const {
  static const Session kNobody;
  const auto index = static_cast<std::size_t>(key);
  return key >= 0 && index < sessions.size() ? sessions[index] : kNobody;
}

std::string UsagePlaces::branch(std::int64_t key) const {
  return find_text(branches, key);
}

std::string UsagePlaces::model(std::int64_t key) const {
  return find_text(models, key);
}

std::string UsagePlaces::agent(std::int64_t key) const {
  return find_text(agents, key);
}

std::string UsagePlaces::repository_name(const Session& session) const {
  if (const auto known = repositories.find(session.repository); known != repositories.end())
    return known->second.label;
  const auto folder = projects.find(session.project);
  return folder == projects.end() ? std::string() : folder->second.label;
}

std::string UsagePlaces::name(const Session& session) const {
  const auto own = workspaces.find(session.workspace);
  return own == workspaces.end() ? repository_name(session) : own->second.name;
}

}  // namespace orchard::metrics
