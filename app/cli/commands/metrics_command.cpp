#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/context.h"
#include "app/cli/metrics/metrics_output.h"
#include "app/cli/terminal_width.h"
#include "app/services/metrics_report.h"
#include "app/services/recording/refresh.h"
#include "app/use_case/repositories.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

struct MetricsArguments {
  std::string figure;
  std::string window;
  std::string from;
  std::string to;
  std::string repository;
  std::string workspace;
  std::string model;
  std::string sort;
  std::optional<std::string> explain;  ///< empty: every figure
  std::int64_t limit = 0;              ///< 0: as many as the output bears
  bool rows = false;
  bool csv = false;
  bool markdown = false;
};

core::Error misuse(std::string sentence) {
  return {core::ErrorCode::invalid_argument, std::move(sentence), {}};
}

core::Result<void> check(const MetricsArguments& arguments, bool json) {
  if (json && arguments.csv)
    return core::fail(misuse("--json and --csv ask for two things at once; give one of them."));
  if (arguments.figure.empty() && arguments.rows)
    return core::fail(
        misuse("--rows shows what stands behind one figure; name it, as in `orchard metrics "
               "commits_today --rows`."));
  if (arguments.limit < 0)
    return core::fail(misuse("--limit is a number of rows and cannot be negative."));
  return {};
}

core::Result<metrics::CivilDay> read_day(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int read = 0;
  const bool has_form = std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &read) == 3;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!has_form || static_cast<std::size_t>(read) != text.size() || !date.ok())
    return core::fail(misuse(fmt::format("'{}' is no day; write it like 2026-11-20.", text)));
  return metrics::CivilDay(date);
}

/// Whole days of the user, both of them included.
core::Result<metrics::TimeRange> between(const Engine& engine, const MetricsArguments& arguments) {
  metrics::TimeRange range;
  if (!arguments.window.empty())
    return core::fail(misuse("--window and --from or --to name two times; give one of them."));
  if (!arguments.from.empty()) {
    ORCHARD_TRY(const auto first, read_day(arguments.from));
    range.from = engine.local_time().start_of(first);
  }
  if (!arguments.to.empty()) {
    ORCHARD_TRY(const auto last, read_day(arguments.to));
    range.to = engine.local_time().start_of(last + std::chrono::days(1));
  }
  if (range.from && range.to && *range.to <= *range.from)
    return core::fail(
        misuse(fmt::format("There is no day from {} to {}.", arguments.from, arguments.to)));
  return range;
}

core::Result<MetricsRequest> request_of(Engine& engine, const MetricsArguments& arguments) {
  MetricsRequest request;
  if (!arguments.window.empty()) {
    const auto window = metrics::parse_window(arguments.window);
    if (!window)
      return core::fail(misuse(fmt::format(
          "There is no window '{}'; take 24h, 7d, 30d, 90d or all.", arguments.window)));
    request.window = *window;
  }
  if (!arguments.from.empty() || !arguments.to.empty()) {
    ORCHARD_TRY(request.between, between(engine, arguments));
  }
  if (!arguments.repository.empty()) {
    ORCHARD_TRY(const auto repository, find_any_repository(engine, arguments.repository));
    request.filter.repository = repository.id;
  }
  if (!arguments.workspace.empty()) {
    ORCHARD_TRY(request.filter.workspace, find_workspace(engine, arguments.workspace));
  }
  request.filter.model = arguments.model;
  return request;
}

/// What a filter by model cannot do with a figure; without a figure, with all of them.
void explain_model(const metrics::FigureDefinition* figure, const MetricsArguments& arguments) {
  using metrics::RowKind;
  if (arguments.model.empty()) return;
  const RowKind rows = figure == nullptr ? RowKind::sessions_active : figure->rows;
  const bool of_workspaces = figure == nullptr || figure->name.find("workspace_") == 0 ||
                             figure->name.find("repository_") == 0;
  if (rows == RowKind::calls) return;
  if (rows == RowKind::commits || of_workspaces)
    say("A commit has no model: with --model all commits of workspaces count in which a session "
        "used it.");
  if (rows != RowKind::commits)
    say("A turn has no model of its own: with --model all turns of sessions count that used it.");
}

core::Result<ExitCode> show_all(Engine& engine, const MetricsRequest& request,
                                const MetricsArguments& arguments, bool json) {
  ORCHARD_TRY(auto report, make_metrics_report(engine, request));
  if (!arguments.sort.empty()) {
    const auto column = metrics::parse_leader_column(arguments.sort);
    if (!column) {
      std::string known;
      for (const metrics::LeaderColumn one : metrics::kLeaderColumns)
        known += (known.empty() ? "" : ", ") + std::string(metrics::to_string(one));
      return core::fail(misuse(
          fmt::format("Leaderboards have no column '{}'; they have {}.", arguments.sort, known)));
    }
    for (metrics::Leaderboard* board : {&report.workspace_board, &report.repository_board})
      metrics::sort_leaders(board->rows, *column, metrics::natural_order(*column));
  }
  if (json) {
    print(metrics_json(report).dump(2) + "\n");
  } else if (arguments.csv) {
    print(metrics_csv(report));
  } else {
    print(metrics_text(report, terminal_width().value_or(0)));
  }
  return ExitCode::ok;
}

