#include "metrics/filter/scope.h"

#include "metrics/filter/model_label.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

/// keys[key] = value for every row (key, value).
Result<std::vector<std::int64_t>> read_map(Database& database, std::string_view sql) {
  std::vector<std::int64_t> values;
  ORCHARD_TRY(Statement statement, database.prepare(sql));
  ORCHARD_CHECK(statement.each([&](const Statement& row) {
    const auto key = static_cast<std::size_t>(row.integer(0));
    if (key >= values.size()) values.resize(key + 1);
    values[key] = row.integer(1);
  }));
  return values;
}

/// A whole name wins over a part of it.
Result<std::unordered_set<std::int64_t>> find_models(Database& database, const std::string& text) {
  std::unordered_set<std::int64_t> found;
  std::string known;
  ORCHARD_TRY(Statement statement, database.prepare("SELECT key, name FROM model ORDER BY name"));
  std::optional<std::int64_t> whole;
  ORCHARD_CHECK(statement.each([&](const Statement& row) {
    const std::string name = row.text(1);
    if (model_label(name) == text) whole = row.integer(0);
    if (name.find(text) != std::string::npos) found.insert(row.integer(0));
    known += (known.empty() ? "" : ", ") + model_label(name);
  }));
  if (whole) return std::unordered_set{*whole};
  if (found.empty())
    return core::fail(core::ErrorCode::not_found,
                      "No call of a model \"" + text + "\" is in the ledger; " +
                          (known.empty() ? "there are no calls yet." : "known are " + known + "."));
  return found;
}

}  // namespace

Result<Scope> Scope::resolve(Database& database, const Filter& filter, Reach reach) {
  Scope scope;
  scope.everything_ = filter.is_empty() && reach == Reach::orchard;
  ORCHARD_CHECK(scope.read_outside(database));
  if (scope.everything_) return scope;
  ORCHARD_CHECK(scope.read_places(database));
  ORCHARD_CHECK(scope.narrow(database, filter, reach));
  return scope;
}

Result<Scope> Scope::resolve_with_places(Database& database, const Filter& filter) {
  ORCHARD_TRY(Scope scope, resolve(database, filter));
  if (scope.everything_) ORCHARD_CHECK(scope.read_places(database));
  return scope;
}

Result<void> Scope::read_outside(Database& database) {
  ORCHARD_TRY(Statement sessions, database.prepare("SELECT key FROM session WHERE outside = 1"));
  return sessions.each([&](const Statement& row) {
    const std::size_t key = index(row.integer(0));
    if (key >= outside_.size()) outside_.resize(key + 1);
    outside_[key] = true;
  });
}

Result<void> Scope::read_places(Database& database) {
  ORCHARD_TRY(workspace_of_, read_map(database,
                                      "SELECT key, workspace FROM session "
                                      "WHERE workspace IS NOT NULL"));
  ORCHARD_TRY(repository_of_, read_map(database, "SELECT key, repository FROM workspace"));
  return {};
}

Result<void> Scope::narrow(Database& database, const Filter& filter, Reach reach) {
  std::optional<std::int64_t> repository;
  std::optional<std::int64_t> workspace;
  if (filter.repository) {
    ORCHARD_TRY(repository, find_integer(database, "SELECT key FROM repository WHERE id = ?1",
                                         filter.repository->value));
    if (!repository)
      return core::fail(
          core::ErrorCode::not_found,
          "There is no repository " + filter.repository->value + "; see orchard repo list.");
  }
  if (filter.workspace) {
    ORCHARD_TRY(workspace, find_integer(database, "SELECT key FROM workspace WHERE id = ?1",
                                        filter.workspace->value));
    if (!workspace)
      return core::fail(
          core::ErrorCode::not_found,
          "There is no workspace " + filter.workspace->value + "; see orchard workspace list.");
  }
  workspaces_.assign(repository_of_.size(), false);
  for (std::size_t key = 1; key < repository_of_.size(); ++key)
    workspaces_[key] = repository_of_[key] != 0 &&
                       (!repository || repository_of_[key] == *repository) &&
                       (!workspace || static_cast<std::int64_t>(key) == *workspace);
  // Sessions without a workspace take part unless a place is asked for.
  ORCHARD_TRY(const auto last, find_integer(database, "SELECT COALESCE(MAX(key), 0) FROM session"));
  sessions_.assign(index(last.value_or(0)) + 1, false);
  for (std::size_t key = 1; key < sessions_.size(); ++key) {
    const std::int64_t place = workspace_of(static_cast<std::int64_t>(key));
    sessions_[key] = place == 0 ? !repository && !workspace : workspaces_[index(place)];
    if (reach == Reach::orchard && is_outside(static_cast<std::int64_t>(key)))
      sessions_[key] = false;
  }
  if (reach == Reach::machine && repository && !workspace)
    ORCHARD_CHECK(add_outside_of(database, *repository));
  return filter.model.empty() ? Result<void>{} : narrow_to_models(database, filter.model);
}

Result<void> Scope::add_outside_of(Database& database, std::int64_t repository) {
  ORCHARD_TRY(Statement inside,
              database.prepare("SELECT s.key FROM session s JOIN project p ON p.key = s.project "
                               "WHERE s.outside = 1 AND p.repository = ?1"));
  inside.bind(1, repository);
  return inside.each([&](const Statement& row) {
    if (in_range(row.integer(0), sessions_)) sessions_[index(row.integer(0))] = true;
  });
}

Result<void> Scope::narrow_to_models(Database& database, const std::string& model) {
  ORCHARD_TRY(models_, find_models(database, model));
  all_models_ = false;
  std::vector<bool> sessions(sessions_.size(), false);
  std::vector<bool> workspaces(workspaces_.size(), false);
  ORCHARD_TRY(Statement used,
              database.prepare("SELECT DISTINCT session FROM usage_session_day WHERE model = ?1"));
  for (const std::int64_t key : models_) {
    used.bind(1, key);
    ORCHARD_CHECK(used.each([&](const Statement& row) {
      const std::int64_t session = row.integer(0);
      if (!has_session(session)) return;
      sessions[index(session)] = true;
      if (const std::int64_t place = workspace_of(session); place != 0)
        workspaces[index(place)] = true;
    }));
  }
  sessions_ = std::move(sessions);
  workspaces_ = std::move(workspaces);
  return {};
}

}  // namespace orchard::metrics
