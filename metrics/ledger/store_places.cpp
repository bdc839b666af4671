// Repositories and workspaces.

#include "metrics/ledger/store.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

Repository read_repository(const Statement& row) {
  return {core::RepositoryId(row.text(0)),
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          timestamp(row.integer(5)),
          timestamp(row.optional_integer(6))};
}

constexpr std::string_view kSelectWorkspace =
    "SELECT w.id, r.id, w.name, w.branch, w.created_branch, w.base, w.path, w.status, "
    "w.created_at, w.archived_at, w.deleted_at, w.archive_ref, w.archived_branch, w.trash_path "
    "FROM workspace w JOIN repository r ON r.key = w.repository ";

Workspace read_workspace(const Statement& row) {
  Workspace workspace;
  workspace.id = core::WorkspaceId(row.text(0));
  workspace.repository = core::RepositoryId(row.text(1));
  workspace.name = row.text(2);
  workspace.branch = row.text(3);
  workspace.created_branch = row.text(4);
  workspace.base = row.text(5);
  workspace.path = row.text(6);
  workspace.status =
      core::parse_workspace_status(row.text(7)).value_or(core::WorkspaceStatus::deleted);
  workspace.created_at = timestamp(row.integer(8));
  workspace.archived_at = timestamp(row.optional_integer(9));
  workspace.deleted_at = timestamp(row.optional_integer(10));
  workspace.archive_ref = row.text(11);
  workspace.archived_branch = row.text(12);
  workspace.trash_path = row.text(13);
  return workspace;
}

/// Errors: already_exists when the workspace shall be active and another active one has its name.
Result<void> check_name(core::Database& database, std::int64_t repository,
                        const Workspace& workspace) {
  if (workspace.status != core::WorkspaceStatus::active) return {};
  ORCHARD_TRY(const auto taken,
              find_integer(database,
                           "SELECT key FROM workspace WHERE repository = ?1 AND name = ?2 AND "
                           "status = 'active' AND id <> ?3",
                           repository, workspace.name, workspace.id.value));
  if (!taken) return {};
  return core::fail(core::ErrorCode::already_exists,
                    "A workspace named " + workspace.name +
                        " exists already in this repository; choose another name.");
}

template <class T, class Read>
Result<std::vector<T>> read_all(Statement& statement, Read&& read) {
  std::vector<T> rows;
  ORCHARD_CHECK(statement.each([&](const Statement& row) { rows.push_back(read(row)); }));
  return rows;
}

template <class T, class Read>
Result<std::optional<T>> read_one(Statement& statement, Read&& read) {
  ORCHARD_TRY(const bool found, statement.step());
  return found ? std::optional<T>(read(statement)) : std::nullopt;
}

/// Inserts, or replaces what stands under the id.
Result<void> write_repository(core::Database& database, const Repository& repository) {
  return database.execute(
      "INSERT INTO repository (id, name, path, common_dir, base, added_at, removed_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
      "path = excluded.path, common_dir = excluded.common_dir, base = excluded.base, "
      "added_at = excluded.added_at, removed_at = excluded.removed_at",
      repository.id.value, repository.name, repository.path, repository.common_dir, repository.base,
      micros(repository.added_at), micros(repository.removed_at));
}

}  // namespace

Result<Repository> Store::add_repository(Repository repository) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(const auto known, find_repository_by_common_dir(repository.common_dir));
  if (known && !known->removed_at)
    return core::fail(
        core::ErrorCode::already_exists,
        "The repository " + repository.path + " is there already, as '" + known->name + "'.");
  if (known) {
    repository.id = known->id;
    repository.added_at = known->added_at;
  }
  repository.removed_at.reset();
  ORCHARD_CHECK(write_repository(database_, repository));
  ORCHARD_CHECK(transaction.commit());
  return repository;
}

Result<void> Store::put_repository(const Repository& repository) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(
      const auto taken,
      find_integer(database_, "SELECT key FROM repository WHERE common_dir = ?1 AND id <> ?2",
                   repository.common_dir, repository.id.value));
  if (taken)
    return core::fail(
        core::ErrorCode::already_exists,
        "The repository " + repository.path + " was added before under another id; use that one.");
  ORCHARD_CHECK(write_repository(database_, repository));
  return transaction.commit();
}

Result<void> Store::remove_repository(const core::RepositoryId& id, core::Timestamp at) {
  ORCHARD_CHECK(database_.execute("UPDATE repository SET removed_at = ?2 WHERE id = ?1", id.value,
                                  micros(at)));
  if (database_.changes() == 0)
    return core::fail(core::ErrorCode::not_found,
                      "There is no repository " + id.value + "; see orchard repo list.");
  return {};
}