core::Result<ExitCode> show_figure(Engine& engine, const metrics::FigureDefinition& figure,
                                   const MetricsRequest& request, const MetricsArguments& arguments,
                                   bool json) {
  constexpr std::int64_t kRowsOfText = 100;
  constexpr std::int64_t kAll = std::int64_t{1} << 40U;
  ORCHARD_TRY(const ActiveSessions active, count_active_sessions(engine, request.filter));
  const metrics::Question question{
      request.filter, request.window, engine.local_time(), engine.now(),
      active.running, active.waiting, request.between,     engine.settings().billing_day};
  const bool is_data = json || arguments.csv;
  const std::int64_t limit = arguments.limit > 0 ? arguments.limit : is_data ? kAll : kRowsOfText;
  ORCHARD_TRY(auto table, arguments.rows
                              ? metrics::query_rows_behind(engine.store(), figure, question, limit)
                              : figure.query(engine.store(), question));
  if (!arguments.sort.empty()) ORCHARD_CHECK(metrics::sort_rows(table, arguments.sort));
  if (!arguments.rows && arguments.limit > 0 &&
      table.rows.size() > static_cast<std::size_t>(arguments.limit))
    table.rows.resize(static_cast<std::size_t>(arguments.limit));
  if (json) {
    print(metrics::to_json(table) + "\n");
  } else if (arguments.csv) {
    print(metrics::to_csv(table));
  } else {
    print(table_text(table, engine.local_time(), terminal_width().value_or(0), !arguments.rows));
    if (arguments.rows && arguments.limit == 0 &&
        table.rows.size() == static_cast<std::size_t>(kRowsOfText))
      say(fmt::format("The newest {} rows; --limit N gives more, --csv and --json all.",
                      kRowsOfText));
  }
  return ExitCode::ok;
}

core::Result<ExitCode> explain(const MetricsArguments& arguments) {
  if (arguments.markdown) {
    print(metrics::definitions_page());
    return ExitCode::ok;
  }
  const std::string& name = arguments.explain->empty() ? arguments.figure : *arguments.explain;
  if (!name.empty()) {
    ORCHARD_TRY(const auto* figure, metrics::find_figure(name));
    print(explanation_text(*figure));
    return ExitCode::ok;
  }
  for (const metrics::FigureDefinition& figure : metrics::figure_definitions())
    print(fmt::format("{:<24}{}\n", figure.name, figure.title));
  return ExitCode::ok;
}

core::Result<ExitCode> show(Engine& engine, const MetricsArguments& arguments, bool json) {
  ORCHARD_CHECK(check(arguments, json));
  const metrics::FigureDefinition* figure = nullptr;
  if (!arguments.figure.empty()) {
    ORCHARD_TRY(figure, metrics::find_figure(arguments.figure));
  }
  ORCHARD_TRY(const MetricsRequest request, request_of(engine, arguments));
  std::string unread;
  if (figure != nullptr && figure->place == metrics::FigurePlace::usage) {
    ORCHARD_TRY(const auto swept, refresh_usage(engine));
    ORCHARD_TRY(unread, unread_note(engine, swept, !json && !arguments.csv));
  } else {
    ORCHARD_CHECK(engine.catch_up(refresh));
  }
  ORCHARD_TRY(const ExitCode code, figure == nullptr
                                       ? show_all(engine, request, arguments, json)
                                       : show_figure(engine, *figure, request, arguments, json));
  explain_model(figure, arguments);
  if (!unread.empty()) say(unread);
  return code;
}

void add_options(CLI::App& command, CliContext& context, MetricsArguments& arguments) {
  command.add_option("FIGURE", arguments.figure,
                     "One figure by name; without it everything (--explain lists the names)");
  command.add_option("--window", arguments.window,
                     "24h, 7d, 30d, 90d or all; for figures without a window of their own (30d)");
  command.add_option("--from", arguments.from,
                     "Instead of a window: from this day on (2026-11-01)");
  command.add_option("--to", arguments.to, "Instead of a window: up to this day, it too");
  command.add_option("--repo", arguments.repository, "Only this repository: name, path or id");
  command.add_option("--workspace", arguments.workspace, "Only this workspace: name, path or id");
  command.add_option("--model", arguments.model, "Only this model, or models named like it");
  command.add_flag("--rows", arguments.rows, "The rows behind the figure, newest first");
  command.add_option("--sort", arguments.sort,
                     "Column to sort leaderboards or the figure by; numbers from the top");
  command.add_option("--limit", arguments.limit, "At most that many rows");
  command
      .add_option("--explain", arguments.explain, "What a figure means; without a name all names")
      ->expected(0, 1)
      ->default_str("")
      ->type_name("[NAME]");
  command.add_flag("--markdown", arguments.markdown, "With --explain: the page of definitions");
  command.add_flag("--json", context.json, "Print JSON");
  command.add_flag("--csv", arguments.csv, "Print CSV");
}

}  // namespace

void add_metrics_command(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<MetricsArguments>();
  CLI::App* command = app.add_subcommand(
      "metrics", "Figures of all workspaces: commits, lines, turns, tokens, cost");
  add_options(*command, context, *arguments);
  command->callback([&context, command, arguments] {
    const bool explains = command->count("--explain") > 0;
    if (explains && !arguments->explain) arguments->explain = "";
    context.action = [arguments, explains](CliContext& c) {
      if (explains || arguments->markdown) {
        if (!arguments->explain) arguments->explain = "";
        const auto code = explain(*arguments);
        return code ? *code : report(code.error());
      }
      return with_engine_to_show(c,
                                 [&](Engine& engine) { return show(engine, *arguments, c.json); });
    };
  });
}

}  // namespace orchard::app
