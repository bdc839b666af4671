#include "metrics/sweep/scan/scan_ledger.h"

#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

ScanRecord read_record(const Statement& row) {
  ScanRecord record;
  record.file = {row.text(0), static_cast<std::uint64_t>(row.integer(1)),
                 static_cast<std::uint64_t>(row.integer(2)), row.integer(3)};
  record.point.offset = static_cast<std::uint64_t>(row.integer(4));
  record.point.print = row.integer(5);
  record.point.clock = {row.integer(6), row.optional_integer(7), row.integer(8), row.integer(9)};
  record.point.skipped = row.integer(10);
  record.point.due = timestamp(row.optional_integer(11));
  return record;
}

}  // namespace

Result<ScanRecords> load_scan_records(Database& database) {
  ScanRecords records;
  ORCHARD_TRY(Statement statement,
              database.prepare("SELECT path, inode, size, mtime, offset, print, message, asked_at, "
                               "record, record_at, skipped, due FROM transcript"));
  ORCHARD_CHECK(statement.each([&](const Statement& row) {
    ScanRecord record = read_record(row);
    std::string path = record.file.path;
    records.emplace(std::move(path), std::move(record));
  }));
  return records;
}

Result<std::optional<ScanRecord>> load_scan_record(Database& database, const std::string& path) {
  ORCHARD_TRY(Statement statement,
              database.prepare("SELECT path, inode, size, mtime, offset, print, message, asked_at, "
                               "record, record_at, skipped, due FROM transcript WHERE path = ?1"));
  statement.bind(1, path);
  ORCHARD_TRY(const bool found, statement.step());
  return found ? std::optional(read_record(statement)) : std::nullopt;
}

Result<void> put_scan_record(Database& database, const ScanRecord& record) {
  const AnswerClock::State& clock = record.point.clock;
  return database.execute(
      "INSERT INTO transcript (path, inode, size, mtime, offset, print, "
      "message, asked_at, "
      "record, record_at, skipped, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
      "?10, ?11, ?12) "
      "ON CONFLICT DO UPDATE SET inode = excluded.inode, size = excluded.size, "
      "mtime = excluded.mtime, offset = excluded.offset, print = "
      "excluded.print, "
      "message = excluded.message, asked_at = excluded.asked_at, record = "
      "excluded.record, "
      "record_at = excluded.record_at, skipped = excluded.skipped, due = excluded.due",
      record.file.path, static_cast<std::int64_t>(record.file.inode),
      static_cast<std::int64_t>(record.file.size), record.file.mtime,
      static_cast<std::int64_t>(record.point.offset), record.point.print, clock.message,
      clock.asked_at, clock.record, clock.record_at, record.point.skipped,
      micros(record.point.due));
}

Result<void> move_scan_record(Database& database, const std::string& from, const std::string& to) {
  return database.execute("UPDATE OR REPLACE transcript SET path = ?2 WHERE path = ?1", from, to);
}

Result<void> drop_scan_record(Database& database, const std::string& path) {
  return database.execute("DELETE FROM transcript WHERE path = ?1", path);
}

Result<void> forget_scan_points(Database& database) {
  return database.execute("UPDATE transcript SET mtime = 0, offset = 0");
}

}  // namespace orchard::metrics
