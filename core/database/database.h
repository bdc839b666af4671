#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace orchard::core {

enum class OpenMode { read_write, read_only };

/// One step of the schema's history. Never edited once shipped.
struct Migration {
  int version;  ///< 1, 2, 3, …
  std::string_view name;
  std::string_view sql;
};

class Database;

/// A prepared statement on lease from its Database: bind, step, read columns; resets itself when
/// destroyed. Used by the Database's thread only and never outlives it.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Parameters count from 1. Text is copied. An optional without value binds NULL.
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

  /// True: a row is there. False: done. Errors: busy, io (disk full is io), corrupt, internal.
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
  Statement(Database& database, sqlite3_stmt* statement);
  Database* database_;
  sqlite3_stmt* statement_;
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
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// One SQLite connection in WAL mode with a cache of prepared statements. Used by one thread at a
/// time; open one per thread. Several processes may have the same file open.
class Database {
 public:
  /// Opens or makes `path` (0600). Opening, switching to WAL and migrating happen under a lock file
  /// beside it, so any number of processes may open a fresh file at once. A backup is taken before
  /// the first migration of an existing file. Errors: corrupt (not our file), unsupported (written
  /// by a newer Orchard), busy, permission_denied, io.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, OpenMode mode,
                                             std::int32_t application_id,
                                             std::span<const Migration> migrations);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// `sql` must be a literal (or live as long as the Database): the cache is keyed by its text.
  /// A statement may be on lease once at a time. Errors: internal for bad SQL.
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
  friend class Statement;
  friend class Transaction;
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace orchard::core
