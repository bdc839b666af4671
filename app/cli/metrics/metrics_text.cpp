#include "app/cli/columns.h"
#include "app/cli/metrics/charts.h"
#include "app/cli/metrics/metrics_output.h"
#include "app/cli/table.h"
#include "app/view_model/text/format.h"
#include "metrics/filter/model_label.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::array<const char*, 7> kWeekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::size_t kMostRows = 10;
constexpr std::size_t kMostCards = 40;

template <class Values, class ToNumber>
std::string sparkline_of(const Values& values, ToNumber&& to_number) {
  std::vector<double> numbers;
  for (const auto& value : values) numbers.push_back(to_number(value));
  return sparkline(numbers);
}

std::string sum_text(const metrics::UsageSums& sums) {
  return money_about(sums.cost, sums.has_estimate());
}

std::string tiles_text(const MetricsReport& report) {
  const metrics::Tiles& tiles = report.tiles;
  return fmt::format(
      "Active sessions   {} ({} working, {} waiting)\n"
      "Sessions 24h      {}\n"
      "Commits today     {} ({} by agents)  {} 14d\n"
      "Add / del 7d      {} {}\n"
      "Success 30d       {} of {}\n"
      "Cost 30d          {} ({} today)  {}\n"
      "Tokens 30d        {} ({} of input cached)\n"
      "Billing period    {} from {} to {}\n",
      report.sessions_running + report.sessions_waiting, report.sessions_running,
      report.sessions_waiting, tiles.sessions_24h, tiles.commits_today,
      tiles.commits_today_by_agents,
      sparkline_of(tiles.commits_by_day,
                   [](std::int64_t commits) { return static_cast<double>(commits); }),
      additions_text(tiles.additions_7d), deletions_text(tiles.deletions_7d),
      percent(tiles.sessions_ok_30d, tiles.sessions_ended_30d),
      counted(tiles.sessions_ended_30d, "session", "sessions"),
      money_about(tiles.cost_30d, tiles.estimated_cost_30d.nano_dollars != 0),
      money_about(tiles.cost_today, tiles.estimated_cost_today.nano_dollars != 0),
      sparkline_of(tiles.cost_by_day, [](core::Cost cost) { return cost.dollars(); }),
      compact_number(tiles.usage_30d.total()),
      percent(tiles.usage_30d.cache_read, tiles.usage_30d.context()), sum_text(report.billed),
      metrics::to_iso8601(report.billing.from),
      metrics::to_iso8601(report.billing.to - std::chrono::days(1)));
}

std::string more_text(std::size_t all, std::size_t shown, std::string_view figure) {
  return all <= shown ? "" : fmt::format("… {} more: orchard metrics {}\n", all - shown, figure);
}

std::string cards_text(const MetricsReport& report, std::size_t width) {
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
  const std::size_t count = std::min(report.workspaces.size(), kMostCards);
  // The newest ones when not all can be shown.
  for (std::size_t i = report.workspaces.size() - count; i < report.workspaces.size(); ++i) {
    const metrics::WorkspaceFigures& figures = report.workspaces[i].card.figures;
    const auto& session = report.workspaces[i].card.latest_session;
    table.add_row({figures.workspace.name, figures.repository_name, figures.workspace.branch,
                   std::string(core::to_string(figures.workspace.status)),
                   std::to_string(figures.commits), additions_text(figures.net.additions),
                   deletions_text(figures.net.deletions),
                   additions_text(figures.uncommitted.additions) + " " +
                       deletions_text(figures.uncommitted.deletions),
                   session ? std::to_string(session->turns) : "",
                   session ? compact_number(session->usage.tokens.total()) : "",
                   session ? sum_text(session->usage) : ""});
  }
  if (table.empty()) return "";
  return "\nBRANCHES AS THEY STAND, AND THE LATEST SESSION OF EACH (all sessions: see "
         "WORKSPACES)\n" +
         table.to_text(width) + more_text(report.workspaces.size(), count, "workspace_cards");
}

