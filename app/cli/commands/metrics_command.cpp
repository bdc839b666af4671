#include "app/cli/commands/metrics_text.h"
#include "app/cli/context.h"
#include "app/cli/json_text.h"
#include "app/cli/table.h"
#include "app/services/metrics_report.h"
#include "app/services/recording/refresh.h"
#include "app/view_model/text/format.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

nlohmann::json tiles_json(const MetricsReport& report) {
  const metrics::Tiles& tiles = report.tiles;
  nlohmann::json cost_by_day = nlohmann::json::array();
  for (const core::Cost cost : tiles.cost_by_day) cost_by_day.push_back(cost.dollars());
  return {{"active_sessions", report.sessions_running + report.sessions_waiting},
          {"running_sessions", report.sessions_running},
          {"waiting_sessions", report.sessions_waiting},
          {"sessions_24h", tiles.sessions_24h},
          {"sessions_day_before", tiles.sessions_day_before},
          {"sessions_by_hour", tiles.sessions_by_hour},
          {"commits_today", tiles.commits_today},
          {"commits_by_day", tiles.commits_by_day},
          {"additions_7d", tiles.additions_7d},
          {"deletions_7d", tiles.deletions_7d},
          {"sessions_ended_30d", tiles.sessions_ended_30d},
          {"sessions_ok_30d", tiles.sessions_ok_30d},
          {"cost_usd_30d", tiles.cost_30d.dollars()},
          {"cost_usd_today", tiles.cost_today.dollars()},
          {"cost_usd_by_day", std::move(cost_by_day)},
          {"estimated_cost_usd_30d", tiles.estimated_cost_30d.dollars()},
          {"api_calls_30d", tiles.api_calls_30d},
          {"input_tokens_30d", tiles.usage_30d.input},
          {"output_tokens_30d", tiles.usage_30d.output},
          {"cache_read_tokens_30d", tiles.usage_30d.cache_read},
          {"cache_write_tokens_30d", tiles.usage_30d.cache_write()}};
}

nlohmann::json latest_session_json(const std::optional<SessionNow>& session) {
  if (!session) return nullptr;
  const metrics::SessionFigures& figures = session->figures;
  return {{"id", figures.session.id.value},
          {"state", core::to_string(session->state)},
          {"model", figures.session.model},
          {"turns", figures.turns},
          {"input_tokens", figures.usage.input},
          {"output_tokens", figures.usage.output},
          {"cache_read_tokens", figures.usage.cache_read},
          {"cache_write_tokens", figures.usage.cache_write()},
          {"cost_usd", figures.cost.dollars()}};
}

nlohmann::json workspace_report_json(const WorkspaceReport& report) {
  const metrics::WorkspaceFigures& figures = report.figures;
  return {{"id", figures.workspace.id.value},
          {"name", figures.workspace.name},
          {"repository", figures.repository_name},
          {"branch", figures.workspace.branch},
          {"base", figures.workspace.base},
          {"status", core::to_string(figures.workspace.status)},
          {"commits", figures.commits},
          {"additions", figures.net.additions},
          {"deletions", figures.net.deletions},
          {"uncommitted",
           {{"additions", figures.uncommitted.additions},
            {"deletions", figures.uncommitted.deletions}}},
          {"latest_session", latest_session_json(report.latest_session)}};
}

core::Result<ExitCode> show_metrics(const CliContext& context, Engine& engine) {
  ORCHARD_CHECK(refresh(engine));
  ORCHARD_TRY(const auto report, make_metrics_report(engine));
  print(context.json ? metrics_json(report).dump(2) + "\n" : metrics_text(report));
  return ExitCode::ok;
}

}  // namespace

nlohmann::json metrics_json(const MetricsReport& report) {
  nlohmann::json workspaces = nlohmann::json::array();
  for (const WorkspaceReport& workspace : report.workspaces)
    workspaces.push_back(workspace_report_json(workspace));
  nlohmann::json commands = nlohmann::json::array();
  for (const metrics::CommandCount& command : report.slash_commands)
    commands.push_back({{"name", command.name}, {"uses", command.uses}});
  return {{"tiles", tiles_json(report)},
          {"workspaces", std::move(workspaces)},
          {"slash_commands", std::move(commands)}};
}

std::string metrics_text(const MetricsReport& report) {
  const metrics::Tiles& tiles = report.tiles;
  std::string out = fmt::format(
      "Active sessions   {} ({} working, {} waiting)\n"
      "Sessions 24h      {}\n"
      "Commits today     {}\n"
      "Add / del 7d      {} {}\n"
      "Success 30d       {}\n"
      "Cost 30d          {} ({} today)\n"
      "Tokens 30d        {} ({} of input cached)\n",
      report.sessions_running + report.sessions_waiting, report.sessions_running,
      report.sessions_waiting, tiles.sessions_24h, tiles.commits_today,
      additions_text(tiles.additions_7d), deletions_text(tiles.deletions_7d),
      percent(tiles.sessions_ok_30d, tiles.sessions_ended_30d), money(tiles.cost_30d),
      money(tiles.cost_today), compact_number(tiles.usage_30d.total()),
      percent(tiles.usage_30d.cache_read, tiles.usage_30d.context()));
  Table table({{"WORKSPACE"},
               {"REPOSITORY"},
               {"BRANCH"},
               {"STATUS"},
               {"COMMITS", Align::right},
               {"ADDED", Align::right},
               {"DELETED", Align::right},
               {"UNCOMMITTED", Align::right},
               {"TURNS", Align::right},
               {"TOKENS", Align::right},
               {"COST", Align::right}});
  for (const WorkspaceReport& workspace : report.workspaces) {
    const metrics::WorkspaceFigures& figures = workspace.figures;
    const auto& session = workspace.latest_session;
    table.add_row({figures.workspace.name, figures.repository_name, figures.workspace.branch,
                   std::string(core::to_string(figures.workspace.status)),
                   std::to_string(figures.commits), additions_text(figures.net.additions),
                   deletions_text(figures.net.deletions),
                   additions_text(figures.uncommitted.additions) + " " +
                       deletions_text(figures.uncommitted.deletions),
                   session ? std::to_string(session->figures.turns) : "",
                   session ? compact_number(session->figures.usage.total()) : "",
                   session ? money(session->figures.cost) : ""});
  }
  if (!table.empty()) out += "\n" + table.to_text();
  for (const metrics::CommandCount& command : report.slash_commands)
    out += fmt::format("{}{:<16}  {}\n", &command == report.slash_commands.data() ? "\n" : "",
                       terminal_text(command.name), command.uses);
  return out;
}

void add_metrics_command(CLI::App& app, CliContext& context) {
  CLI::App* command = app.add_subcommand(
      "metrics", "Figures of all workspaces: commits, lines, turns, tokens, cost");
  command->add_flag("--json", context.json, "Print JSON");
  command->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine(c, [&](Engine& engine) { return show_metrics(c, engine); });
    };
  });
}

}  // namespace orchard::app
