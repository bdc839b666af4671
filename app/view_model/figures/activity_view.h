#pragma once

#include "app/model/figure_answer.h"
#include "app/view_model/dashboard/dashboard_view.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orchard::app {

/// How many turns make which shade: `least[i]` begins level i + 1. Pure.
struct HeatScale {
  std::array<std::int64_t, 4> least{1, 2, 3, 4};

  [[nodiscard]] int level(std::int64_t value) const;
  /// "15+"
  [[nodiscard]] std::string top() const;
};
/// Even steps, so that the busiest cell reaches the last but one at least.
[[nodiscard]] HeatScale scale_of_hours(std::int64_t most);
/// Steps that grow, for days: 1, 20, 45 and 80 for a most of 110.
[[nodiscard]] HeatScale scale_of_days(std::int64_t most);

struct HourCell {
  int level = 0;
  bool to_come = false;  ///< the window holds no such hour
  std::string hover;     ///< "19 turns, Thursday 15:00–16:00"
};

struct HourHeat {
  std::array<std::array<HourCell, 24>, 7> cells;
  std::optional<std::pair<int, int>> busiest;  ///< weekday, hour
  std::string note;                            ///< "turns; busiest Thu 15:00 with 19"
  std::string top;                             ///< of the legend
};
[[nodiscard]] HourHeat make_hour_heat(const AnalyticsFigures& figures, const FigureFilter& filter,
                                      core::Timestamp now);

struct WeekHeat {
  std::array<std::array<HeatCell, 7>, 13> weeks;
  std::vector<std::pair<int, std::string>> months;  ///< the week where a month's name stands
  std::string note;                                 ///< "3,184 turns"
  std::string top;
  /// The day of a cell.
  [[nodiscard]] std::chrono::sys_days day(int week, int weekday) const {
    return first_day + std::chrono::days(7 * week + weekday);
  }
  std::chrono::sys_days first_day;
};
[[nodiscard]] WeekHeat make_week_heat(const AnalyticsFigures& figures);

struct TurnBars {
  std::array<HistogramBar, 8> bars;
  std::array<std::string, 8> hovers;  ///< "12 sessions with 9 to 16 turns"
  std::string note;                   ///< "40 sessions, 505 turns"
};
[[nodiscard]] TurnBars make_turn_bars(const std::array<std::int64_t, 8>& histogram,
                                      std::int64_t turns);

struct CommandBars {
  std::vector<CommandBar> bars;
  std::string others;  ///< "4 others"; empty: all are shown
  std::string others_uses;
  double others_fraction = 0;
  std::string note;                ///< "80 uses"
  std::vector<std::string> names;  ///< of `bars`, as stored
};
[[nodiscard]] CommandBars make_command_bars(const std::vector<CommandUses>& commands,
                                            std::size_t most_bars);

}  // namespace orchard::app