std::string status_text(const metrics::LeaderRow& row) {
  if (row.repository_removed) return "removed";
  return row.workspace ? std::string(core::to_string(row.status)) : "";
}

std::string board_text(const MetricsReport& report, const metrics::Leaderboard& board,
                       std::string_view title, std::string_view figure, std::size_t width) {
  if (board.rows.empty()) return "";
  Table table(
      {{std::string(title)},
       {"STATUS"},
       {"SESSIONS", Align::right},
       {"TURNS", Align::right},
       {"COMMITS", Align::right},
       {"ADDED", Align::right},
       {"DELETED", Align::right},
       {"TOKENS", Align::right},
       {"COST", Align::right},
       {std::string(report.request.between ? "days" : metrics::to_string(report.request.window))}});
  const double most = static_cast<double>(board.rows.front().activity.turns);
  const std::size_t count = std::min(board.rows.size(), kMostRows);
  for (std::size_t i = 0; i < count; ++i) {
    const metrics::LeaderRow& row = board.rows[i];
    const metrics::Activity& activity = row.activity;
    table.add_row({row.name.empty() ? "(no workspace)" : row.name, status_text(row),
                   std::to_string(activity.sessions), std::to_string(activity.turns),
                   std::to_string(activity.commits), additions_text(activity.lines.additions),
                   deletions_text(activity.lines.deletions),
                   compact_number(activity.usage.tokens.total()), sum_text(activity.usage),
                   bar(static_cast<double>(activity.turns), most, 12)});
  }
  return "\n" + table.to_text(width) + more_text(board.rows.size(), count, figure);
}

std::string heatmap_text(const metrics::ActivityHeatmap& heatmap) {
  if (heatmap.total() == 0) return "";
  std::int64_t most = 0;
  for (const auto& day : heatmap.turns)
    for (const std::int64_t turns : day) most = std::max(most, turns);
  std::string out = "\nTURNS BY HOUR   0     6     12    18\n";
  for (std::size_t day = 0; day < heatmap.turns.size(); ++day) {
    out += fmt::format("{:<16}", kWeekdays.at(day));
    for (const std::int64_t turns : heatmap.turns[day]) out += shade(turns, most);
    out += '\n';
  }
  return out + fmt::format("Busiest at {:02}:00\n", heatmap.peak_hour().value_or(0));
}

