#include "metrics/calendar/wall_clock.h"
#include "metrics/query/first_line.h"
#include "metrics/rows/row_reader.h"

#include <algorithm>
#include <optional>
#include <string>

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kBegun =
    "SELECT session, turns, ended - began FROM session_total WHERE began >= ?1 AND began < ?2 "
    "ORDER BY began DESC, session DESC";

constexpr std::string_view kEnded =
    "SELECT session, turns FROM session_total WHERE ended >= ?1 AND ended < ?2 "
    "ORDER BY ended DESC, session DESC";

constexpr std::string_view kActive =
    "SELECT session, COUNT(*), MAX(COALESCE(started_at, finished_at)) AS newest FROM turn "
    "WHERE COALESCE(started_at, finished_at) >= ?1 AND COALESCE(started_at, finished_at) < ?2 "
    "GROUP BY session ORDER BY newest DESC, session DESC";

// One session with everything that was ever spent in it.
constexpr std::string_view kSession =
    "SELECT s.id, w.name, r.name, w.status, t.began, t.ended, t.turns, t.ok, t.error, "
    "t.interrupted, t.outcome, COALESCE(SUM(u.calls), 0), COALESCE(SUM(u.input + u.output + "
    "u.cache_write_5m + u.cache_write_1h + u.cache_read), 0), COALESCE(SUM(u.cost), 0), "
    "(SELECT prompt FROM turn WHERE session = s.key AND prompt <> '' ORDER BY started_at LIMIT 1) "
    "FROM session s JOIN session_total t ON t.session = s.key "
    "LEFT JOIN workspace w ON w.key = s.workspace LEFT JOIN repository r ON r.key = w.repository "
    "LEFT JOIN usage_session_day u ON u.session = s.key WHERE s.key = ?1 GROUP BY s.key";

constexpr std::string_view kTurns =
    "SELECT t.session, s.id, w.name, r.name, COALESCE(t.started_at, t.finished_at), t.finished_at, "
    "t.outcome, t.duration, t.prompt, t.id, t.error FROM turn t JOIN session s ON s.key = "
    "t.session "
    "LEFT JOIN workspace w ON w.key = s.workspace LEFT JOIN repository r ON r.key = w.repository "
    "WHERE COALESCE(t.started_at, t.finished_at) >= ?1 "
    "AND COALESCE(t.started_at, t.finished_at) < ?2 "
    "ORDER BY COALESCE(t.started_at, t.finished_at) DESC, t.session DESC";

bool is_chosen(const RowChoice& choice, std::int64_t turns) {
  return turns >= choice.least_turns.value_or(turns) && turns <= choice.most_turns.value_or(turns);
}

/// Of a row of kBegun: counted as the figure of session durations counts.
bool took_as_long(const RowChoice& choice, const Statement& row) {
  if (!choice.longer_than && !choice.at_most) return true;
  if (row.is_null(2)) return false;
  const core::Duration took(std::max<std::int64_t>(0, row.integer(2)));
  return (!choice.longer_than || took > *choice.longer_than) &&
         (!choice.at_most || took <= *choice.at_most);
}

Result<FigureTable> read_sessions(Database& database, std::string_view sql,
                                  const RowQuestion& question) {
  FigureTable table;
  table.columns = {{"session"},
                   {"title"},
                   {"workspace"},
                   {"repository"},
                   {"workspace_status"},
                   {"began", Unit::time},
                   {"ended", Unit::time},
                   {"turns", Unit::count},
                   {"turns_ok", Unit::count},
                   {"turns_error", Unit::count},
                   {"turns_interrupted", Unit::count},
                   {"outcome"},
                   {"api_calls", Unit::count},
                   {"tokens", Unit::tokens},
                   {"cost_usd", Unit::dollars}};
  ORCHARD_TRY(Statement session, database.prepare(kSession));
  std::optional<std::int64_t> only;
  if (!question.choice.session.empty()) {
    ORCHARD_TRY(Statement key, database.prepare("SELECT key FROM session WHERE id = ?1"));
    key.bind(1, question.choice.session);
    only = 0;
    ORCHARD_CHECK(key.each([&](const Statement& row) { only = row.integer(0); }));
  }
  std::vector<std::int64_t> keys;
  ORCHARD_CHECK(read_rows(database, sql, question, [&](const Statement& row) {
    const std::int64_t key = row.integer(0);
    if (!question.has_session(key) || key != only.value_or(key)) return false;
    if (!is_chosen(question.choice, row.integer(1))) return false;
    if (sql == kBegun && !took_as_long(question.choice, row)) return false;
    keys.push_back(key);
    return true;
  }));
  for (const std::int64_t key : keys) {
    session.bind(1, key);
    ORCHARD_CHECK(session.each([&](const Statement& row) {
      table.add_row(row.text(0), first_line(row.text(14), 200), text_cell(row, 1),
                    text_cell(row, 2), text_cell(row, 3), time_cell(row, 4), time_cell(row, 5),
                    row.integer(6), row.integer(7), row.integer(8), row.integer(9),
                    text_cell(row, 10), row.integer(11), row.integer(12),
                    core::Cost{row.integer(13)});
    }));
  }
  return table;
}

}  // namespace

Result<FigureTable> read_sessions_begun(Database& database, const RowQuestion& question) {
  return read_sessions(database, kBegun, question);
}

Result<FigureTable> read_sessions_ended(Database& database, const RowQuestion& question) {
  return read_sessions(database, kEnded, question);
}

Result<FigureTable> read_sessions_active(Database& database, const RowQuestion& question) {
  return read_sessions(database, kActive, question);
}

Result<FigureTable> read_turns(Database& database, const RowQuestion& question) {
  const RowChoice& choice = question.choice;
  std::optional<WallClock> clock;
  if (choice.local != nullptr && (choice.weekday || choice.hour)) clock.emplace(*choice.local);
  const auto is_at_that_time = [&](core::Timestamp began) {
    if (!clock) return true;
    const WallClock::Reading shown = clock->read(began);
    return shown.weekday == choice.weekday.value_or(shown.weekday) &&
           shown.hour == choice.hour.value_or(shown.hour);
  };
  FigureTable table;
  table.columns = {{"began", Unit::time},
                   {"ended", Unit::time},
                   {"duration", Unit::duration},
                   {"outcome"},
                   {"prompt"},
                   {"error"},
                   {"workspace"},
                   {"repository"},
                   {"session"},
                   {"turn"}};
  ORCHARD_CHECK(read_rows(database, kTurns, question, [&](const Statement& row) {
    if (!question.has_session(row.integer(0)) || !question.is_chosen(row.text(1))) return false;
    if (!is_at_that_time(timestamp(row.integer(4)))) return false;
    table.add_row(time_cell(row, 4), time_cell(row, 5), core::Duration(row.integer(7)),
                  text_cell(row, 6), first_line(row.text(8), 200), row.text(10), text_cell(row, 2),
                  text_cell(row, 3), row.text(1), row.text(9));
    return true;
  }));
  return table;
}

}  // namespace orchard::metrics
