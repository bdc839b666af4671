#include "core/database/connection.h"
#include "core/database/database.h"

#include <utility>

namespace orchard::core {

Statement::Statement(DatabaseConnection& connection, StatementSlot& slot)
    : connection_(&connection), slot_(&slot) {}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      slot_(std::exchange(other.slot_, nullptr)),
      bind_error_(other.bind_error_) {}

Statement::~Statement() {
  if (slot_ != nullptr) connection_->give_back(*slot_);
}

void Statement::note_bind(int code) {
  if (code != SQLITE_OK && bind_error_ == SQLITE_OK) bind_error_ = code;
}

sqlite3_stmt* Statement::ready_to_bind() {
  sqlite3_stmt* statement = slot_->statement.get();
  if (::sqlite3_stmt_busy(statement) != 0) ::sqlite3_reset(statement);
  return statement;
}

Statement& Statement::bind(int index, std::int64_t value) {
  note_bind(::sqlite3_bind_int64(ready_to_bind(), index, value));
  return *this;
}

Statement& Statement::bind(int index, double value) {
  note_bind(::sqlite3_bind_double(ready_to_bind(), index, value));
  return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
  // SQLite takes a null pointer for NULL, but an empty view is an empty text.
  const char* data = value.data() != nullptr ? value.data() : "";
  note_bind(::sqlite3_bind_text64(ready_to_bind(), index, data, value.size(), SQLITE_TRANSIENT,
                                  SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null(int index) {
  note_bind(::sqlite3_bind_null(ready_to_bind(), index));
  return *this;
}

Result<bool> Statement::step() {
  sqlite3_stmt* statement = slot_->statement.get();
  if (const int code = std::exchange(bind_error_, SQLITE_OK); code != SQLITE_OK)
    return fail(ErrorCode::internal, "A value could not be bound to the statement '" +
                                         std::string(::sqlite3_sql(statement)) +
                                         "': " + ::sqlite3_errstr(code) + ".");
  const int code = ::sqlite3_step(statement);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    ::sqlite3_reset(statement);
    return false;
  }
  Error error = connection_->error(code);
  ::sqlite3_reset(statement);
  return fail(std::move(error));
}

Result<void> Statement::run() {
  return each([](const Statement&) {});
}

std::int64_t Statement::integer(int column) const {
  return ::sqlite3_column_int64(slot_->statement.get(), column);
}

double Statement::real(int column) const {
  return ::sqlite3_column_double(slot_->statement.get(), column);
}

std::string Statement::text(int column) const {
  sqlite3_stmt* statement = slot_->statement.get();
  const auto* data = ::sqlite3_column_text(statement, column);
  if (data == nullptr) return {};
  const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement, column));
  return {reinterpret_cast<const char*>(data), size};
}

bool Statement::is_null(int column) const {
  return ::sqlite3_column_type(slot_->statement.get(), column) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Statement::optional_text(int column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

std::optional<double> Statement::optional_real(int column) const {
  return is_null(column) ? std::nullopt : std::optional(real(column));
}

}  // namespace orchard::core
