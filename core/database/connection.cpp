#include "core/database/connection.h"

#include "core/io/file.h"

#include <functional>
#include <utility>

#include <fmt/format.h>

namespace orchard::core {
namespace {

constexpr int kBusyTimeoutMs = 5000;

/// Nobody asks SQLite how much memory it holds, and counting takes a lock at each allocation.
void keep_no_memory_statistics() {
  static const int configured = ::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);  // an SQLite that was used before goes on counting
}

bool is_blank(const char* text) {
  return std::string_view(text).find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

/// RFC 3986: what is no letter, digit or one of "-._~/" stands as its hexadecimal number.
std::string uri_of(const std::filesystem::path& path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string uri = path.is_absolute() ? "file://" : "file:";
  for (const char c : path.string()) {
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_word || kPlain.find(c) != std::string_view::npos)
      uri += c;
    else
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

}  // namespace

Result<std::unique_ptr<DatabaseConnection>> DatabaseConnection::open(
    const std::filesystem::path& path) {
  return open_named(path, path.string(), SQLITE_OPEN_READWRITE);
}

Result<std::unique_ptr<DatabaseConnection>> DatabaseConnection::open_read_only(
    const std::filesystem::path& path) {
  return open_named(path, path.string(), SQLITE_OPEN_READONLY);
}

Result<std::unique_ptr<DatabaseConnection>> DatabaseConnection::open_immutable(
    const std::filesystem::path& path) {
  return open_named(path, uri_of(path) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

Result<std::unique_ptr<DatabaseConnection>> DatabaseConnection::open_named(
    const std::filesystem::path& path, const std::string& name, int flags) {
  keep_no_memory_statistics();
  std::unique_ptr<DatabaseConnection> connection(new DatabaseConnection(path));
  const int code =
      ::sqlite3_open_v2(name.c_str(), &connection->handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) return fail(connection->error(code));
  ::sqlite3_extended_result_codes(connection->handle_, 1);
  ::sqlite3_busy_timeout(connection->handle_, kBusyTimeoutMs);
  ::sqlite3_db_config(connection->handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_db_config(connection->handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return connection;
}

Result<void> DatabaseConnection::stay_alone() {
  ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return execute_script("PRAGMA locking_mode=EXCLUSIVE");
}

void DatabaseConnection::wait_at_most(std::chrono::milliseconds patience) {
  ::sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
}

void DatabaseConnection::run_triggers(bool run) {
  ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, run ? 1 : 0, nullptr);
}

DatabaseConnection::~DatabaseConnection() {
  cache_.clear();
  extra_.clear();
  ::sqlite3_close_v2(handle_);
}

Result<StatementSlot> DatabaseConnection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const std::string text(sql);
  const int code = ::sqlite3_prepare_v3(handle_, text.c_str(), static_cast<int>(text.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  StatementSlot slot{std::unique_ptr<sqlite3_stmt, FinalizeStatement>(statement)};
  if (code != SQLITE_OK) return fail(error(code).with_context(fmt::format("preparing '{}'", sql)));
  if (statement == nullptr || !is_blank(tail))
    return fail(ErrorCode::internal, fmt::format("'{}' is not one SQL statement.", sql));
  return slot;
}

Result<StatementSlot*> DatabaseConnection::lease(std::string_view sql) {
  auto cached = cache_.find(sql);
  if (cached != cache_.end() && cached->second.leased) {
    ORCHARD_TRY(StatementSlot slot, prepare(sql));
    extra_.push_back(std::make_unique<StatementSlot>(std::move(slot)));
    extra_.back()->leased = true;
    return extra_.back().get();
  }
  if (cached == cache_.end()) {
    ORCHARD_TRY(StatementSlot slot, prepare(sql));
    cached = cache_.emplace(sql, std::move(slot)).first;
  }
  cached->second.leased = true;
  return &cached->second;
}

void DatabaseConnection::give_back(StatementSlot& slot) {
  ::sqlite3_reset(slot.statement.get());
  ::sqlite3_clear_bindings(slot.statement.get());
  slot.leased = false;
  std::erase_if(extra_, [&](const auto& extra) { return extra.get() == &slot; });
}

Result<void> DatabaseConnection::execute_script(std::string_view sql) {
  const int code = ::sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error(code));
  return {};
}

Result<std::int64_t> DatabaseConnection::query_integer(std::string_view sql) {
  ORCHARD_TRY(const StatementSlot slot, prepare(sql));
  const int code = ::sqlite3_step(slot.statement.get());
  if (code == SQLITE_ROW) return ::sqlite3_column_int64(slot.statement.get(), 0);
  if (code == SQLITE_DONE) return 0;
  return fail(error(code));
}

Result<std::string> DatabaseConnection::query_text(std::string_view sql) {
  ORCHARD_TRY(const StatementSlot slot, prepare(sql));
  const int code = ::sqlite3_step(slot.statement.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) return fail(error(code));
  const auto* text = ::sqlite3_column_text(slot.statement.get(), 0);
  return text != nullptr ? reinterpret_cast<const char*>(text) : std::string();
}

Error DatabaseConnection::error(int code) const {
  const std::string reason = handle_ != nullptr ? ::sqlite3_errmsg(handle_) : "out of memory";
  const auto sentence = [&](ErrorCode kind, std::string_view text) {
    return Error{kind, fmt::format(fmt::runtime(text), path_.string(), reason), {}};
  };
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
    return sentence(ErrorCode::already_exists, "The database '{}' has that entry already: {}.");
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return sentence(ErrorCode::busy,
                      "The database '{}' is in use by another process, try again.");
    case SQLITE_FULL:
      return sentence(
          ErrorCode::io,
          "Could not write the database '{}': the disk is full, free some space and try "
          "again.");
    case SQLITE_CORRUPT:
      return sentence(ErrorCode::corrupt,
                      "The database '{}' is damaged ({}), put a backup in its place.");
    case SQLITE_NOTADB:
      return sentence(ErrorCode::corrupt, "'{}' is not a database, move it away.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return sentence(ErrorCode::permission_denied, "Could not write the database '{}': {}.");
    case SQLITE_CANTOPEN:
      return errno_error(handle_ != nullptr ? ::sqlite3_system_errno(handle_) : 0,
                         "Could not open the database", path_);
    case SQLITE_IOERR:
      return sentence(ErrorCode::io,
                      "Could not read or write the database '{}' ({}), check its disk and the "
                      "space on it.");
    case SQLITE_INTERRUPT:
      return sentence(ErrorCode::cancelled, "A query of the database '{}' was cancelled.");
    default:
      return sentence(ErrorCode::internal, "The database '{}' refused a statement: {}.");
  }
}

}  // namespace orchard::core