std::string calendar_text(const metrics::ActivityCalendar& calendar) {
  std::int64_t most = 0;
  for (const auto& week : calendar.turns)
    for (const std::int64_t turns : week) most = std::max(most, turns);
  if (most == 0) return "";
  std::string out =
      fmt::format("\n13 WEEKS        from {}\n", metrics::to_iso8601(calendar.first_day));
  for (std::size_t day = 0; day < 7; ++day) {
    out += fmt::format("{:<16}", kWeekdays.at(day));
    for (std::size_t week = 0; week < calendar.turns.size(); ++week) {
      const auto index = static_cast<std::int64_t>(week * 7 + day);
      const bool is_future = calendar.first_day + std::chrono::days(index) > calendar.today;
      out += is_future ? " " : shade(calendar.turns[week][day], most);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  return out;
}

struct Bucket {
  std::string label;
  std::int64_t count = 0;
};

std::string buckets_text(std::string_view title, const std::vector<Bucket>& buckets) {
  std::int64_t most = 0;
  for (const Bucket& bucket : buckets) most = std::max(most, bucket.count);
  if (most == 0) return "";
  std::string out = fmt::format("\n{}\n", title);
  for (const Bucket& bucket : buckets) {
    const std::string label = terminal_text(cut_to_columns(bucket.label, 24));
    const std::string pad(26 - column_count(label), ' ');
    const std::string line =
        fmt::format("{}{}{:>7}  {}", label, pad, grouped_number(bucket.count),
                    bar(static_cast<double>(bucket.count), static_cast<double>(most), 24));
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return out;
}

std::string step_text(std::chrono::minutes step) {
  return step < std::chrono::hours(1) ? fmt::format("{} min", step.count())
                                      : fmt::format("{} h", step.count() / 60);
}

std::string histograms_text(const MetricsReport& report) {
  std::vector<Bucket> turns;
  const auto& edges = metrics::TurnHistogram::kEdges;
  for (std::size_t i = 0; i < report.histogram.sessions.size(); ++i)
    turns.push_back({i < edges.size() ? fmt::format("up to {}", edges.at(i))
                                      : fmt::format("more than {}", edges.back()),
                     report.histogram.sessions.at(i)});
  std::vector<Bucket> durations;
  const auto& steps = metrics::SessionDurations::kEdges;
  for (std::size_t i = 0; i < report.durations.sessions.size(); ++i)
    durations.push_back({i < steps.size() ? "up to " + step_text(steps.at(i))
                                          : "longer than " + step_text(steps.back()),
                         report.durations.sessions.at(i)});
  std::vector<Bucket> commands;
  for (std::size_t i = 0; i < std::min(report.commands.size(), kMostRows); ++i)
    commands.push_back({report.commands[i].name, report.commands[i].uses});
  return buckets_text("TURNS PER SESSION", turns) + buckets_text("SESSION DURATION", durations) +
         buckets_text("SLASH COMMANDS", commands);
}

std::string models_text(const MetricsReport& report, std::size_t width) {
  if (report.models.empty()) return "";
  Table table({{"MODEL"},
               {"CALLS", Align::right},
               {"TOKENS", Align::right},
               {"CACHED", Align::right},
               {"COST", Align::right},
               {"ESTIMATED", Align::right}});
  for (const metrics::ModelUsage& model : report.models) {
    const core::TokenUsage& tokens = model.sums.tokens;
    table.add_row({metrics::model_label(model.model), grouped_number(model.sums.calls),
                   compact_number(tokens.total()), percent(tokens.cache_read, tokens.context()),
                   sum_text(model.sums),
                   model.sums.has_estimate() ? money(model.sums.estimated) : ""});
  }
  return "\n" + table.to_text(width) +
         fmt::format("{:.1f} calls a minute, {:.1f} at the busiest\n", report.pace.per_minute(),
                     report.pace.peak_per_minute());
}

std::string recent_text(const MetricsReport& report, std::size_t width) {
  if (report.recent.empty()) return "";
  Table table({{"LAST 24 HOURS"}, {"WORKSPACE"}, {"TURNS", Align::right}, {"OUTCOME"}, {"TITLE"}});
  const std::size_t count = std::min(report.recent.size(), kMostRows);
  for (std::size_t i = 0; i < count; ++i) {
    const metrics::SessionDot& dot = report.recent[i];
    std::string outcome = dot.outcome ? std::string(core::to_string(*dot.outcome)) : "";
    if (dot.open) outcome = "not ended";
    table.add_row({relative_time(dot.to, report.now) + ", " + elapsed(dot.to - dot.from),
                   dot.workspace_name, std::to_string(dot.turns), std::move(outcome),
                   cut_to_columns(dot.title, 60)});
  }
  return "\n" + table.to_text(width) + more_text(report.recent.size(), count, "recent_sessions");
}

}  // namespace

std::string metrics_text(const MetricsReport& report, std::size_t width) {
  return tiles_text(report) + cards_text(report, width) +
         board_text(report, report.workspace_board, "WORKSPACES", "workspace_leaderboard", width) +
         board_text(report, report.repository_board, "REPOSITORIES", "repository_leaderboard",
                    width) +
         heatmap_text(report.heatmap) + calendar_text(report.calendar) + histograms_text(report) +
         models_text(report, width) + recent_text(report, width);
}

}  // namespace orchard::app
