#include "metrics/recorder/keys.h"
#include "metrics/recorder/write_facts.h"
#include "metrics/schema/columns.h"

namespace orchard::metrics {

using core::Database;
using core::Result;

namespace {

Result<void> write_turn_total(Database& database, std::int64_t launched_as,
                              const core::ProcessTotals& fact) {
  ORCHARD_TRY(const std::int64_t session,
              session_key(database, fact.session.value_or(fact.launched_as)));
  ORCHARD_TRY(const auto turn, turn_key(database, session, fact.turn));
  return database.execute(
      "INSERT INTO turn_total (launched_as, process, mark, session, turn, reported, at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
      "reported = MAX(reported, excluded.reported), at = MAX(at, excluded.at)",
      launched_as, fact.process, fact.turn ? fact.turn->value : std::string(), session, turn,
      fact.reported.nano_dollars, micros(fact.at));
}

}  // namespace

Result<void> write(Database& database, const core::ProcessTotals& fact) {
  ORCHARD_TRY(const std::int64_t session, session_key(database, fact.launched_as));
  ORCHARD_CHECK(write_turn_total(database, session, fact));
  ORCHARD_CHECK(database.execute(
      "INSERT INTO process_total (launched_as, process, reported, at) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO UPDATE SET reported = MAX(reported, excluded.reported), "
      "at = MAX(at, excluded.at)",
      session, fact.process, fact.reported.nano_dollars, micros(fact.at)));
  for (const auto& total : fact.models) {
    ORCHARD_TRY(const std::int64_t model, model_key(database, total.model));
    ORCHARD_CHECK(database.execute(
        "INSERT INTO process_model_total "
        "(launched_as, process, model, input, output, cache_write, cache_read, reported) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET "
        "input = MAX(input, excluded.input), output = MAX(output, excluded.output), "
        "cache_write = MAX(cache_write, excluded.cache_write), "
        "cache_read = MAX(cache_read, excluded.cache_read), "
        "reported = MAX(reported, excluded.reported)",
        session, fact.process, model, total.usage.input, total.usage.output,
        total.usage.cache_write(), total.usage.cache_read, total.reported.nano_dollars));
  }
  return {};
}

Result<void> write(Database& database, const core::ProcessEnded& fact) {
  ORCHARD_TRY(const std::int64_t session, session_key(database, fact.launched_as));
  // Who started the process knows its exit code, whoever finds it gone does not.
  return database.execute(
      "INSERT INTO process_end (launched_as, process, exit_code, last_error, at) "
      "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "
      "exit_code = COALESCE(exit_code, excluded.exit_code), "
      "last_error = CASE WHEN last_error = '' THEN excluded.last_error ELSE last_error END, "
      "at = MIN(at, excluded.at)",
      session, fact.process, fact.exit_code, clean(fact.last_error), micros(fact.at));
}

}  // namespace orchard::metrics
