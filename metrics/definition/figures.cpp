#include "metrics/definition/figures.h"

#include "metrics/billing/billing.h"
#include "metrics/calendar/day_window.h"
#include "metrics/definition/figure_queries.h"

#include <algorithm>
#include <array>
#include <string>

namespace orchard::metrics {

namespace {

template <int kDays>
TimeRange last_days(const Question& question) {
  const DayWindow days(question.local, question.now, kDays);
  return {days.start(), days.end()};
}

TimeRange last_24h(const Question& question) {
  return range_of(Window::day, question.local, question.now);
}

TimeRange current_period(const Question& question) {
  const BillingPeriod period =
      billing_period(question.local.day_of(question.now), question.billing_day);
  return {question.local.start_of(period.from), question.local.start_of(period.to)};
}

TimeRange window_of(const Question& question) {
  return question.range();
}

TimeRange calendar_weeks(const Question& question) {
  const CivilDay today = question.local.day_of(question.now);
  const DayWindow days(question.local, question.now, 12 * 7 + weekday_of(today) + 1);
  return {days.start(), days.end()};
}

constexpr std::array kFigures{
    FigureDefinition{
        FigurePlace::tile, "active_sessions", "Active sessions",
        "Sessions with a turn running right now: working ones, and ones that wait for an answer of "
        "the user. A session whose process is gone is not active, whatever it was doing.",
        Unit::count,
        "the process table of the machine, turn.finished_at, permission_request.resolved_at",
        active_sessions},
    FigureDefinition{FigurePlace::tile, "sessions_24h", "Sessions 24h",
                     "Sessions whose first turn began in the last 24 hours.", Unit::count,
                     "session_total.began", sessions_24h, RowKind::sessions_begun, last_24h},
    FigureDefinition{FigurePlace::tile, "sessions_today", "Sessions today",
                     "Sessions whose first turn began on this calendar day.", Unit::count,
                     "session_total.began", sessions_today, RowKind::sessions_begun, last_days<1>},
    FigureDefinition{
        FigurePlace::tile, "commits_today", "Commits today",
        "Commits authored on this calendar day on branches of workspaces of any status and not on "
        "their bases, or made in a workspace and landed since, even before anybody looked. Each "
        "commit counts once, however many branches hold it; merges do not count; amended and "
        "rebased commits are replaced; a date in the future counts as the day "
        "when the commit was first seen. A cherry-picked copy is a commit of its own. \"By "
        "agents\" are those committed while a turn of the workspace ran.",
        Unit::count, "commit_seen.counted_at, workspace_commit, turn", commits_today,
        RowKind::commits, last_days<1>},
    FigureDefinition{
        FigurePlace::tile, "additions_7d", "Additions 7d",
        "Lines added by the commits of the last 7 calendar days, today included, counted as "
        "commits_today counts; binary files have no lines and a rename adds only what changed.",
        Unit::lines, "commit_seen.additions", additions_7d, RowKind::commits, last_days<7>},
    FigureDefinition{FigurePlace::tile, "deletions_7d", "Deletions 7d",
                     "Lines deleted by the commits of the last 7 calendar days, today included.",
                     Unit::lines, "commit_seen.deletions", deletions_7d, RowKind::commits,
                     last_days<7>},
    FigureDefinition{FigurePlace::tile, "commits_14d", "Commits 14d",
                     "Commits on each of the last 14 calendar days, counted as commits_today "
                     "counts; today is the last one.",
                     Unit::count, "commit_seen.counted_at", commits_14d, RowKind::commits,
                     last_days<14>},
    FigureDefinition{
        FigurePlace::tile, "success_30d", "Success 30d",
        "Of the sessions whose newest finished turn ended in the last 30 calendar days, the share "
        "where it ended ok. Turns that the user interrupted and turns that failed are shown apart.",
        Unit::share, "session_total.ended, session_total.outcome", success_30d,
        RowKind::sessions_ended, last_days<30>},
    FigureDefinition{
        FigurePlace::tile, "cost_today", "Cost today",
        "What the API calls of this calendar day cost: the tokens of each call times the price of "
        "its model on that day. Every call counts once, aborted ones with what they had used.",
        Unit::dollars, "api_call.cost by usage_quarter", cost_today, RowKind::calls, last_days<1>},
    FigureDefinition{FigurePlace::tile, "cost_30d", "Cost 30d",
                     "What the API calls of each of the last 30 calendar days cost, counted as "
                     "cost_today counts; today is the last one. Archived and deleted work counts "
                     "on the days it happened.",
                     Unit::dollars, "api_call.cost by usage_quarter", cost_30d, RowKind::calls,
                     last_days<30>},
    FigureDefinition{FigurePlace::tile, "tokens_30d", "Tokens 30d",
                     "Tokens of the API calls of the last 30 calendar days: input that was not "
                     "cached, output, writes to the cache and reads from it.",
                     Unit::tokens, "api_call tokens by usage_quarter", tokens_30d, RowKind::calls,
                     last_days<30>},
    FigureDefinition{FigurePlace::tile, "cache_share_30d", "Cached 30d",
                     "Of all tokens sent to models in the last 30 calendar days (input, cache "
                     "writes, cache reads), the share that was read from the cache.",
                     Unit::share, "api_call tokens by usage_quarter", cache_share_30d,
                     RowKind::calls, last_days<30>},
    FigureDefinition{
        FigurePlace::card, "workspace_cards", "Workspace cards",
        "Per workspace: commits on its branch and not on its base without merges (and how many an "
        "agent made), lines of the branch against the merge base, uncommitted lines apart, and of "
        "its latest session with a turn: model, turns, tokens and cost. Of an archived workspace "
        "as last seen.",
        Unit::none, "workspace, workspace_commit, session_total, usage_session_day",
        workspace_cards, RowKind::sessions_active, window_of},
    FigureDefinition{
        FigurePlace::analytics, "workspace_leaderboard", "Workspaces",
        "Per workspace of any status what happened in the window: sessions with a turn begun, "
        "turns begun, commits authored and their lines, API calls, tokens and cost. A commit "
        "counts for the workspace where it was first seen.",
        Unit::none, "turn, commit_seen, usage_session_day, usage_session_quarter",
        workspace_leaderboard, RowKind::sessions_active, window_of},
    FigureDefinition{FigurePlace::analytics, "repository_leaderboard", "Repositories",
                     "The workspace leaderboard summed by repository; removed repositories stay.",
                     Unit::none, "turn, commit_seen, usage_session_day, usage_session_quarter",
                     repository_leaderboard, RowKind::sessions_active, window_of},
    FigureDefinition{FigurePlace::analytics, "activity_heatmap", "Activity by weekday and hour",
                     "Turns begun in the window by weekday and hour of the user's clock. An hour "
                     "that clocks skip stays empty, one that comes twice holds both.",
                     Unit::count, "turn.started_at", activity_heatmap, RowKind::turns, window_of},
    FigureDefinition{FigurePlace::analytics, "activity_calendar", "Activity of 13 weeks",
                     "Turns begun on each calendar day of the last 13 weeks; weeks begin on "
                     "Monday, the last one holds today.",
                     Unit::count, "turn.started_at", activity_calendar, RowKind::turns,
                     calendar_weeks},
    FigureDefinition{FigurePlace::analytics, "peak_hours", "Peak hours",
                     "Turns begun in the window by hour of the user's clock.", Unit::count,
                     "turn.started_at", peak_hours, RowKind::turns, window_of},
    FigureDefinition{FigurePlace::analytics, "turn_histogram", "Turns per session",
                     "Sessions by the number of their turns begun in the window: up to 2, 4, 8, "
                     "16, 32, 64, 128, and more. Sessions without any are left out.",
                     Unit::count, "turn.started_at", turn_histogram, RowKind::sessions_active,
                     window_of},
    FigureDefinition{FigurePlace::analytics, "session_durations", "Session duration",
                     "Sessions that began in the window by the time from their first turn's "
                     "beginning to their last turn's end. Sessions without an ended turn are left "
                     "out.",
                     Unit::count, "session_total.began, session_total.ended", session_durations,
                     RowKind::sessions_begun, window_of},
    FigureDefinition{FigurePlace::analytics, "calls_per_minute", "Calls per minute",
                     "API calls of the window divided by the minutes of those quarters of an hour "
                     "that hold a call; the peak is the busiest quarter.",
                     Unit::per_minute, "usage_quarter", calls_per_minute, RowKind::calls,
                     window_of},
    FigureDefinition{FigurePlace::analytics, "slash_commands", "Top slash commands",
                     "How often each slash command was used in the window, however it was typed.",
                     Unit::count, "slash_command_use.at", slash_commands, RowKind::commands,
                     window_of},
    FigureDefinition{FigurePlace::analytics, "recent_sessions", "Recent sessions 24h",
                     "Sessions in which a turn began or ended in the last 24 hours, from the first "
                     "to the last of those turns, with how the turn that ended last came out.",
                     Unit::none, "turn, session_total.outcome", recent_sessions,
                     RowKind::sessions_active, last_24h},
    FigureDefinition{FigurePlace::analytics, "model_usage", "Models",
                     "API calls, tokens and cost of the window by model. The cost of a model that "
                     "is not in the price table is estimated from its family and shown apart.",
                     Unit::none, "usage_session_day, usage_session_quarter", model_usage,
                     RowKind::calls, window_of},
    FigureDefinition{FigurePlace::analytics, "cost_by_day", "Cost by day",
                     "Cost, tokens and API calls on each calendar day of the window.",
                     Unit::dollars, "usage_quarter", cost_by_day, RowKind::calls, window_of},
    FigureDefinition{
        FigurePlace::analytics, "billing_period", "Billing period",
        "What the API calls of the current billing period cost so far, counted as cost_today "
        "counts. A period begins on the day of the month that the settings name (the 1st unless "
        "changed; the last day of a month without such a day) and ends with the day before the "
        "next one begins.",
        Unit::dollars, "usage_quarter", billing_period, RowKind::calls, current_period},
    FigureDefinition{
        FigurePlace::usage, "usage_cost", "Total cost",
        "What the API calls of the window cost, sessions outside Orchard included: the tokens of "
        "each call times the price of its model on that day, which is a tenth higher where one "
        "region handles them (inference_geo \"us\", regional names of Amazon Bedrock; of Google "
        "Vertex nothing tells the region, so that the usual price is taken). Every call counts "
        "once.",
        Unit::dollars, "api_call.cost by usage_session_quarter", usage_cost, RowKind::machine_calls,
        window_of},
    FigureDefinition{FigurePlace::usage, "usage_input_tokens", "Input tokens",
                     "All tokens sent to Claude in the window (your messages, system prompts, "
                     "context): new ones, those written to the cache and those read from it.",
                     Unit::tokens, "api_call tokens by usage_session_quarter", usage_input_tokens,
                     RowKind::machine_calls, window_of},
    FigureDefinition{FigurePlace::usage, "usage_output_tokens", "Output tokens",
                     "All tokens that Claude generated in the window: answers, thinking and tool "
                     "calls.",
                     Unit::tokens, "api_call.output by usage_session_quarter", usage_output_tokens,
                     RowKind::machine_calls, window_of},
    FigureDefinition{FigurePlace::usage, "usage_calls", "API calls",
                     "Answers of the API in the window; a call that was not answered does not "
                     "count. What another model took that was asked for advice on the way "
                     "(/advisor) is a call of its own, under its model.",
                     Unit::count, "api_call by usage_session_quarter", usage_calls,
                     RowKind::machine_calls, window_of},
    FigureDefinition{FigurePlace::usage, "usage_average", "Average cost per call",
                     "Total cost of the window divided by its API calls.", Unit::dollars,
                     "api_call.cost by usage_session_quarter", usage_average,
                     RowKind::machine_calls, window_of},
    FigureDefinition{FigurePlace::usage, "usage_over_time", "Cost over time",
                     "Cost of each day of the user's clock, or of each hour, by source.",
                     Unit::dollars, "usage_session_quarter", usage_over_time,
                     RowKind::machine_calls, window_of},
    FigureDefinition{
        FigurePlace::usage, "usage_by_source", "Cost by source",
        "Cost of the window by who made the calls: interactive (your conversations in workspaces), "
        "sub-agents of those, background (what Claude Code asks by itself, such as titles), and "
        "outside (sessions that Orchard did not start).",
        Unit::dollars, "usage_session_quarter, session.outside", usage_by_source,
        RowKind::machine_calls, window_of},
    FigureDefinition{FigurePlace::usage, "usage_consumers", "Top consumers",
                     "The workspaces, and the folders outside Orchard, by what their API calls of "
                     "the window cost or by their tokens.",
                     Unit::dollars, "usage_session_quarter, workspace, project", usage_consumers,
                     RowKind::machine_calls, window_of},
    FigureDefinition{FigurePlace::usage, "usage_records", "Usage records",
                     "Every API call of the window, sessions outside Orchard included, newest "
                     "first. Calls that failed stand among them, which cost nothing and count in "
                     "no other figure. A call that a sub-agent made names the agent's "
                     "type, such as Explore, as Claude Code tells it beside the transcript of the "
                     "sub-agent; where it does not, as in old versions, the call is a sub-agent's "
                     "of no known type.",
                     Unit::none, "api_call, agent", usage_records, RowKind::machine_calls,
                     window_of},
};

constexpr std::string_view kPageHead =
    R"(# What the figures mean

Every figure of the dashboard, of analytics and of `orchard metrics` is defined here once. The page
is written by `orchard metrics --explain --markdown`; a test compares the two.

All figures come from the local ledger. Times are stored in UTC; days and hours are those of the
user's time zone (TZ), also across changes of the clocks. A window of 24h is the last 24 hours; 7d,
30d and 90d are calendar days with today among them. Archived and deleted workspaces and removed
repositories count on the days things happened. Figures speak of the sessions that Orchard runs or
ran; use of Claude Code outside Orchard is in `orchard usage`.

A filter by model takes the calls, tokens and cost of that model, all turns of the sessions that
used it, and the commits of the workspaces of those sessions: a turn or a commit has no model of its
own.

A turn lasts as long as its agent says. When an agent was killed or stopped before it said so, its
turn lasts from the prompt to the agent's last sign of life: the last thing it printed, the last time
Orchard saw it alive, or the moment the user stopped it, whichever came last.
)";

}  // namespace

