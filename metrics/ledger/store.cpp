#include "metrics/ledger/store.h"

#include "metrics/ledger/reprice.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"
#include "metrics/schema/migrations.h"

namespace orchard::metrics {

using core::Result;

Result<Store> Store::open(const std::filesystem::path& path, const PriceTable& prices) {
  ORCHARD_TRY(core::Database database,
              core::Database::open(path, core::OpenMode::read_write, kApplicationId, migrations()));
  return Store(std::move(database), prices);
}

Result<Store> Store::open_read_only(const std::filesystem::path& path, const PriceTable& prices) {
  ORCHARD_TRY(core::Database database,
              core::Database::open(path, core::OpenMode::read_only, kApplicationId, migrations()));
  return Store(std::move(database), prices);
}

Result<Store> Store::open_at_once(const std::filesystem::path& path,
                                  std::chrono::milliseconds patience, const PriceTable& prices) {
  ORCHARD_TRY(core::Database database,
              core::Database::open_at_once(path, kApplicationId, migrations(), patience));
  return Store(std::move(database), prices);
}

Result<Store> Store::open_frozen(const std::filesystem::path& path, const PriceTable& prices) {
  ORCHARD_TRY(core::Database database,
              core::Database::open_frozen(path, kApplicationId, migrations()));
  return Store(std::move(database), prices);
}

Result<LogPosition> Store::position(std::string_view log) {
  ORCHARD_TRY(core::Statement statement,
              database_.prepare("SELECT offset, state FROM log_offset WHERE log = ?1"));
  statement.bind(1, log);
  ORCHARD_TRY(const bool found, statement.step());
  LogPosition position{std::string(log), 0, {}};
  if (found) {
    position.offset = static_cast<std::uint64_t>(statement.integer(0));
    position.state = statement.text(1);
  }
  return position;
}

Result<RecordOutcome> Store::record(std::span<const core::Fact> facts,
                                    const std::optional<LogAdvance>& advance) {
  if (advance && (advance->to < advance->from || advance->log.empty()))
    return core::fail(core::ErrorCode::invalid_argument,
                      "The log " + advance->log +
                          " cannot be read backwards; start again at its recorded position.");
  ORCHARD_TRY(core::Transaction transaction, database_.begin());
  RecordOutcome outcome;
  if (advance) {
    ORCHARD_TRY(LogPosition stands, position(advance->log));
    if (stands.offset != advance->from) return RecordOutcome{false, std::move(stands)};
    outcome.position = LogPosition{advance->log, advance->to, advance->state};
  }
  if (!facts.empty()) ORCHARD_CHECK(note_prices(database_, *prices_));
  for (const core::Fact& fact : facts) ORCHARD_CHECK(write_fact(database_, *prices_, fact));
  ORCHARD_CHECK(note_changes(database_, facts));
  if (advance)
    ORCHARD_CHECK(database_.execute(
        "INSERT INTO log_offset (log, offset, state) VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO UPDATE SET offset = excluded.offset, state = excluded.state",
        advance->log, static_cast<std::int64_t>(advance->to), advance->state));
  ORCHARD_CHECK(transaction.commit());
  return outcome;
}

}  // namespace orchard::metrics
