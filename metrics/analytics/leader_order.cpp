#include "metrics/analytics/leaderboard.h"

#include <algorithm>
#include <utility>

namespace orchard::metrics {

namespace {

constexpr std::array<std::string_view, kLeaderColumns.size()> kNames{
    "name",      "repository", "sessions", "turns", "commits", "additions",
    "deletions", "calls",      "tokens",   "cost",  "active"};

bool is_text(LeaderColumn column) {
  return column == LeaderColumn::name || column == LeaderColumn::repository;
}

const std::string& text_of(const LeaderRow& row, LeaderColumn column) {
  return column == LeaderColumn::name ? row.name : row.repository_name;
}

std::int64_t number_of(const LeaderRow& row, LeaderColumn column) {
  const Activity& activity = row.activity;
  switch (column) {
    case LeaderColumn::name:
    case LeaderColumn::repository:
      return 0;
    case LeaderColumn::sessions:
      return activity.sessions;
    case LeaderColumn::turns:
      return activity.turns;
    case LeaderColumn::commits:
      return activity.commits;
    case LeaderColumn::additions:
      return activity.lines.additions;
    case LeaderColumn::deletions:
      return activity.lines.deletions;
    case LeaderColumn::calls:
      return activity.usage.calls;
    case LeaderColumn::tokens:
      return activity.usage.tokens.total();
    case LeaderColumn::cost:
      return activity.usage.cost.nano_dollars;
    case LeaderColumn::active:
      return row.last_active_at.time_since_epoch().count();
  }
  return 0;
}

}  // namespace

std::string_view to_string(LeaderColumn column) {
  return kNames.at(static_cast<std::size_t>(column));
}

std::optional<LeaderColumn> parse_leader_column(std::string_view text) {
  for (const LeaderColumn column : kLeaderColumns)
    if (to_string(column) == text) return column;
  return std::nullopt;
}

SortOrder natural_order(LeaderColumn column) {
  return is_text(column) ? SortOrder::ascending : SortOrder::descending;
}

void sort_leaders(std::vector<LeaderRow>& rows, LeaderColumn column, SortOrder order) {
  const auto compare = [column](const LeaderRow& a, const LeaderRow& b) {
    if (is_text(column)) return text_of(a, column).compare(text_of(b, column));
    const std::int64_t left = number_of(a, column);
    const std::int64_t right = number_of(b, column);
    return left < right ? -1 : (left > right ? 1 : 0);
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const LeaderRow& a, const LeaderRow& b) {
    const int order_of = order == SortOrder::ascending ? compare(a, b) : compare(b, a);
    if (order_of != 0) return order_of < 0;
    if (a.activity.usage.cost != b.activity.usage.cost)
      return a.activity.usage.cost > b.activity.usage.cost;
    return std::tie(a.name, a.repository_name) < std::tie(b.name, b.repository_name);
  });
}

}  // namespace orchard::metrics
