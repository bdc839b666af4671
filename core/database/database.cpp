#include "core/database/database.h"

#include "core/database/connection.h"
#include "core/database/migrate.h"
#include "core/io/file.h"
#include "core/io/file_lock.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace orchard::core {
namespace {

/// Long enough for another process's backup and migration of a large file.
constexpr std::chrono::milliseconds kOpenPatience{60000};

Result<FileLock> lock_opening(const std::filesystem::path& path) {
  auto lock = FileLock::acquire(path.string() + ".lock", kOpenPatience);
  if (!lock && lock.error().code == ErrorCode::timed_out)
    return fail(ErrorCode::busy,
                fmt::format("The database '{}' is being opened or migrated by another process, try "
                            "again.",
                            path.string()));
  return lock;
}

/// Makes the file private whatever the umask; SQLite gives its side files the same mode. A file
/// that exists is never opened here: closing it would drop this process's locks on it.
Result<void> make_private_file(const std::filesystem::path& path) {
  const auto made = open_file(path, O_RDWR | O_CREAT | O_EXCL);
  if (!made && made.error().code != ErrorCode::already_exists) return fail(made.error());
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    return fail(errno_error(errno, "Could not open the database", path));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorCode::io,
                fmt::format("The database '{}' is not a file, move it away.", path.string()));
  if ((status.st_mode & 0777U) != 0600 && ::chmod(path.c_str(), 0600) != 0)
    return fail(errno_error(errno, "Could not make the database private", path));
  return {};
}

/// In WAL mode a power cut may take the last commits, never a part of one. So migrations need not
/// wait for the disk one by one either.
Result<void> sync_at_checkpoints(DatabaseConnection& connection) {
  return connection.execute_script("PRAGMA synchronous=NORMAL");
}

Result<void> put_pragmas(DatabaseConnection& connection) {
  return connection.execute_script("PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;");
}

Result<std::unique_ptr<DatabaseConnection>> open_alone(const std::filesystem::path& path) {
  ORCHARD_TRY(auto connection, DatabaseConnection::open(path));
  ORCHARD_CHECK(connection->stay_alone());
  return connection;
}

/// Whether commits stand in the log that the database itself does not hold yet.
bool has_log(const std::filesystem::path& path) {
  struct stat status {};
  return ::stat((path.string() + "-wal").c_str(), &status) != 0 ? errno != ENOENT
                                                                : status.st_size > 0;
}

}  // namespace

Result<Database> Database::open(const std::filesystem::path& path, OpenMode mode,
                                std::int32_t application_id,
                                std::span<const Migration> migrations) {
  ORCHARD_TRY(const FileLock lock, lock_opening(path));
  ORCHARD_CHECK(make_private_file(path));
  ORCHARD_TRY(auto connection, DatabaseConnection::open(path));
  ORCHARD_CHECK(sync_at_checkpoints(*connection));
  ORCHARD_CHECK(migrate(*connection, application_id, migrations));
  ORCHARD_CHECK(put_pragmas(*connection));
  if (mode == OpenMode::read_only)
    ORCHARD_CHECK(connection->execute_script("PRAGMA query_only=ON"));
  return Database(std::move(connection));
}

Result<Database> Database::open_at_once(const std::filesystem::path& path,
                                        std::int32_t application_id,
                                        std::span<const Migration> migrations,
                                        std::chrono::milliseconds patience) {
  ORCHARD_TRY(auto connection, DatabaseConnection::open(path));
  connection->wait_at_most(patience);
  ORCHARD_CHECK(check_migrated(*connection, application_id, migrations));
  ORCHARD_CHECK(sync_at_checkpoints(*connection));
  ORCHARD_CHECK(put_pragmas(*connection));
  return Database(std::move(connection));
}

Result<Database> Database::open_frozen(const std::filesystem::path& path,
                                       std::int32_t application_id,
                                       std::span<const Migration> migrations) {
  // Where the lock file cannot be made, nobody makes or migrates the database meanwhile.
  const auto lock = lock_opening(path);
  if (!lock && lock.error().code == ErrorCode::busy) return fail(lock.error());
  const auto checked = [&](auto connection) {
    if (connection)
      if (auto version = check_version(**connection, application_id, migrations); !version)
        connection = fail(std::move(version).error());
    return connection;
  };
  auto connection = checked(open_alone(path));
  if (!connection && connection.error().code != ErrorCode::busy)
    connection = checked(has_log(path) ? DatabaseConnection::open_read_only(path)
                                       : DatabaseConnection::open_immutable(path));
  if (!connection) return fail(std::move(connection).error());
  ORCHARD_CHECK(put_pragmas(**connection));
  ORCHARD_CHECK((*connection)->execute_script("PRAGMA query_only=ON"));
  return Database(std::move(*connection));
}

Database::Database(std::unique_ptr<DatabaseConnection> connection)
    : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Statement> Database::prepare(std::string_view sql) {
  ORCHARD_TRY(StatementSlot * slot, connection_->lease(sql));
  return Statement(*connection_, *slot);
}

Result<void> Database::execute_script(std::string_view sql) {
  return connection_->execute_script(sql);
}

Result<Transaction> Database::begin() {
  ORCHARD_CHECK(execute("BEGIN IMMEDIATE"));
  return Transaction(*connection_);
}

std::int64_t Database::last_insert_rowid() const {
  return ::sqlite3_last_insert_rowid(connection_->handle());
}

std::int64_t Database::changes() const {
  return ::sqlite3_changes64(connection_->handle());
}

Result<std::int64_t> Database::data_version() {
  ORCHARD_TRY(Statement statement, prepare("PRAGMA data_version"));
  ORCHARD_CHECK(statement.step());
  return statement.integer(0);
}

Result<std::string> Database::check_integrity() {
  ORCHARD_TRY(Statement statement, prepare("PRAGMA integrity_check(1)"));
  const auto row = statement.step();
  if (!row && row.error().code == ErrorCode::corrupt) return row.error().message;
  if (!row) return fail(row.error());
  const std::string verdict = statement.text(0);
  return verdict == "ok" ? std::string() : verdict;
}

TriggerPause::TriggerPause(Database& database) : connection_(*database.connection_) {
  connection_.run_triggers(false);
}

TriggerPause::~TriggerPause() {
  connection_.run_triggers(true);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  // Some errors (a full disk) have rolled it back already.
  if (connection_ != nullptr && ::sqlite3_get_autocommit(connection_->handle()) == 0)
    ::sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
  ORCHARD_CHECK(connection_->execute_script("COMMIT"));
  connection_ = nullptr;
  return {};
}

}  // namespace orchard::core