std::span<const FigureDefinition> figure_definitions() {
  return kFigures;
}

core::Result<const FigureDefinition*> find_figure(std::string_view name) {
  std::string near;
  for (const FigureDefinition& figure : kFigures) {
    if (figure.name == name) return &figure;
    if (!name.empty() && figure.name.find(name) != std::string_view::npos)
      near += (near.empty() ? "" : ", ") + std::string(figure.name);
  }
  return core::fail(
      core::ErrorCode::not_found,
      "There is no figure \"" + std::string(name) + "\"; " +
          (near.empty() ? "`orchard metrics --explain` lists all." : "did you mean " + near + "?"));
}

core::Result<FigureTable> query_rows_behind(Store& store, const FigureDefinition& figure,
                                            const Question& question, std::int64_t limit) {
  if (figure.rows == RowKind::none || figure.range == nullptr)
    return core::fail(core::ErrorCode::unsupported, "No stored rows stand behind " +
                                                        std::string(figure.name) +
                                                        "; it is what the machine does right now.");
  return query_rows(store, figure.rows, question.filter, figure.range(question), limit);
}

std::string definitions_page() {
  std::string page(kPageHead);
  for (const FigureDefinition& figure : kFigures) {
    const auto text = [](std::string_view part) { return std::string(part); };
    page += "\n## " + text(figure.name) + "\n\n";
    page += "**" + text(figure.title) + "**: " + text(figure.sentence) + "\n\n";
    page += "- unit: " + text(to_string(figure.unit)) + "\n";
    page += "- read from: " + text(figure.source) + "\n";
    if (figure.rows != RowKind::none)
      page += "- rows behind it: " + text(to_string(figure.rows)) + "\n";
  }
  return page;
}

}  // namespace orchard::metrics
