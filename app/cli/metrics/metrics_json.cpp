#include "app/cli/metrics/metrics_output.h"

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
          {"sessions_today", tiles.sessions_today},
          {"sessions_day_before", tiles.sessions_day_before},
          {"sessions_by_hour", tiles.sessions_by_hour},
          {"commits_today", tiles.commits_today},
          {"commits_today_by_agents", tiles.commits_today_by_agents},
          {"additions_today", tiles.additions_today},
          {"deletions_today", tiles.deletions_today},
          {"commits_by_day", tiles.commits_by_day},
          {"additions_7d", tiles.additions_7d},
          {"deletions_7d", tiles.deletions_7d},
          {"sessions_ended_30d", tiles.sessions_ended_30d},
          {"sessions_ok_30d", tiles.sessions_ok_30d},
          {"sessions_error_30d", tiles.sessions_error_30d},
          {"cost_usd_30d", tiles.cost_30d.dollars()},
          {"cost_usd_today", tiles.cost_today.dollars()},
          {"cost_usd_by_day", std::move(cost_by_day)},
          {"estimated_cost_usd_30d", tiles.estimated_cost_30d.dollars()},
          {"estimated_cost_usd_today", tiles.estimated_cost_today.dollars()},
          {"api_calls_30d", tiles.api_calls_30d},
          {"input_tokens_30d", tiles.usage_30d.input},
          {"output_tokens_30d", tiles.usage_30d.output},
          {"cache_read_tokens_30d", tiles.usage_30d.cache_read},
          {"cache_write_tokens_30d", tiles.usage_30d.cache_write()}};
}

nlohmann::json latest_session_json(const WorkspaceReport& report) {
  if (!report.card.latest_session) return nullptr;
  const metrics::LatestSession& session = *report.card.latest_session;
  const core::TokenUsage& tokens = session.usage.tokens;
  return {{"id", session.id.value},
          {"state", core::to_string(report.state)},
          {"model", session.model},
          {"turns", session.turns},
          {"outcome", session.outcome ? nlohmann::json(core::to_string(*session.outcome))
                                      : nlohmann::json(nullptr)},
          {"input_tokens", tokens.input},
          {"output_tokens", tokens.output},
          {"cache_read_tokens", tokens.cache_read},
          {"cache_write_tokens", tokens.cache_write()},
          {"cost_usd", session.usage.cost.dollars()},
          {"cost_is_estimated", session.usage.has_estimate()}};
}

nlohmann::json workspace_report_json(const WorkspaceReport& report) {
  const metrics::WorkspaceFigures& figures = report.card.figures;
  return {{"id", figures.workspace.id.value},
          {"name", figures.workspace.name},
          {"repository", figures.repository_name},
          {"branch", figures.workspace.branch},
          {"base", figures.workspace.base},
          {"status", core::to_string(figures.workspace.status)},
          {"commits", figures.commits},
          {"commits_by_agents", report.card.commits_by_agents},
          {"additions", figures.net.additions},
          {"deletions", figures.net.deletions},
          {"uncommitted",
           {{"additions", figures.uncommitted.additions},
            {"deletions", figures.uncommitted.deletions}}},
          {"latest_session", latest_session_json(report)}};
}

nlohmann::json filter_json(const metrics::Filter& filter) {
  nlohmann::json object = nlohmann::json::object();
  if (filter.repository) object["repository"] = filter.repository->value;
  if (filter.workspace) object["workspace"] = filter.workspace->value;
  if (!filter.model.empty()) object["model"] = filter.model;
  return object;
}

std::string csv_line(std::string_view name, const std::string& value, metrics::Unit unit) {
  return std::string(name) + "," + value + "," + std::string(metrics::to_string(unit)) + "\n";
}

}  // namespace

nlohmann::json metrics_json(const MetricsReport& report) {
  nlohmann::json workspaces = nlohmann::json::array();
  for (const WorkspaceReport& workspace : report.workspaces)
    workspaces.push_back(workspace_report_json(workspace));
  nlohmann::json commands = nlohmann::json::array();
  for (const metrics::CommandCount& command : report.slash_commands)
    commands.push_back({{"name", command.name}, {"uses", command.uses}});
  nlohmann::json analytics = nlohmann::json::object();
  for (const auto& [name, table] : report.tables)
    analytics[std::string(name)] = nlohmann::json::parse(metrics::to_json(table));
  return {{"tiles", tiles_json(report)},
          {"workspaces", std::move(workspaces)},
          {"slash_commands", std::move(commands)},
          {"window", report.request.between ? "days" : metrics::to_string(report.request.window)},
          {"filter", filter_json(report.request.filter)},
          {"analytics", std::move(analytics)}};
}

std::string metrics_csv(const MetricsReport& report) {
  using metrics::Unit;
  const metrics::Tiles& tiles = report.tiles;
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const auto dollars = [](core::Cost cost) { return nlohmann::json(cost.dollars()).dump(); };
  std::string out = "figure,value,unit\n";
  out += csv_line("active_sessions", number(report.sessions_running + report.sessions_waiting),
                  Unit::count);
  out += csv_line("sessions_24h", number(tiles.sessions_24h), Unit::count);
  out += csv_line("sessions_today", number(tiles.sessions_today), Unit::count);
  out += csv_line("commits_today", number(tiles.commits_today), Unit::count);
  out += csv_line("additions_7d", number(tiles.additions_7d), Unit::lines);
  out += csv_line("deletions_7d", number(tiles.deletions_7d), Unit::lines);
  out += csv_line("sessions_ended_30d", number(tiles.sessions_ended_30d), Unit::count);
  out += csv_line("sessions_ok_30d", number(tiles.sessions_ok_30d), Unit::count);
  out += csv_line("sessions_error_30d", number(tiles.sessions_error_30d), Unit::count);
  out += csv_line("cost_today", dollars(tiles.cost_today), Unit::dollars);
  out += csv_line("cost_30d", dollars(tiles.cost_30d), Unit::dollars);
  out += csv_line("input_tokens_30d", number(tiles.usage_30d.input), Unit::tokens);
  out += csv_line("output_tokens_30d", number(tiles.usage_30d.output), Unit::tokens);
  out += csv_line("cache_write_tokens_30d", number(tiles.usage_30d.cache_write()), Unit::tokens);
  out += csv_line("cache_read_tokens_30d", number(tiles.usage_30d.cache_read), Unit::tokens);
  out += csv_line("api_calls_30d", number(tiles.api_calls_30d), Unit::count);
  return out;
}

}  // namespace orchard::app
