#include "app/cli/usage/usage_output.h"
#include "metrics/filter/model_label.h"

#include <utility>

namespace orchard::app {
namespace {

using metrics::FigureTable;
using metrics::Unit;
using metrics::UsageDimension;
using metrics::UsageSums;

void add_sum_columns(FigureTable& table) {
  for (const char* name : {"calls", "input_tokens", "output_tokens", "cache_write_tokens",
                           "cache_read_tokens", "total_tokens"})
    table.columns.push_back({name, Unit::tokens});
  table.columns.push_back({"cost_usd", Unit::dollars});
  table.columns.push_back({"estimated_cost_usd", Unit::dollars});
}

void add_row(FigureTable& table, std::vector<metrics::Cell> cells, const UsageSums& sums) {
  const core::TokenUsage& tokens = sums.tokens;
  for (const std::int64_t count : {sums.calls, tokens.input, tokens.output, tokens.cache_write(),
                                   tokens.cache_read, tokens.total()})
    cells.emplace_back(count);
  cells.emplace_back(sums.cost);
  cells.emplace_back(sums.estimated);
  table.rows.push_back(std::move(cells));
}

/// A row, or one of each model.
void add_rows(FigureTable& table, std::vector<metrics::Cell> cells,
              const metrics::UsageTally& tally, bool breakdown) {
  if (!breakdown) {
    add_row(table, std::move(cells), tally.sums);
    return;
  }
  for (const metrics::ModelUsage& model : tally.models) {
    std::vector<metrics::Cell> one = cells;
    one.emplace_back(metrics::model_label(model.model));
    add_row(table, std::move(one), model.sums);
  }
}

}  // namespace

std::string account_csv(UsageTable table, const metrics::UsageAccount& account, UsageDimension by,
                        bool breakdown) {
  FigureTable rows;
  rows.columns.push_back({table == UsageTable::weekly    ? "week"
                          : table == UsageTable::monthly ? "month"
                                                         : "date"});
  const bool is_divided = by != UsageDimension::none;
  if (is_divided) rows.columns.push_back({std::string(to_string(by))});
  if (breakdown) rows.columns.push_back({by == UsageDimension::model ? "model_name" : "model"});
  add_sum_columns(rows);
  const bool has_types = by == UsageDimension::agent;
  if (has_types) rows.columns.push_back({"agent_type"});
  const std::vector<std::string> names = group_names(account);
  for (std::size_t i = 0; i < account.lines.size(); ++i) {
    const metrics::AccountLine& line = account.lines[i];
    std::vector<metrics::Cell> cells{period_name(table, line)};
    if (is_divided)
      cells.emplace_back(by == UsageDimension::model ? metrics::model_label(names[i]) : names[i]);
    const std::size_t before = rows.rows.size();
    add_rows(rows, std::move(cells), line.tally, breakdown);
    for (std::size_t row = before; has_types && row < rows.rows.size(); ++row)
      rows.rows[row].emplace_back(line.group.agent_type);
  }
  return metrics::to_csv(rows);
}

std::string sessions_csv(const std::vector<metrics::SessionUsage>& sessions, bool breakdown) {
  FigureTable rows;
  rows.columns = {{"session"},
                  {"workspace"},
                  {"repository"},
                  {"project"},
                  {"outside"},
                  {"first_activity", Unit::time},
                  {"last_activity", Unit::time}};
  if (breakdown) rows.columns.push_back({"model"});
  add_sum_columns(rows);
  for (const metrics::SessionUsage& session : sessions)
    add_rows(rows,
             {session.id, session.workspace, session.repository, session.project_path,
              session.outside, session.first_activity, session.last_activity},
             session.tally, breakdown);
  return metrics::to_csv(rows);
}

}  // namespace orchard::app
