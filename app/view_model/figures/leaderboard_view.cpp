#include "app/view_model/figures/leaderboard_view.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <compare>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::int64_t value_of(const FigureTotals& totals, LeaderColumn column) {
  switch (column) {
    case LeaderColumn::sessions:
      return totals.sessions;
    case LeaderColumn::turns:
      return totals.turns;
    case LeaderColumn::commits:
      return totals.commits;
    case LeaderColumn::additions:
      return totals.additions;
    case LeaderColumn::deletions:
      return totals.deletions;
    case LeaderColumn::tokens:
      return totals.usage.total();
    case LeaderColumn::cost:
      return totals.cost.nano_dollars;
    case LeaderColumn::name:
    case LeaderColumn::repository:
      break;
  }
  return 0;
}

constexpr std::int64_t kMillion = 1'000'000;

// Columns are narrow, and the exact value stands in the hover.

/// From a thousand dollars on without cents: "$1,247", "$1.2M".
std::string short_money(core::Cost cost) {
  constexpr std::int64_t kDollar = 1'000'000'000;
  if (cost.nano_dollars < 1'000 * kDollar) return money(cost);
  const std::int64_t dollars = cost.nano_dollars / kDollar;
  return "$" + (dollars < kMillion ? grouped_number(dollars) : compact_number(dollars));
}

std::string short_lines(std::int64_t lines, std::string (*text)(std::int64_t)) {
  if (lines < kMillion) return text(lines);
  const std::string zero = text(0);  // its sign and a 0
  return zero.substr(0, zero.size() - 1) + compact_number(lines);
}

Figure figure_of(const FigureTotals& totals, LeaderColumn column) {
  const std::int64_t value = value_of(totals, column);
  switch (column) {
    case LeaderColumn::additions:
      return {short_lines(value, additions_text), Role::added,
              counted(value, "line added", "lines added")};
    case LeaderColumn::deletions:
      return {short_lines(value, deletions_text), Role::deleted,
              counted(value, "line deleted", "lines deleted")};
    case LeaderColumn::tokens: {
      const core::TokenUsage& usage = totals.usage;
      return {
          compact_number(value), Role::muted,
          fmt::format("{} tokens in {}\n{} new input\n{} written to the cache\n{} read from the "
                      "cache\n{} output",
                      grouped_number(value), counted(totals.calls, "API call", "API calls"),
                      grouped_number(usage.input), grouped_number(usage.cache_write()),
                      grouped_number(usage.cache_read), grouped_number(usage.output))};
    }
    case LeaderColumn::cost: {
      std::string hover = money_exact(totals.cost);
      if (totals.estimated.nano_dollars != 0)
        hover += fmt::format(", of it {} estimated for models without a price of their own",
                             money_exact(totals.estimated));
      const std::string cost = short_money(totals.cost);
      const bool holds_estimate = totals.estimated.nano_dollars != 0;
      return {holds_estimate ? kEstimateSign + cost : cost, Role::text, std::move(hover)};
    }
    case LeaderColumn::sessions:
      return {grouped_number(value), Role::muted, counted(value, "session", "sessions")};
    case LeaderColumn::turns:
      return {grouped_number(value), Role::muted, counted(value, "turn", "turns")};
    case LeaderColumn::commits:
      return {grouped_number(value), Role::text, counted(value, "commit", "commits")};
    case LeaderColumn::name:
    case LeaderColumn::repository:
      break;
  }
  return {};
}

std::array<Figure, 7> figures_of(const FigureTotals& totals) {
  std::array<Figure, 7> figures;
  for (std::size_t i = 0; i < figures.size(); ++i)
    figures.at(i) = figure_of(totals, kLeaderFigures.at(i));
  return figures;
}

/// Names without regard to case, else every "A" stands before every "b".
std::string folded(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::weak_ordering compare(const Leader& a, const Leader& b, LeaderColumn column) {
  if (column == LeaderColumn::name) return folded(a.name) <=> folded(b.name);
  if (column == LeaderColumn::repository)
    return folded(a.repository_name) <=> folded(b.repository_name);
  return value_of(a.totals, column) <=> value_of(b.totals, column);
}

/// What is equal stands by cost, then by name.
bool is_before(const Leader& a, const Leader& b, LeaderSort sort) {
  const auto first = compare(a, b, sort.column);
  if (std::is_neq(first)) return sort.descending ? std::is_gt(first) : std::is_lt(first);
  const auto cost = compare(b, a, LeaderColumn::cost);
  if (std::is_neq(cost)) return std::is_lt(cost);
  return std::is_lt(compare(a, b, LeaderColumn::name));
}

using Marks = std::map<core::WorkspaceId, StateMark>;

Marks marks_of(const LeaderContext& context) {
  Marks marks;
  for (const RepositoryState& repository : context.snapshot.repositories)
    for (const auto& workspace : repository.workspaces)
      marks[workspace->id] = mark_of(face_of(*workspace, context.seen, context.now).face);
  return marks;
}

StateMark mark_of_leader(const Leader& leader, const Marks& marks) {
  if (leader.status == core::WorkspaceStatus::archived) return StateMark::archived;
  if (leader.status == core::WorkspaceStatus::deleted) return StateMark::deleted;
  const auto found = marks.find(*leader.workspace);
  return found == marks.end() ? StateMark::idle : found->second;
}

std::string note_of(const Leader& leader) {
  if (leader.workspace && leader.status != core::WorkspaceStatus::active)
    return std::string(core::to_string(leader.status));
  return leader.repository_removed ? "removed" : "";
}

LeaderLine line_of(const Leader& leader, std::size_t index, const Marks& marks,
                   core::Timestamp now) {
  LeaderLine line;
  line.leader = index;
  line.name = leader.workspace || leader.repository ? displayable_line(leader.name)
                                                    : std::string("Without workspace");
  line.note = note_of(leader);
  line.figures = figures_of(leader.totals);
  line.hover = fmt::format("Last active {}", relative_time(leader.last_active_at, now));
  if (!leader.workspace) return line;
  line.mark = mark_of_leader(leader, marks);
  line.repository = displayable_line(leader.repository_name);
  line.can_open = leader.totals.sessions > 0 || leader.totals.calls > 0;
  if (!leader.branch.empty()) line.hover = displayable_line(leader.branch) + "\n" + line.hover;
  return line;
}

LeaderLine line_of_session(const LeaderSession& session, std::size_t leader, std::size_t index,
                           core::Timestamp now) {
  LeaderLine line;
  line.leader = leader;
  line.session = index;
  line.name = session.title.empty() ? std::string("Session without prompt")
                                    : displayable_line(session.title);
  line.note = relative_time(session.last_active_at, now);
  line.hover = line.name;
  line.figures = figures_of(session.totals);
  // A commit belongs to a workspace, not to a session.
  for (std::size_t i = 0; i < line.figures.size(); ++i) {
    const LeaderColumn column = kLeaderFigures.at(i);
    if (column != LeaderColumn::turns && column != LeaderColumn::tokens &&
        column != LeaderColumn::cost)
      line.figures.at(i) = {};
  }
  return line;
}

}  // namespace

LeaderboardView make_leaderboard(const AnalyticsFigures& figures, LeaderKind kind, LeaderSort sort,
                                 const std::set<core::WorkspaceId>& opened,
                                 const FigureFilter& filter, const LeaderContext& context) {
  const auto& leaders = kind == LeaderKind::workspaces ? figures.workspaces : figures.repositories;
  std::vector<std::size_t> order(leaders.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return is_before(leaders[a], leaders[b], sort); });
  const Marks marks = kind == LeaderKind::workspaces ? marks_of(context) : Marks();
  LeaderboardView view;
  for (const std::size_t index : order) {
    const Leader& leader = leaders[index];
    view.lines.push_back(line_of(leader, index, marks, context.now));
    if (!leader.workspace || !opened.contains(*leader.workspace)) continue;
    view.lines.back().opened = true;
    for (std::size_t i = 0; i < leader.sessions.size(); ++i)
      view.lines.push_back(line_of_session(leader.sessions[i], index, i, context.now));
  }
  const auto count = static_cast<std::int64_t>(leaders.size());
  view.count = kind == LeaderKind::workspaces ? counted(count, "workspace", "workspaces")
                                              : counted(count, "repository", "repositories");
  view.total = figures_of(figures.total);
  if (leaders.empty())
    view.empty_text = fmt::format("Nothing was recorded {}.", window_words(filter));
  return view;
}