Result<std::vector<Repository>> Store::repositories(bool with_removed) {
  ORCHARD_TRY(Statement statement,
              database_.prepare(
                  "SELECT id, name, path, common_dir, base, added_at, removed_at FROM repository "
                  "WHERE removed_at IS NULL OR ?1 ORDER BY name, path"));
  statement.bind(1, with_removed);
  return read_all<Repository>(statement, read_repository);
}

Result<std::optional<Repository>> Store::find_repository(const core::RepositoryId& id) {
  ORCHARD_TRY(Statement statement,
              database_.prepare(
                  "SELECT id, name, path, common_dir, base, added_at, removed_at FROM repository "
                  "WHERE id = ?1"));
  statement.bind(1, id.value);
  return read_one<Repository>(statement, read_repository);
}

Result<std::optional<Repository>> Store::find_repository_by_common_dir(
    std::string_view common_dir) {
  ORCHARD_TRY(Statement statement,
              database_.prepare(
                  "SELECT id, name, path, common_dir, base, added_at, removed_at FROM repository "
                  "WHERE common_dir = ?1"));
  statement.bind(1, common_dir);
  return read_one<Repository>(statement, read_repository);
}

Result<void> Store::put_workspace(const Workspace& workspace) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(const auto repository,
              find_integer(database_, "SELECT key FROM repository WHERE id = ?1",
                           workspace.repository.value));
  if (!repository)
    return core::fail(core::ErrorCode::not_found,
                      "The repository of workspace " + workspace.name +
                          " is not in the ledger; add the repository first.");
  ORCHARD_CHECK(check_name(database_, *repository, workspace));
  ORCHARD_CHECK(database_.execute(
      "INSERT INTO workspace (id, repository, name, branch, created_branch, base, path, "
      "status, created_at, archived_at, deleted_at, archive_ref, archived_branch, trash_path) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
      "ON CONFLICT (id) DO UPDATE SET repository = excluded.repository, name = excluded.name, "
      "branch = excluded.branch, base = excluded.base, path = excluded.path, "
      "status = excluded.status, created_at = excluded.created_at, "
      "archived_at = excluded.archived_at, deleted_at = excluded.deleted_at, "
      "archive_ref = excluded.archive_ref, archived_branch = excluded.archived_branch, "
      "trash_path = excluded.trash_path",
      workspace.id.value, *repository, workspace.name, workspace.branch, workspace.created_branch,
      workspace.base, workspace.path, core::to_string(workspace.status),
      micros(workspace.created_at), micros(workspace.archived_at), micros(workspace.deleted_at),
      workspace.archive_ref, workspace.archived_branch, workspace.trash_path));
  return transaction.commit();
}

Result<void> Store::put_workspace_status(const Workspace& workspace) {
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  ORCHARD_TRY(const auto repository,
              find_integer(database_, "SELECT repository FROM workspace WHERE id = ?1",
                           workspace.id.value));
  if (!repository)
    return core::fail(core::ErrorCode::not_found,
                      "There is no workspace " + workspace.id.value + " in the ledger.");
  ORCHARD_CHECK(check_name(database_, *repository, workspace));
  ORCHARD_CHECK(database_.execute(
      "UPDATE workspace SET status = ?2, archived_at = ?3, deleted_at = ?4, archive_ref = ?5, "
      "archived_branch = ?6, trash_path = ?7 WHERE id = ?1",
      workspace.id.value, core::to_string(workspace.status), micros(workspace.archived_at),
      micros(workspace.deleted_at), workspace.archive_ref, workspace.archived_branch,
      workspace.trash_path));
  return transaction.commit();
}

Result<void> Store::forget_archived_work(const core::WorkspaceId& workspace) {
  return database_.execute(
      "UPDATE workspace SET archive_ref = '' WHERE id = ?1 AND status = 'deleted'",
      workspace.value);
}

Result<std::vector<Workspace>> Store::workspaces() {
  ORCHARD_TRY(Statement statement,
              database_.prepare(std::string(kSelectWorkspace) + "ORDER BY w.created_at, w.key"));
  return read_all<Workspace>(statement, read_workspace);
}

Result<std::optional<Workspace>> Store::find_workspace(const core::WorkspaceId& id) {
  ORCHARD_TRY(Statement statement,
              database_.prepare(std::string(kSelectWorkspace) + "WHERE w.id = ?1"));
  statement.bind(1, id.value);
  return read_one<Workspace>(statement, read_workspace);
}

Result<std::vector<std::string>> Store::names_in_use(const core::RepositoryId& repository) {
  ORCHARD_TRY(Statement statement,
              database_.prepare("SELECT DISTINCT w.name FROM workspace w JOIN repository r "
                                "ON r.key = w.repository WHERE r.id = ?1 AND "
                                "w.status IN ('active', 'archived') ORDER BY w.name"));
  statement.bind(1, repository.value);
  return read_all<std::string>(statement, [](const Statement& row) { return row.text(0); });
}

}  // namespace orchard::metrics
