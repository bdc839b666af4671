#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3_stmt;

namespace orchard::core {

class DatabaseConnection;
struct StatementSlot;

enum class OpenMode { read_write, read_only };

/// One step of the schema's history. Never edited once shipped.
struct Migration {
  int version;  ///< 1, 2, 3, …
  std::string_view name;
  std::string_view sql;
};

/// A prepared statement on lease from its Database: bind, step, read columns. It resets itself when
/// it is done, failed or destroyed; bound values stay until bound anew. Used by the Database's
/// thread only and never outlives it.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Parameters count from 1. Text is copied and may hold zero bytes. An optional without value
  /// binds NULL. Binding while a row is there begins anew. A parameter that does not exist surfaces
  /// as an error of step().
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view value);
  Statement& bind_null(int index);
  Statement& bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
  Statement& bind(int index, bool value) { return bind(index, static_cast<std::int64_t>(value)); }
  Statement& bind(int index, const char* value) { return bind(index, std::string_view(value)); }
  Statement& bind(int index, const std::string& value) {
    return bind(index, std::string_view(value));
  }
  template <class T>
  Statement& bind(int index, const std::optional<T>& value) {
    return value ? bind(index, *value) : bind_null(index);
  }
  /// Binds all parameters in order, starting at 1.
  template <class... Values>
  Statement& bind_all(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  /// True: a row is there. False: done, and the next step begins anew. Errors: busy, io (disk full
  /// is io), corrupt, already_exists (a UNIQUE constraint), permission_denied (opened read-only),
  /// internal.
  [[nodiscard]] Result<bool> step();
  /// Steps to the end, ignoring rows.
  [[nodiscard]] Result<void> run();
  /// Calls `on_row(*this)` for every row.
  template <class OnRow>
  [[nodiscard]] Result<void> each(OnRow&& on_row) {
    while (true) {
      auto row = step();
      if (!row) return tl::unexpected(std::move(row).error());
      if (!*row) return {};
      on_row(*this);
    }
  }

  /// Columns count from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] std::optional<double> optional_real(int column) const;

 private:
  friend class Database;
  Statement(DatabaseConnection& connection, StatementSlot& slot);
  void note_bind(int code);
  [[nodiscard]] sqlite3_stmt* ready_to_bind();

  DatabaseConnection* connection_;
  StatementSlot* slot_;  ///< null once moved from
  int bind_error_ = 0;
};

/// A transaction begun IMMEDIATE; rolled back on destruction unless committed.
class Transaction {
 public:
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  [[nodiscard]] Result<void> commit();

 private:
  friend class Database;
  explicit Transaction(DatabaseConnection& connection) : connection_(&connection) {}
  DatabaseConnection* connection_;  ///< null once committed or moved from
};

class Database;

/// While it lives, no trigger runs for what its database's connection changes: for whoever brings
/// up to date by hand, many at once, what the triggers would.
class TriggerPause {
 public:
  explicit TriggerPause(Database& database);
  TriggerPause(const TriggerPause&) = delete;
  TriggerPause& operator=(const TriggerPause&) = delete;
  ~TriggerPause();

 private:
  DatabaseConnection& connection_;
};

/// One SQLite connection in WAL mode with a cache of prepared statements. Used by one thread at a
/// time; open one per thread. Several processes may have the same file open. Nothing else may open
/// the file: closing any descriptor of it would drop this process's locks on it.
class Database {
 public:
  /// Opens or makes `path` (0600); its folder must exist. Opening, switching to WAL and migrating
  /// happen in both modes, under the lock file `<path>.lock`, so any number of processes may open a
  /// fresh file at once. Before the first migration of an existing file a copy `<path>.backup-v<N>`
  /// is made, N being its version. `migrations` ascend. Errors: corrupt (not our file), unsupported
  /// (written by a newer Orchard), busy, not_found, permission_denied, io.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, OpenMode mode,
                                             std::int32_t application_id,
                                             std::span<const Migration> migrations);
  /// For whoever must answer at once: neither waits, nor makes, switches or migrates a file. Each
  /// statement then waits `patience` at most for other processes. Errors: busy when the file is not
  /// as these migrations leave it, and those of open().
  [[nodiscard]] static Result<Database> open_at_once(const std::filesystem::path& path,
                                                     std::int32_t application_id,
                                                     std::span<const Migration> migrations,
                                                     std::chrono::milliseconds patience);

  /// For whoever only looks where open() cannot, because nothing more can be written: what was
  /// committed last, without a byte that is written. While it lives nobody else can open a file
  /// that may be written; one that may not be is taken to stay as it is. Errors: busy when another
  /// process has it open or it is not as these migrations leave it, and those of open().
  [[nodiscard]] static Result<Database> open_frozen(const std::filesystem::path& path,
                                                    std::int32_t application_id,
                                                    std::span<const Migration> migrations);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// One statement; what is built at run time should be rare, for every text stays in the cache.
  /// A text that is on lease already is prepared afresh. Errors: internal for bad SQL, busy.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  /// prepare + bind_all + run.
  template <class... Values>
  [[nodiscard]] Result<void> execute(std::string_view sql, const Values&... values) {
    auto statement = prepare(sql);
    if (!statement) return tl::unexpected(std::move(statement).error());
    statement->bind_all(values...);
    return statement->run();
  }
  /// Runs several statements without parameters.
  [[nodiscard]] Result<void> execute_script(std::string_view sql);
  [[nodiscard]] Result<Transaction> begin();

  [[nodiscard]] std::int64_t last_insert_rowid() const;
  [[nodiscard]] std::int64_t changes() const;
  /// Changes whenever any other connection commits (PRAGMA data_version).
  [[nodiscard]] Result<std::int64_t> data_version();
  /// Empty when the file is sound, else the first problem. Slow on large files.
  [[nodiscard]] Result<std::string> check_integrity();

 private:
  friend class TriggerPause;
  explicit Database(std::unique_ptr<DatabaseConnection> connection);
  std::unique_ptr<DatabaseConnection> connection_;
};

}  // namespace orchard::core