std::string leader_column_title(LeaderColumn column, LeaderKind kind) {
  switch (column) {
    case LeaderColumn::name:
      return kind == LeaderKind::workspaces ? "WORKSPACE" : "REPOSITORY";
    case LeaderColumn::repository:
      return "REPO";
    case LeaderColumn::sessions:
      return "SESS";
    case LeaderColumn::turns:
      return "TURNS";
    case LeaderColumn::commits:
      return "COMMITS";
    case LeaderColumn::additions:
      return "ADDED";
    case LeaderColumn::deletions:
      return "DELETED";
    case LeaderColumn::tokens:
      return "TOKENS";
    case LeaderColumn::cost:
      return "COST";
  }
  return "";
}

std::string leader_column_hover(LeaderColumn column) {
  switch (column) {
    case LeaderColumn::sessions:
      return "Sessions with a turn begun in the window";
    case LeaderColumn::turns:
      return "Turns begun in the window";
    case LeaderColumn::commits:
      return "Commits authored in the window, merges not counted; each counts once, for the "
             "workspace where it was first seen";
    case LeaderColumn::additions:
      return "Lines added by those commits";
    case LeaderColumn::deletions:
      return "Lines deleted by those commits";
    case LeaderColumn::tokens:
      return "Tokens of the API calls of the window: input, output, cache writes and reads";
    case LeaderColumn::cost:
      return "What the API calls of the window cost at the price of their day";
    case LeaderColumn::name:
    case LeaderColumn::repository:
      break;
  }
  return "";
}

LeaderSort sort_after_press(LeaderSort sort, LeaderColumn column) {
  if (sort.column == column) return {column, !sort.descending};
  return {column, column != LeaderColumn::name && column != LeaderColumn::repository};
}

}  // namespace orchard::app
