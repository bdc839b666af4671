#include "app/view_model/figures/activity_view.h"

#include "app/view_model/figures/figure_drills.h"
#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include <fmt/format.h>

namespace orchard::app {
namespace {

/// The smallest round number that is not below `value`, or the greatest not above it.
std::int64_t round_number(double value, bool up) {
  constexpr std::array kSteps = {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
  double unit = 1;
  while (unit * 10 <= value) unit *= 10;
  double best = unit;
  for (const double step : kSteps) {
    const double candidate = step * unit;
    if (candidate != static_cast<double>(static_cast<std::int64_t>(candidate))) continue;
    if (up && candidate >= value) return static_cast<std::int64_t>(candidate);
    if (candidate <= value) best = candidate;
  }
  return static_cast<std::int64_t>(best);
}

double share(std::int64_t value, std::int64_t most) {
  return most > 0 ? static_cast<double>(value) / static_cast<double>(most) : 0.0;
}

template <class Grid>
std::int64_t most_in(const Grid& grid) {
  std::int64_t most = 0;
  for (const auto& row : grid)
    for (const std::int64_t value : row) most = std::max(most, value);
  return most;
}

/// Weekdays that less than a week of days does not hold.
std::array<std::array<bool, 24>, 7> weekdays_outside(const DayRange& days) {
  std::array<std::array<bool, 24>, 7> outside{};
  if (days.to - days.from >= std::chrono::days(6)) return outside;
  for (auto& day : outside) day.fill(true);
  for (auto day = days.from; day <= days.to; day += std::chrono::days(1))
    outside.at(static_cast<std::size_t>((std::chrono::weekday(day) - std::chrono::Monday).count()))
        .fill(false);
  return outside;
}

/// Weekdays and hours that windows of up to a week do not hold.
std::array<std::array<bool, 24>, 7> hours_outside(const FigureFilter& filter, core::Timestamp now) {
  std::array<std::array<bool, 24>, 7> outside{};
  const FigureWindow window = filter.window;
  if (filter.days) return weekdays_outside(*filter.days);
  if (window != FigureWindow::day && window != FigureWindow::week) return outside;
  for (auto& day : outside) day.fill(true);
  const LocalMoment today = local_moment(now);
  for (int ago = window == FigureWindow::day ? 24 : 7 * 24; ago >= 0; --ago) {
    const LocalMoment at = local_moment(now - std::chrono::hours(ago));
    if (window == FigureWindow::week && today.day - at.day > std::chrono::days(6)) continue;
    outside.at(static_cast<std::size_t>(at.weekday)).at(static_cast<std::size_t>(at.hour)) = false;
  }
  return outside;
}

}  // namespace

int HeatScale::level(std::int64_t value) const {
  int level = 0;
  for (const std::int64_t begins : least) level += value >= begins ? 1 : 0;
  return level;
}

std::string HeatScale::top() const {
  return grouped_number(least.back()) + "+";
}

HeatScale scale_of_hours(std::int64_t most) {
  const std::int64_t step = round_number(static_cast<double>(most) / 4, true);
  if (step <= 1) return {};
  return {{1, step, 2 * step, 3 * step}};
}

HeatScale scale_of_days(std::int64_t most) {
  const std::int64_t top =
      std::max<std::int64_t>(4, round_number(static_cast<double>(most) * 0.75, false));
  const std::int64_t second = std::max<std::int64_t>(2, top / 4);
  const std::int64_t third = std::max(second + 1, top * 9 / 16);
  return {{1, second, third, std::max(third + 1, top)}};
}

HourHeat make_hour_heat(const AnalyticsFigures& figures, const FigureFilter& filter,
                        core::Timestamp now) {
  HourHeat heat;
  const std::int64_t most = most_in(figures.heat);
  const HeatScale scale = scale_of_hours(most);
  const auto outside = hours_outside(filter, now);
  heat.top = scale.top();
  for (int day = 0; day < 7; ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      const auto row = static_cast<std::size_t>(day);
      const auto column = static_cast<std::size_t>(hour);
      const std::int64_t turns = figures.heat.at(row).at(column);
      HourCell& cell = heat.cells.at(row).at(column);
      cell.level = scale.level(turns);
      cell.to_come = turns == 0 && outside.at(row).at(column);
      cell.hover = fmt::format("{}, {} {:02}:00\u2013{:02}:00", counted(turns, "turn", "turns"),
                               weekday_name_in_full(day), hour, hour + 1);
      if (turns == most && most > 0 && !heat.busiest) heat.busiest = {day, hour};
    }
  }
  heat.note = heat.busiest ? fmt::format("turns; busiest {} {:02}:00 with {}",
                                         weekday_name(heat.busiest->first), heat.busiest->second,
                                         grouped_number(most))
                           : fmt::format("no turn {}", window_words(filter));
  return heat;
}

WeekHeat make_week_heat(const AnalyticsFigures& figures) {
  WeekHeat heat;
  heat.first_day = figures.first_day;
  const HeatScale scale = scale_of_days(most_in(figures.weeks));
  heat.top = scale.top();
  std::int64_t sum = 0;
  unsigned month_before = 0;
  for (int week = 0; week < 13; ++week) {
    for (int day = 0; day < 7; ++day) {
      const auto turns =
          figures.weeks.at(static_cast<std::size_t>(week)).at(static_cast<std::size_t>(day));
      HeatCell& cell =
          heat.weeks.at(static_cast<std::size_t>(week)).at(static_cast<std::size_t>(day));
      const auto date = heat.day(week, day);
      cell.level = scale.level(turns);
      cell.today = date == figures.today;
      cell.future = date > figures.today;
      cell.hover = fmt::format("{}, {} {}", counted(turns, "turn", "turns"), weekday_name(day),
                               day_text(date));
      sum += turns;
    }
    // The name stands where the month's first whole week begins. Two weeks hold its three letters:
    // a first month of which one week is left gives way to the next.
    const auto month =
        static_cast<unsigned>(std::chrono::year_month_day(heat.day(week, 0)).month());
    if (month != month_before) {
      if (!heat.months.empty() && week - heat.months.back().first < 2) heat.months.pop_back();
      const std::string day = day_text(heat.day(week, 0));
      heat.months.emplace_back(week, day.substr(day.find(' ') + 1, 3));
    }
    month_before = month;
  }
  heat.note = counted(sum, "turn", "turns");
  return heat;
}

TurnBars make_turn_bars(const std::array<std::int64_t, 8>& histogram, std::int64_t turns) {
  TurnBars view;
  const std::int64_t highest = *std::ranges::max_element(histogram);
  const auto sessions = std::accumulate(histogram.begin(), histogram.end(), std::int64_t{0});
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const std::int64_t count = histogram.at(i);
    view.bars.at(i) = {bucket_label(i), grouped_number(count), share(count, highest)};
    std::string words = drill_of_bucket(i, {}).title;
    words.front() = 's';
    view.hovers.at(i) =
        count == 1 ? "1 session" + words.substr(8) : grouped_number(count) + " " + words;
  }
  view.note = fmt::format("{}, {}", counted(sessions, "session", "sessions"),
                          counted(turns, "turn", "turns"));
  return view;
}

CommandBars make_command_bars(const std::vector<CommandUses>& commands, std::size_t most_bars) {
  CommandBars view;
  std::int64_t sum = 0;
  std::int64_t rest = 0;
  std::int64_t most = 0;
  // One that is left over takes no more room than the line that would stand for it.
  const std::size_t shown = commands.size() <= most_bars + 1 ? commands.size() : most_bars;
  for (const CommandUses& command : commands) most = std::max(most, command.uses);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const CommandUses& command = commands[i];
    sum += command.uses;
    if (i >= shown) {
      rest += command.uses;
      continue;
    }
    view.bars.push_back(
        {displayable_line(command.name), grouped_number(command.uses), share(command.uses, most)});
    view.names.push_back(command.name);
  }
  if (shown < commands.size()) {
    view.others = counted(static_cast<std::int64_t>(commands.size() - shown), "other", "others");
    view.others_uses = grouped_number(rest);
    view.others_fraction = std::min(1.0, share(rest, most));
  }
  view.note = counted(sum, "use", "uses");
  return view;
}

}  // namespace orchard::app
