#include "metrics/rows/row_reader.h"
#include "metrics/schema/api_call_flags.h"

namespace orchard::metrics {

using core::Database;
using core::Result;
using core::Statement;

namespace {

constexpr std::string_view kCalls =
    "SELECT c.session, c.model, c.at, m.name, c.input, c.output, c.cache_write_5m, "
    "c.cache_write_1h, c.cache_read, c.web_searches, c.flags, c.cost, s.id, w.name, r.name, "
    "a.name FROM api_call c JOIN model m ON m.key = c.model JOIN session s ON s.key = c.session "
    "LEFT JOIN workspace w ON w.key = s.workspace LEFT JOIN repository r ON r.key = w.repository "
    "LEFT JOIN agent a ON a.key = c.agent WHERE c.at / 3600000000 >= ?1 / 3600000000 AND c.at / "
    "3600000000 <= ?2 / 3600000000 "
    "AND c.at >= ?1 AND c.at < ?2 ORDER BY c.at / 3600000000 DESC, c.at DESC, c.key DESC";

constexpr std::string_view kCommits =
    "SELECT c.workspace, c.counted_at, c.authored_at, c.committed_at, c.oid, c.summary, c.author, "
    "c.author_email, c.additions, c.deletions, c.files, c.by_agent, w.name, r.name, w.status "
    "FROM counted_commit c JOIN repository r ON r.key = c.repository "
    "LEFT JOIN workspace w ON w.key = c.workspace "
    "WHERE c.counted_at >= ?1 AND c.counted_at < ?2 ORDER BY c.counted_at DESC, c.key DESC";

constexpr std::string_view kCommands =
    "SELECT u.session, u.at, u.name, w.name, r.name, s.id FROM slash_command_use u "
    "JOIN session s ON s.key = u.session LEFT JOIN workspace w ON w.key = s.workspace "
    "LEFT JOIN repository r ON r.key = w.repository "
    "WHERE u.at >= ?1 AND u.at < ?2 ORDER BY u.at DESC, u.session, u.message";

}  // namespace

Result<FigureTable> read_calls(Database& database, const RowQuestion& question) {
  FigureTable table;
  table.columns = {{"at", Unit::time},
                   {"model"},
                   {"input", Unit::tokens},
                   {"output", Unit::tokens},
                   {"cache_write_5m", Unit::tokens},
                   {"cache_write_1h", Unit::tokens},
                   {"cache_read", Unit::tokens},
                   {"web_searches", Unit::count},
                   {"cost_usd", Unit::dollars},
                   {"estimated"},
                   {"sub_agent"},
                   {"complete"},
                   {"workspace"},
                   {"repository"},
                   {"session"},
                   {"agent_type"}};
  ORCHARD_CHECK(read_rows(database, kCalls, question, [&](const Statement& row) {
    if (!question.has_session(row.integer(0)) || !question.scope.has_model(row.integer(1)))
      return false;
    if (!question.is_chosen(row.text(12))) return false;
    const std::int64_t flags = row.integer(10);
    table.add_row(time_cell(row, 2), row.text(3), row.integer(4), row.integer(5), row.integer(6),
                  row.integer(7), row.integer(8), row.integer(9), core::Cost{row.integer(11)},
                  (flags & call_flag::kEstimated) != 0, (flags & call_flag::kSubAgent) != 0,
                  (flags & call_flag::kComplete) != 0, text_cell(row, 13), text_cell(row, 14),
                  row.text(12), text_cell(row, 15));
    return true;
  }));
  return table;
}

Result<FigureTable> read_commits(Database& database, const RowQuestion& question) {
  FigureTable table;
  table.columns = {{"counted_at", Unit::time},
                   {"commit"},
                   {"summary"},
                   {"author"},
                   {"author_email"},
                   {"by"},
                   {"additions", Unit::lines},
                   {"deletions", Unit::lines},
                   {"files", Unit::count},
                   {"workspace"},
                   {"workspace_status"},
                   {"repository"},
                   {"authored_at", Unit::time},
                   {"committed_at", Unit::time}};
  ORCHARD_CHECK(read_rows(database, kCommits, question, [&](const Statement& row) {
    if (!question.scope.has_workspace(row.integer(0)) || question.choice.without_workspace)
      return false;
    table.add_row(time_cell(row, 1), row.text(4), row.text(5), row.text(6), row.text(7),
                  std::string(row.integer(11) != 0 ? "agent" : "user"), row.integer(8),
                  row.integer(9), row.integer(10), text_cell(row, 12), text_cell(row, 14),
                  row.text(13), time_cell(row, 2), time_cell(row, 3));
    return true;
  }));
  return table;
}

Result<FigureTable> read_commands(Database& database, const RowQuestion& question) {
  FigureTable table;
  table.columns = {{"at", Unit::time}, {"command"}, {"workspace"}, {"repository"}, {"session"}};
  ORCHARD_CHECK(read_rows(database, kCommands, question, [&](const Statement& row) {
    if (!question.has_session(row.integer(0)) || !question.is_chosen(row.text(5))) return false;
    if (!question.choice.command.empty() && question.choice.command != row.text(2)) return false;
    table.rows.push_back(
        {time_cell(row, 1), row.text(2), text_cell(row, 3), text_cell(row, 4), row.text(5)});
    return true;
  }));
  return table;
}

}  // namespace orchard::metrics
