#include "metrics/definition/figure_queries.h"
#include "metrics/query/tiles.h"

#include <utility>

namespace orchard::metrics {

namespace {

FigureTable number(Unit unit, Cell value) {
  FigureTable table{{{"value", unit}}, {}};
  table.add_row(std::move(value));
  return table;
}

core::Result<Tiles> tiles_of(Store& store, const Question& question) {
  return query_tiles(store, question.local, question.now, question.filter);
}

template <class Values, class ToCell>
FigureTable by_day(const Question& question, const char* column, Unit unit, const Values& values,
                   ToCell&& to_cell) {
  FigureTable table{{{"day", Unit::day}, {column, unit}}, {}};
  CivilDay day = question.local.day_of(question.now) -
                 std::chrono::days(static_cast<std::int64_t>(values.size()) - 1);
  for (const auto& value : values) {
    table.add_row(day, to_cell(value));
    day += std::chrono::days(1);
  }
  return table;
}

/// None of nothing is no share.
Cell share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return {};
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

FigureResult active_sessions(Store& store, const Question& question) {
  (void)store;
  FigureTable table{{{"running", Unit::count}, {"waiting", Unit::count}, {"value", Unit::count}},
                    {}};
  table.add_row(question.sessions_running, question.sessions_waiting,
                question.sessions_running + question.sessions_waiting);
  return table;
}

FigureResult sessions_24h(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return number(Unit::count, tiles.sessions_24h);
}

FigureResult sessions_today(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return number(Unit::count, tiles.sessions_today);
}

FigureResult commits_today(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  FigureTable table{{{"value", Unit::count}, {"by_agents", Unit::count}}, {}};
  table.add_row(tiles.commits_today, tiles.commits_today_by_agents);
  return table;
}

FigureResult additions_7d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return number(Unit::lines, tiles.additions_7d);
}

FigureResult deletions_7d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return number(Unit::lines, tiles.deletions_7d);
}

FigureResult commits_14d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return by_day(question, "commits", Unit::count, tiles.commits_by_day,
                [](std::int64_t commits) { return Cell(commits); });
}

FigureResult success_30d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  const std::int64_t interrupted =
      tiles.sessions_ended_30d - tiles.sessions_ok_30d - tiles.sessions_error_30d;
  FigureTable table{{{"value", Unit::share},
                     {"ended", Unit::count},
                     {"ok", Unit::count},
                     {"error", Unit::count},
                     {"interrupted", Unit::count}},
                    {}};
  table.add_row(share(tiles.sessions_ok_30d, tiles.sessions_ended_30d), tiles.sessions_ended_30d,
                tiles.sessions_ok_30d, tiles.sessions_error_30d, interrupted);
  return table;
}

FigureResult cost_today(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return number(Unit::dollars, tiles.cost_today);
}

FigureResult cost_30d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return by_day(question, "cost_usd", Unit::dollars, tiles.cost_by_day,
                [](core::Cost cost) { return Cell(cost); });
}

FigureResult tokens_30d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  const core::TokenUsage& usage = tiles.usage_30d;
  FigureTable table{{{"value", Unit::tokens},
                     {"input", Unit::tokens},
                     {"output", Unit::tokens},
                     {"cache_write", Unit::tokens},
                     {"cache_read", Unit::tokens},
                     {"api_calls", Unit::count}},
                    {}};
  table.add_row(usage.total(), usage.input, usage.output, usage.cache_write(), usage.cache_read,
                tiles.api_calls_30d);
  return table;
}

FigureResult cache_share_30d(Store& store, const Question& question) {
  ORCHARD_TRY(const Tiles tiles, tiles_of(store, question));
  return number(Unit::share, share(tiles.usage_30d.cache_read, tiles.usage_30d.context()));
}

}  // namespace orchard::metrics
