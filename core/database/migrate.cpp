#include "core/database/migrate.h"

#include "core/database/connection.h"
#include "core/io/file.h"

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace orchard::core {
namespace {

std::int64_t latest_of(std::span<const Migration> migrations) {
  return migrations.empty() ? 0 : migrations.back().version;
}

/// The version of the file, 0 for a fresh one. Changes nothing.
Result<std::int64_t> read_version(DatabaseConnection& connection, std::int32_t application_id,
                                  std::int64_t latest) {
  ORCHARD_TRY(const auto found_id, connection.query_integer("PRAGMA application_id"));
  ORCHARD_TRY(const auto version, connection.query_integer("PRAGMA user_version"));
  ORCHARD_TRY(const auto objects, connection.query_integer("SELECT count(*) FROM sqlite_master"));
  const bool is_fresh = found_id == 0 && version == 0 && objects == 0;
  if (!is_fresh && found_id != application_id)
    return fail(ErrorCode::corrupt, fmt::format("'{}' is the database of another program, move it "
                                                "away.",
                                                connection.path().string()));
  if (version > latest)
    return fail(ErrorCode::unsupported,
                fmt::format("'{}' was written by a newer Orchard (its format is {}, this one knows "
                            "{}), update Orchard.",
                            connection.path().string(), version, latest));
  return version;
}

Result<void> switch_to_wal(DatabaseConnection& connection) {
  // The pragma answers with the mode that holds, without an error when it could not switch.
  ORCHARD_TRY(const auto mode, connection.query_text("PRAGMA journal_mode=WAL"));
  if (mode != "wal")
    return fail(ErrorCode::io,
                fmt::format("The database '{}' lies on a file system that cannot share it between "
                            "processes, move it to a local disk.",
                            connection.path().string()));
  return {};
}

Result<void> copy_into(DatabaseConnection& connection, const std::filesystem::path& target) {
  ORCHARD_TRY(StatementSlot * slot, connection.lease("VACUUM INTO ?1"));
  sqlite3_stmt* statement = slot->statement.get();
  ::sqlite3_bind_text(statement, 1, target.c_str(), -1, SQLITE_TRANSIENT);
  const int code = ::sqlite3_step(statement);
  Result<void> copied;
  if (code != SQLITE_DONE) copied = fail(connection.error(code));
  connection.give_back(*slot);
  return copied;
}

/// A copy that is whole or not there at all, private like the file itself.
Result<void> back_up(DatabaseConnection& connection, std::int64_t version) {
  const std::string target = fmt::format("{}.backup-v{}", connection.path().string(), version);
  const std::string unfinished = target + ".unfinished";
  ::unlink(unfinished.c_str());
  ORCHARD_TRY(const FileDescriptor fd, open_file(unfinished, O_RDWR | O_CREAT | O_EXCL));
  auto copied = copy_into(connection, unfinished);
  if (copied && ::fsync(fd.get()) != 0)
    copied = fail(errno_error(errno, "Could not write the backup", unfinished));
  if (copied && ::rename(unfinished.c_str(), target.c_str()) != 0)
    copied = fail(errno_error(errno, "Could not write the backup", target));
  if (!copied) ::unlink(unfinished.c_str());
  return copied;
}

Result<void> check_references(DatabaseConnection& connection) {
  ORCHARD_TRY(const auto dangling,
              connection.query_integer("SELECT count(*) FROM pragma_foreign_key_check"));
  if (dangling != 0)
    return fail(ErrorCode::internal, fmt::format("{} rows of '{}' would refer to nothing.",
                                                 dangling, connection.path().string()));
  return {};
}

Result<void> apply(DatabaseConnection& connection, const Migration& migration) {
  auto applied = connection.execute_script(migration.sql);
  if (applied) applied = check_references(connection);
  if (applied) return {};
  return fail(std::move(applied).error().with_context(
      fmt::format("format {}, {}", migration.version, migration.name)));
}

Result<void> apply_newer(DatabaseConnection& connection, std::int32_t application_id,
                         std::int64_t version, std::span<const Migration> migrations) {
  ORCHARD_CHECK(connection.execute_script("BEGIN IMMEDIATE"));
  for (const Migration& migration : migrations)
    if (migration.version > version) ORCHARD_CHECK(apply(connection, migration));
  return connection.execute_script(
      fmt::format("PRAGMA application_id={}; PRAGMA user_version={}; COMMIT", application_id,
                  latest_of(migrations)));
}

Error not_migrated(const DatabaseConnection& connection) {
  return {ErrorCode::busy,
          fmt::format("The database '{}' is not brought up to date yet, try again.",
                      connection.path().string()),
          {}};
}

}  // namespace

Result<void> check_version(DatabaseConnection& connection, std::int32_t application_id,
                           std::span<const Migration> migrations) {
  const std::int64_t latest = latest_of(migrations);
  ORCHARD_TRY(const std::int64_t version, read_version(connection, application_id, latest));
  if (version != latest) return fail(not_migrated(connection));
  return {};
}

Result<void> check_migrated(DatabaseConnection& connection, std::int32_t application_id,
                            std::span<const Migration> migrations) {
  ORCHARD_CHECK(check_version(connection, application_id, migrations));
  ORCHARD_TRY(const auto mode, connection.query_text("PRAGMA journal_mode"));
  if (mode != "wal") return fail(not_migrated(connection));
  return {};
}

Result<void> migrate(DatabaseConnection& connection, std::int32_t application_id,
                     std::span<const Migration> migrations) {
  const std::int64_t latest = latest_of(migrations);
  ORCHARD_TRY(const std::int64_t version, read_version(connection, application_id, latest));
  ORCHARD_CHECK(switch_to_wal(connection));
  if (version == latest) return {};
  if (version > 0) ORCHARD_CHECK(back_up(connection, version));
  // Rebuilding a table, the only way to alter some, must not delete the rows that refer to it.
  ORCHARD_CHECK(connection.execute_script("PRAGMA foreign_keys=OFF"));
  auto applied = apply_newer(connection, application_id, version, migrations);
  if (applied) return {};
  if (::sqlite3_get_autocommit(connection.handle()) == 0)
    ::sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  return fail(std::move(applied).error().with_context(
      fmt::format("bringing the database from format {} to {}", version, latest)));
}

}  // namespace orchard::core
