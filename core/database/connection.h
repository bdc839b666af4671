#pragma once

#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

namespace orchard::core {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { ::sqlite3_finalize(statement); }
};

/// A prepared statement and whether somebody uses it now.
struct StatementSlot {
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement;
  bool leased = false;
};

/// The SQLite handle, its cache of statements and the wording of its errors. Owned by a Database at
/// a fixed address, so that statements and transactions survive a move of the Database.
class DatabaseConnection {
 public:
  /// Opens a file that exists. Errors as those of Database::open.
  [[nodiscard]] static Result<std::unique_ptr<DatabaseConnection>> open(
      const std::filesystem::path& path);
  /// Makes and writes nothing. Where the file has a log, the index of the log must stand beside it.
  [[nodiscard]] static Result<std::unique_ptr<DatabaseConnection>> open_read_only(
      const std::filesystem::path& path);
  /// The same, as if nobody else could write the file either: without locks, and without a look
  /// into the log.
  [[nodiscard]] static Result<std::unique_ptr<DatabaseConnection>> open_immutable(
      const std::filesystem::path& path);
  ~DatabaseConnection();
  DatabaseConnection(const DatabaseConnection&) = delete;
  DatabaseConnection& operator=(const DatabaseConnection&) = delete;

  /// Before the first read: from then on no other connection has the file open, so that the index
  /// of the log lies in memory instead of a file, and nothing is written when this one closes.
  [[nodiscard]] Result<void> stay_alone();
  /// For locks that other processes hold; 5 s when not told otherwise.
  void wait_at_most(std::chrono::milliseconds patience);

  [[nodiscard]] Result<StatementSlot*> lease(std::string_view sql);
  void give_back(StatementSlot& slot);
  [[nodiscard]] Result<void> execute_script(std::string_view sql);
  /// Statements that are ready are prepared anew where that matters.
  void run_triggers(bool run);
  /// The first column of the first row, 0 or empty without a row.
  [[nodiscard]] Result<std::int64_t> query_integer(std::string_view sql);
  [[nodiscard]] Result<std::string> query_text(std::string_view sql);
  /// The handle's latest error, as a sentence that names the file.
  [[nodiscard]] Error error(int code) const;

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit DatabaseConnection(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] static Result<std::unique_ptr<DatabaseConnection>> open_named(
      const std::filesystem::path& path, const std::string& name, int flags);
  [[nodiscard]] Result<StatementSlot> prepare(std::string_view sql);

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, StatementSlot, TextHash, std::equal_to<>> cache_;
  /// Statements whose text was on lease already; they end with their lease.
  std::vector<std::unique_ptr<StatementSlot>> extra_;
};

}  // namespace orchard::core
