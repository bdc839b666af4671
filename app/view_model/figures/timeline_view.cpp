#include "app/view_model/figures/timeline_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr core::Duration kDay = std::chrono::hours(24);
constexpr std::size_t kMostLines = 10;

struct KindWords {
  DotKind kind;
  std::string_view text;
  bool always;
};
constexpr std::array kKinds{KindWords{DotKind::running, "Running", true},
                            KindWords{DotKind::waiting, "Waiting", true},
                            KindWords{DotKind::finished, "Finished", true},
                            KindWords{DotKind::interrupted, "Interrupted", true},
                            KindWords{DotKind::failed, "Failed", true},
                            KindWords{DotKind::stopped, "Stopped", false}};

std::string_view words_of(DotKind kind) {
  return std::ranges::find(kKinds, kind, &KindWords::kind)->text;
}

DotKind kind_of(const RecentSession& session) {
  if (session.state == core::SessionState::running) return DotKind::running;
  if (session.state == core::SessionState::waiting) return DotKind::waiting;
  // Its turn has no end, yet no process works on it.
  if (session.open || !session.outcome) return DotKind::stopped;
  switch (*session.outcome) {
    case core::TurnOutcome::ok:
      return DotKind::finished;
    case core::TurnOutcome::error:
      return DotKind::failed;
    case core::TurnOutcome::interrupted:
      return DotKind::interrupted;
  }
  return DotKind::finished;
}

double share_of(core::Timestamp at, core::Timestamp now) {
  const double past = static_cast<double>((now - at).count()) / static_cast<double>(kDay.count());
  return std::clamp(1 - past, 0.0, 1.0);
}

TimelineDot dot_of(const RecentSession& session, std::size_t index, core::Timestamp now) {
  TimelineDot dot;
  dot.session = index;
  dot.kind = kind_of(session);
  const bool works = dot.kind == DotKind::running || dot.kind == DotKind::waiting;
  const core::Timestamp end = works ? now : session.to;
  dot.from = share_of(session.from, now);
  dot.to = std::max(dot.from, share_of(end, now));
  dot.hover = fmt::format(
      "{}\n{} \u00b7 {}\n{}\u2013{}, {}\n{}, {}",
      session.title.empty() ? "Session without prompt" : displayable_line(session.title),
      displayable_line(session.workspace_name.empty() ? "without workspace"
                                                      : session.workspace_name),
      words_of(dot.kind), clock_time(session.from), works ? "now" : clock_time(end),
      elapsed_words(end - session.from), counted(session.turns, "turn", "turns"),
      full_time(session.from));
  return dot;
}

/// The oldest first takes the first line that is free.
void lay_out(TimelineLane& lane, double mark) {
  std::ranges::stable_sort(lane.dots, {}, &TimelineDot::from);
  std::vector<double> ends;
  for (TimelineDot& dot : lane.dots) {
    auto line = std::ranges::find_if(ends, [&](double end) { return end <= dot.from - mark / 2; });
    if (line == ends.end() && ends.size() == kMostLines) line = std::ranges::min_element(ends);
    if (line == ends.end()) line = ends.insert(ends.end(), 0.0);
    *line = std::max(dot.to, dot.from + mark / 2) + mark / 2;
    dot.line = static_cast<int>(line - ends.begin());
  }
  lane.lines = std::max(1, static_cast<int>(ends.size()));
}

std::vector<TimelineMark> make_grid(core::Timestamp now) {
  std::vector<TimelineMark> grid;
  // Whole hours of the user's clock, whatever it did meanwhile; zones may be off by quarters.
  core::Timestamp at = std::chrono::ceil<std::chrono::minutes>(now - kDay);
  while (at < now && clock_time(at).substr(2) != ":00") at += std::chrono::minutes(1);
  for (; at < now; at += std::chrono::hours(1))
    if (local_moment(at).hour % 3 == 0 && clock_time(at).substr(2) == ":00")
      grid.push_back({share_of(at, now), clock_time(at)});
  return grid;
}

}  // namespace

TimelineView make_timeline(const std::vector<RecentSession>& sessions, core::Timestamp now,
                           double mark) {
  TimelineView view;
  std::map<std::string, std::size_t> lane_of;
  std::map<DotKind, std::int64_t> counts;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    const std::string& name = sessions[i].repository_name;
    const auto [found, is_new] = lane_of.try_emplace(name, view.lanes.size());
    if (is_new)
      view.lanes.push_back({name.empty() ? "No repository" : displayable_line(name), 1, {}});
    TimelineDot dot = dot_of(sessions[i], i, now);
    ++counts[dot.kind];
    view.lanes[found->second].dots.push_back(std::move(dot));
  }
  std::ranges::stable_sort(view.lanes, [](const TimelineLane& a, const TimelineLane& b) {
    return a.dots.size() > b.dots.size();
  });
  for (TimelineLane& lane : view.lanes) lay_out(lane, mark);
  view.grid = make_grid(now);
  for (const KindWords& kind : kKinds)
    if (kind.always || counts[kind.kind] > 0)
      view.legend.push_back({kind.kind, std::string(kind.text), grouped_number(counts[kind.kind])});
  const auto count = static_cast<std::int64_t>(sessions.size());
  view.note = count == 0 ? std::string("none yet")
                         : counted(count, "session", "sessions") +
                               "; the dot is the start, the bar the duration";
  return view;
}

}  // namespace orchard::app
