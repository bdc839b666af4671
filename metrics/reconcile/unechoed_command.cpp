#include "metrics/reconcile/unechoed_command.h"

#include "metrics/schema/columns.h"

#include <string>

namespace orchard::metrics {

using core::Result;

namespace {

// The turn as long as nobody's message is known to have begun it.
constexpr std::string_view kNamelessTurn =
    "SELECT place FROM turn WHERE key = ?1 AND started_at IS NOT NULL AND prompt = '' "
    "AND from_background_task = 0 AND NOT EXISTS (SELECT 1 FROM message m "
    "  WHERE m.turn = ?1 AND m.kind = 'user' AND m.parent IS NULL)";

// Messages are read in the order they were sent: the oldest one of the conversation.
constexpr std::string_view kOldestUnread =
    "SELECT o.uuid, o.text FROM outbox o JOIN session os ON os.key = o.session "
    "JOIN session ts ON ts.key = ?1 WHERE o.acknowledged_at IS NULL AND o.at <= ?2 "
    "AND COALESCE(os.launched_as, os.key) = COALESCE(ts.launched_as, ts.key) "
    "ORDER BY o.at, o.key LIMIT 1";

/// "/name" of a text that is a command; empty for any other.
std::string command_name(const std::string& text) {
  if (text.size() < 2 || text[0] != '/') return {};
  std::string name = text.substr(0, text.find_first_of(" \t\r\n"));
  return name.find('/', 1) == std::string::npos ? name : std::string();
}

}  // namespace

Result<void> acknowledge_unechoed_command(core::Database& database, std::int64_t session,
                                          std::int64_t turn, core::Timestamp finished) {
  ORCHARD_TRY(const auto place, find_integer(database, kNamelessTurn, turn));
  if (!place) return {};
  std::string uuid;
  std::string text;
  {
    ORCHARD_TRY(core::Statement oldest, database.prepare(kOldestUnread));
    oldest.bind_all(session, micros(finished));
    ORCHARD_TRY(const bool found, oldest.step());
    if (!found) return {};
    uuid = oldest.text(0);
    text = oldest.text(1);
  }
  const std::string name = command_name(text);
  if (name.empty()) return {};
  ORCHARD_CHECK(database.execute("UPDATE outbox SET acknowledged_at = ?2 WHERE uuid = ?1", uuid,
                                 micros(finished)));
  ORCHARD_CHECK(database.execute("UPDATE turn SET prompt = ?2 WHERE key = ?1", turn, text));
  ORCHARD_CHECK(
      database.execute("INSERT INTO message (session, id, part, place, turn, kind, text, at) "
                       "SELECT ?1, ?2, 0, ?3, key, 'user', ?5, started_at FROM turn WHERE key = ?4 "
                       "ON CONFLICT DO NOTHING",
                       session, uuid, *place, turn, text));
  return database.execute(
      "INSERT INTO slash_command_use (session, message, name, at) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO NOTHING",
      session, uuid, name, micros(finished));
}

}  // namespace orchard::metrics
