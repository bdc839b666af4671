#include "app/view_model/dashboard/dashboard_tiles.h"

#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kLeastSlots = 6;
constexpr std::size_t kMostSlots = 12;

// The local day `ago` days before `now`; noon of the UTC day keeps clear of clock changes.
std::string day_name(core::Timestamp now, std::size_t ago) {
  const auto at = now - std::chrono::hours(24) * static_cast<long>(ago);
  return ago == 0 ? std::string("today") : calendar_date(at);
}

Tile active_tile(const Tiles& tiles) {
  Tile tile;
  const std::int64_t active = tiles.sessions_running + tiles.sessions_waiting;
  tile.figure_name = "active_sessions";
  tile.caption = "ACTIVE SESSIONS";
  tile.figure = {grouped_number(active), active > 0 ? Role::accent : Role::text, ""};
  tile.context = active == 0 ? std::string("nobody works")
                             : fmt::format("{} working, {} waiting", tiles.sessions_running,
                                           tiles.sessions_waiting);
  tile.chart = Tile::Chart::slots;
  const auto put = [&tile](std::int64_t count, Role role) {
    for (std::int64_t i = 0; i < count && tile.parts.size() < kMostSlots; ++i) {
      tile.parts.push_back({1, role, ""});
    }
  };
  put(tiles.sessions_running, Role::accent);
  put(tiles.sessions_waiting, Role::warn);
  while (tile.parts.size() < kLeastSlots) tile.parts.push_back({0, Role::track, ""});
  return tile;
}

Tile sessions_tile(const Tiles& tiles, core::Timestamp now) {
  Tile tile;
  tile.figure_name = "sessions_24h";
  tile.caption = "SESSIONS 24H";
  tile.figure = {grouped_number(tiles.sessions_24h), Role::text, ""};
  tile.context = fmt::format("{} the day before", grouped_number(tiles.sessions_day_before));
  tile.chart = Tile::Chart::bars;
  for (std::size_t i = 0; i < tiles.sessions_by_hour.size(); ++i) {
    const auto count = tiles.sessions_by_hour[i];
    const auto ends = now - std::chrono::hours(tiles.sessions_by_hour.size() - 1 - i);
    tile.parts.push_back({static_cast<double>(count), Role::accent,
                          fmt::format("{} in the hour to {}", counted(count, "session", "sessions"),
                                      clock_time(ends))});
  }
  return tile;
}

Tile commits_tile(const Tiles& tiles, core::Timestamp now) {
  Tile tile;
  std::int64_t sum = 0;
  tile.figure_name = "commits_today";
  tile.chart_name = "commits_14d";
  tile.caption = "COMMITS TODAY";
  tile.figure = {grouped_number(tiles.commits_today), Role::text, ""};
  tile.chart = Tile::Chart::line;
  for (std::size_t i = 0; i < tiles.commits_by_day.size(); ++i) {
    const auto count = tiles.commits_by_day[i];
    sum += count;
    tile.parts.push_back({static_cast<double>(count), Role::accent,
                          fmt::format("{}, {}", counted(count, "commit", "commits"),
                                      day_name(now, tiles.commits_by_day.size() - 1 - i))});
  }
  tile.context = fmt::format("{} in 14 days", grouped_number(sum));
  return tile;
}

Tile lines_tile(const Tiles& tiles) {
  Tile tile;
  tile.figure_name = "additions_7d";
  tile.second_name = "deletions_7d";
  tile.caption = "ADD / DEL 7D";
  tile.figure = {additions_text(tiles.additions_7d), Role::added, ""};
  tile.second = {deletions_text(tiles.deletions_7d), Role::deleted, ""};
  tile.context =
      fmt::format("net {} lines", signed_number(tiles.additions_7d - tiles.deletions_7d));
  tile.chart = Tile::Chart::split;
  tile.parts = {{static_cast<double>(tiles.additions_7d), Role::added, tile.figure.text},
                {static_cast<double>(tiles.deletions_7d), Role::deleted, tile.second.text}};
  return tile;
}

Tile success_tile(const Tiles& tiles) {
  Tile tile;
  const auto ok = tiles.sessions_ok_30d;
  const auto ended = tiles.sessions_ended_30d;
  tile.figure_name = "success_30d";
  tile.caption = "SUCCESS 30D";
  tile.figure = {percent(ok, ended), Role::text, ""};
  tile.context = ended == 0 ? std::string("none ended yet")
                            : fmt::format("{} of {}", grouped_number(ok),
                                          counted(ended, "session", "sessions"));
  tile.chart = Tile::Chart::ring;
  const double share = ended > 0 ? static_cast<double>(ok) / static_cast<double>(ended) : 0.0;
  tile.parts = {{std::clamp(share, 0.0, 1.0), Role::accent, tile.context}};
  return tile;
}

Tile cost_tile(const Tiles& tiles, core::Timestamp now) {
  Tile tile;
  tile.figure_name = "cost_30d";
  tile.caption = "COST 30D";
  tile.figure = {money_about(tiles.cost_30d, tiles.cost_30d_is_estimated), Role::text,
                 money_exact(tiles.cost_30d)};
  tile.context =
      fmt::format("{} today", money_about(tiles.cost_today, tiles.cost_today_is_estimated));
  tile.chart = Tile::Chart::bars;
  for (std::size_t i = 0; i < tiles.cost_by_day.size(); ++i) {
    const auto cost = tiles.cost_by_day[i];
    tile.parts.push_back(
        {cost.dollars(), Role::accent,
         fmt::format("{}, {}", money(cost), day_name(now, tiles.cost_by_day.size() - 1 - i))});
  }
  return tile;
}

Tile tokens_tile(const Tiles& tiles) {
  Tile tile;
  const auto& usage = tiles.usage_30d;
  const auto input = usage.context();
  tile.figure_name = "tokens_30d";
  tile.chart_name = "cache_share_30d";
  tile.caption = "TOKENS 30D";
  tile.figure = {compact_number(usage.total()), Role::text, grouped_number(usage.total())};
  tile.context = input == 0 ? std::string("none yet")
                            : fmt::format("{} of input cached", percent(usage.cache_read, input));
  tile.chart = Tile::Chart::split;
  const auto part = [](std::int64_t tokens, Role role, std::string_view name) {
    return ChartPart{static_cast<double>(tokens), role,
                     fmt::format("{} {}", grouped_number(tokens), name)};
  };
  tile.parts = {part(usage.cache_read, Role::accent, "read from the cache"),
                part(usage.input + usage.cache_write(), Role::series1, "new input"),
                part(usage.output, Role::series2, "output")};
  return tile;
}

}  // namespace

std::array<Tile, 7> make_tiles(const Tiles& tiles, core::Timestamp now) {
  return {active_tile(tiles), sessions_tile(tiles, now), commits_tile(tiles, now),
          lines_tile(tiles),  success_tile(tiles),       cost_tile(tiles, now),
          tokens_tile(tiles)};
}

}  // namespace orchard::app
