#include "metrics/query/transcript.h"
#include "metrics/schema/columns.h"

#include <map>

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kTurns =
    "SELECT t.key, t.id, t.prompt, t.from_background_task, "
    "COALESCE(t.started_at, t.finished_at), t.finished_at, t.outcome, t.result, t.error, "
    "t.http_status, t.duration FROM session s JOIN turn t ON t.session = s.key "
    "WHERE s.id = ?1 AND (t.started_at IS NOT NULL OR t.finished_at IS NOT NULL) "
    "ORDER BY COALESCE(t.started_at, t.finished_at), COALESCE(t.place, t.finish_place)";

// Per turn and model, advisors last. A call that only a transcript told of belongs to the turn that
// ran then.
constexpr std::string_view kTurnUsage =
    "SELECT COALESCE(c.turn, (SELECT t.key FROM turn t WHERE t.session = c.session "
    "  AND t.started_at <= c.at ORDER BY t.started_at DESC LIMIT 1)), m.name, SUM(c.input), "
    "SUM(c.output), SUM(c.cache_write_5m), SUM(c.cache_write_1h), SUM(c.cache_read), SUM(c.cost) "
    "FROM session s JOIN api_call c ON c.session = s.key JOIN model m ON m.key = c.model "
    "WHERE s.id = ?1 GROUP BY 1, 2 "
    "ORDER BY MIN(c.flags & 4096), SUM(c.cost) DESC, m.name";

}  // namespace

Result<std::vector<TurnFigures>> query_turns(Store& store, const core::SessionId& session) {
  std::vector<TurnFigures> turns;
  std::map<std::int64_t, std::size_t> index_of;
  ORCHARD_TRY(Statement rows, store.database().prepare(kTurns));
  rows.bind(1, session.value);
  ORCHARD_CHECK(rows.each([&](const Statement& row) {
    index_of[row.integer(0)] = turns.size();
    TurnFigures& turn = turns.emplace_back();
    turn.id = core::TurnId(row.text(1));
    turn.number = static_cast<std::int64_t>(turns.size());
    turn.prompt = row.text(2);
    turn.from_background_task = row.integer(3) != 0;
    turn.started_at = timestamp(row.integer(4));
    turn.finished_at = timestamp(row.optional_integer(5));
    if (!row.is_null(6)) turn.outcome = core::parse_turn_outcome(row.text(6));
    turn.result = row.text(7);
    turn.error = row.text(8);
    if (!row.is_null(9)) turn.http_status = static_cast<int>(row.integer(9));
    turn.duration = core::Duration(row.integer(10));
  }));
  ORCHARD_TRY(Statement usage, store.database().prepare(kTurnUsage));
  usage.bind(1, session.value);
  ORCHARD_CHECK(usage.each([&](const Statement& row) {
    const auto found = index_of.find(row.integer(0));
    if (row.is_null(0) || found == index_of.end()) return;
    TurnFigures& turn = turns[found->second];
    if (turn.model.empty()) turn.model = row.text(1);
    turn.usage += {row.integer(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
    turn.cost += core::Cost{row.integer(7)};
  }));
  return turns;
}

}  // namespace orchard::metrics
